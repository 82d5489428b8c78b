package io.parley.broker.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.AccountStore;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Verifies passwords without letting the wrong ones hold up the right ones.
 *
 * <pre>
 * find account ── verified lately? ── yes ──▶ granted (HMAC, no Argon2)
 *                        │ no
 *        suspect? ── no ─┴▶ fast lane ── still no ──▶ Argon2id ──▶ granted | denied
 *            └───── yes ──▶ slow lane: one thread, growing delay per user and address, bounded; full ──▶ busy
 * </pre>
 *
 * A name that does not exist takes the same way, against a hash that nothing matches, and costs the same. Safe from any
 * thread; answers on threads named {@code parley-login}.
 */
public final class Gatekeeper implements AutoCloseable {
    static final int FAST_WAITING_MAX = 4_096;
    static final int SLOW_WAITING_MAX = 256;
    /** Logins of one user that may wait in the fast lane, in the slow lane. */
    static final int FAST_PER_USER_MAX = 256;

    static final int SLOW_PER_USER_MAX = 4;

    /** The answer to a login. */
    public enum Verdict {
        GRANTED,
        DENIED,
        /** Not looked at: too many are waiting. */
        BUSY
    }

    private final AccountStore store;
    private final Remembered remembered;
    private final Failures failures;
    private final String nobodysHash;
    private final ThreadPoolExecutor fastLane;
    private final ScheduledThreadPoolExecutor slowLane;
    private final Semaphore slowPlaces = new Semaphore(SLOW_WAITING_MAX);
    private final ConcurrentHashMap<UserName, Integer> fastWaiting = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UserName, Integer> slowWaiting = new ConcurrentHashMap<>();

    /**
     * @param threads of the fast lane
     * @param processKey random bytes of this process, at least 32
     */
    public Gatekeeper(AccountStore store, int threads, byte[] processKey, Ticker ticker) {
        this.store = store;
        this.remembered = new Remembered(processKey, ticker);
        this.failures = new Failures(ticker);
        this.nobodysHash = Passwords.hash(processKey);
        this.fastLane = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(FAST_WAITING_MAX),
                daemons("parley-login"));
        this.slowLane = new ScheduledThreadPoolExecutor(1, daemons("parley-login-slow"));
        this.slowLane.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private record Attempt(
            UserName user,
            byte[] password,
            String address,
            Optional<Account> account,
            CompletableFuture<Verdict> answer) {}

    /**
     * Looks at a login.
     *
     * @param address where it came from, empty if unknown
     * @return exceptionally {@link io.parley.broker.storage.StorageException} if accounts cannot be read
     */
    public CompletionStage<Verdict> signIn(UserName user, byte[] password, String address) {
        return store.find(user).thenCompose(account -> {
            if (account.isPresent() && remembered.matches(account.get(), password)) {
                return CompletableFuture.completedFuture(Verdict.GRANTED);
            }
            Attempt attempt = new Attempt(user, password, address, account, new CompletableFuture<>());
            if (failures.isSuspect(user, address) || !enter(fastWaiting, user, FAST_PER_USER_MAX)) {
                queueSlow(attempt);
            } else {
                queueFast(attempt);
            }
            return attempt.answer();
        });
    }

    private void queueFast(Attempt attempt) {
        try {
            fastLane.execute(() -> {
                leave(fastWaiting, attempt.user());
                // What was learnt while it waited counts: a flood is found out after its first few.
                if (failures.isSuspect(attempt.user(), attempt.address())) {
                    queueSlow(attempt);
                } else {
                    verify(attempt);
                }
            });
        } catch (RejectedExecutionException full) {
            leave(fastWaiting, attempt.user());
            attempt.answer().complete(Verdict.BUSY);
        }
    }

    private void queueSlow(Attempt attempt) {
        if (!enter(slowWaiting, attempt.user(), SLOW_PER_USER_MAX)) {
            attempt.answer().complete(Verdict.BUSY);
            return;
        }
        if (!slowPlaces.tryAcquire()) {
            leave(slowWaiting, attempt.user());
            attempt.answer().complete(Verdict.BUSY);
            return;
        }
        Duration delay = failures.delay(attempt.user(), attempt.address());
        try {
            slowLane.schedule(() -> runSlow(attempt), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            leaveSlow(attempt);
            attempt.answer().complete(Verdict.BUSY);
        }
    }

    private void runSlow(Attempt attempt) {
        try {
            verify(attempt);
        } finally {
            leaveSlow(attempt);
        }
    }

    private void leaveSlow(Attempt attempt) {
        leave(slowWaiting, attempt.user());
        slowPlaces.release();
    }

    private void verify(Attempt attempt) {
        try {
            // Another connection of this user may have been verified meanwhile.
            if (attempt.account().isPresent()
                    && remembered.matches(attempt.account().get(), attempt.password())) {
                attempt.answer().complete(Verdict.GRANTED);
                return;
            }
            String hash = attempt.account().map(Account::passwordHash).orElse(nobodysHash);
            boolean right = Passwords.matches(attempt.password(), hash)
                    && attempt.account().isPresent();
            if (right) {
                remembered.remember(attempt.account().orElseThrow(), attempt.password());
                failures.succeeded(attempt.user(), attempt.address());
            } else {
                failures.failed(attempt.user(), attempt.address());
            }
            attempt.answer().complete(right ? Verdict.GRANTED : Verdict.DENIED);
        } catch (RuntimeException | Error fault) {
            attempt.answer().completeExceptionally(fault);
        }
    }

    private static boolean enter(ConcurrentHashMap<UserName, Integer> waiting, UserName user, int max) {
        boolean[] entered = {false};
        waiting.compute(user, (name, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < max;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    private static void leave(ConcurrentHashMap<UserName, Integer> waiting, UserName user) {
        waiting.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void close() {
        fastLane.shutdownNow();
        slowLane.shutdownNow();
    }
}
