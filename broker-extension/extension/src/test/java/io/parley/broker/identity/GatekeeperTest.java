package io.parley.broker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.identity.Gatekeeper.Verdict;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatekeeperTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final String HOME = "10.0.0.1";

    private final Store store = new Store();
    private final Accounts accounts =
            new Accounts(store, new MemoryStorage(Runnable::run).directory(), Clock.systemUTC());
    private final Gatekeeper gatekeeper = new Gatekeeper(store, 1, new byte[32], System::nanoTime);

    @AfterEach
    void close() {
        gatekeeper.close();
    }

    private static final class Store implements AccountStore {
        final ConcurrentHashMap<UserName, Account> rows = new ConcurrentHashMap<>();
        final AtomicInteger reads = new AtomicInteger();
        volatile boolean away;

        @Override
        public CompletionStage<Optional<Account>> find(UserName name) {
            reads.incrementAndGet();
            return away
                    ? CompletableFuture.failedFuture(new StorageException("away", false, new RuntimeException()))
                    : CompletableFuture.completedFuture(Optional.ofNullable(rows.get(name)));
        }

        @Override
        public CompletionStage<Boolean> create(Account account) {
            return CompletableFuture.completedFuture(rows.putIfAbsent(account.name(), account) == null);
        }

        @Override
        public CompletionStage<Void> setPassword(UserName name, String passwordHash) {
            rows.computeIfPresent(name, (key, old) -> new Account(name, passwordHash, old.createdAt()));
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<Verdict> attempt(UserName user, String password, String address) {
        return gatekeeper
                .signIn(user, password.getBytes(StandardCharsets.UTF_8), address)
                .toCompletableFuture();
    }

    private Verdict signIn(UserName user, String password, String address) throws Exception {
        return attempt(user, password, address).get(30, TimeUnit.SECONDS);
    }

    @Test
    void should_let_in_only_the_right_password() throws Exception {
        accounts.create(ALICE, "correct horse").toCompletableFuture().get();
        assertThat(signIn(ALICE, "correct horse", HOME)).isEqualTo(Verdict.GRANTED);
        assertThat(signIn(ALICE, "wrong horse", HOME)).isEqualTo(Verdict.DENIED);
        assertThat(signIn(ALICE, "", HOME)).isEqualTo(Verdict.DENIED);
        assertThat(signIn(BOB, "correct horse", HOME)).isEqualTo(Verdict.DENIED);
    }

    @Test
    void should_keep_hashes_in_phc_format() throws Exception {
        accounts.create(ALICE, "correct horse").toCompletableFuture().get();
        assertThat(store.rows.get(ALICE).passwordHash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(accounts.create(ALICE, "another one").toCompletableFuture().get())
                .isFalse();
    }

    @Test
    void should_forget_a_changed_password_at_once() throws Exception {
        accounts.create(ALICE, "correct horse").toCompletableFuture().get();
        assertThat(signIn(ALICE, "correct horse", HOME)).isEqualTo(Verdict.GRANTED);
        assertThat(accounts.setPassword(ALICE, "battery staple")
                        .toCompletableFuture()
                        .get())
                .isTrue();
        assertThat(signIn(ALICE, "correct horse", HOME)).isEqualTo(Verdict.DENIED);
        assertThat(signIn(ALICE, "battery staple", HOME)).isEqualTo(Verdict.GRANTED);
    }

    @Test
    void should_make_a_reconnect_storm_cheap() throws Exception {
        accounts.create(ALICE, "correct horse").toCompletableFuture().get();
        assertThat(signIn(ALICE, "correct horse", HOME)).isEqualTo(Verdict.GRANTED);
        long started = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(signIn(ALICE, "correct horse", HOME)).isEqualTo(Verdict.GRANTED);
        }
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void should_not_let_a_thousand_wrong_passwords_hold_up_others() throws Exception {
        accounts.create(ALICE, "correct horse").toCompletableFuture().get();
        accounts.create(BOB, "battery staple").toCompletableFuture().get();
        List<CompletableFuture<Verdict>> wrong = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            wrong.add(attempt(ALICE, "guess " + i, HOME));
        }
        long started = System.nanoTime();
        assertThat(signIn(BOB, "battery staple", HOME)).isEqualTo(Verdict.GRANTED);
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(5));
        long refused = wrong.stream()
                .filter(CompletableFuture::isDone)
                .filter(answer -> answer.join() == Verdict.BUSY)
                .count();
        assertThat(refused).isGreaterThan(900);
        assertThat(wrong).noneMatch(answer -> answer.isDone() && answer.join() == Verdict.GRANTED);
    }

    @Test
    void should_say_that_accounts_cannot_be_read() {
        store.away = true;
        assertThat(attempt(ALICE, "x", HOME)).isCompletedExceptionally();
    }

    @Test
    void should_let_nobody_in_with_a_damaged_hash() throws Exception {
        store.rows.put(ALICE, new Account(ALICE, "not a hash", 0));
        assertThat(signIn(ALICE, "not a hash", HOME)).isEqualTo(Verdict.DENIED);
    }

    @Test
    void should_generate_passwords_that_are_accepted() throws Exception {
        String password = Accounts.generatePassword(new Random(1));
        assertThat(password).hasSize(20);
        assertThat(accounts.create(ALICE, password).toCompletableFuture().get()).isTrue();
    }
}
