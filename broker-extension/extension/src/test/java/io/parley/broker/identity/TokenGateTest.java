package io.parley.broker.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.broker.identity.TokenGate.Verdict;
import io.parley.broker.identity.TokenGate.Why;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.Token;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.UserName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenGateTest {
    private static final UserName ALICE = new UserName("alice");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);

    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean hold;
    private final MemoryStorage storage = new MemoryStorage(task -> {
        if (hold) {
            held.add(task);
        } else {
            task.run();
        }
    });
    private final SecureRandom random = new SecureRandom();
    private final Tokens tokens = new Tokens(storage.accounts(), storage.tokens(), CLOCK, random);
    private long nanos = Long.MAX_VALUE - 7;
    private final TokenGate gate = new TokenGate(storage.tokens(), () -> nanos, CLOCK);

    @BeforeEach
    void addAlice() {
        get(storage.accounts().create(new Account(ALICE, "$argon2id$", 1)));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private Tokens.Issued issue() {
        return get(tokens.issue(ALICE, "phone")).orElseThrow();
    }

    private Verdict admit(String secret, String address) {
        return get(gate.admit(secret, address));
    }

    private void guess(int times, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(admit(TokenSecret.generate(random), address)).isEqualTo(new Verdict.Refused(Why.DENIED));
        }
    }

    @Test
    void should_know_whose_a_token_is_and_write_down_that_it_was_used() {
        Tokens.Issued issued = issue();
        assertThat(admit(issued.secret(), "a")).isEqualTo(new Verdict.Admitted(ALICE));
        assertThat(get(tokens.ofUser(ALICE)))
                .containsExactly(new Token(issued.token().hash(), ALICE, "phone", CLOCK.millis(), CLOCK.millis()));
    }

    @Test
    void should_deny_what_is_no_token_without_looking() {
        hold = true;
        String secret = TokenSecret.generate(random);
        for (String wrong : List.of(
                "",
                "parley_",
                secret.substring(1),
                secret + "A",
                secret.substring(0, 20) + " " + secret.substring(21))) {
            assertThat(gate.admit(wrong, "a")).as(wrong).isCompletedWithValue(new Verdict.Refused(Why.DENIED));
        }
    }

    @Test
    void should_refuse_a_revoked_token_soon() {
        Tokens.Issued issued = issue();
        assertThat(admit(issued.secret(), "a")).isEqualTo(new Verdict.Admitted(ALICE));
        assertThat(get(tokens.revoke(ALICE, issued.token().id()))).isTrue();
        nanos += TokenGate.BELIEVED.toNanos();
        assertThat(admit(issued.secret(), "a")).isEqualTo(new Verdict.Refused(Why.DENIED));
        assertThat(get(tokens.revoke(ALICE, issued.token().id()))).isFalse();
    }

    @Test
    void should_look_at_no_more_after_many_wrong_tokens_of_one_address_until_it_pauses() {
        Tokens.Issued issued = issue();
        guess(TokenGate.WRONG_PER_ADDRESS_MAX, "a");
        assertThat(admit(issued.secret(), "a")).isEqualTo(new Verdict.Refused(Why.TOO_MANY_WRONG));
        assertThat(admit(issued.secret(), "b")).isEqualTo(new Verdict.Admitted(ALICE));
        nanos += TokenGate.WRONG_MEMORY.toNanos();
        guess(1, "a");
    }

    @Test
    void should_let_in_who_was_let_in_lately_whoever_guesses_next_door() {
        Tokens.Issued issued = issue();
        assertThat(admit(issued.secret(), "office")).isEqualTo(new Verdict.Admitted(ALICE));
        nanos += TokenGate.BELIEVED.toNanos() + 1;
        guess(TokenGate.WRONG_PER_ADDRESS_MAX, "office");
        assertThat(admit(issued.secret(), "office")).isEqualTo(new Verdict.Admitted(ALICE));
    }

    @Test
    void should_bound_the_look_ups_and_take_in_again_when_they_are_done() {
        Tokens.Issued issued = issue();
        hold = true;
        List<CompletableFuture<Verdict>> waiting = new ArrayList<>();
        for (int i = 0; i < TokenGate.LOOKUPS_MAX; i++) {
            waiting.add(gate.admit(TokenSecret.generate(random), "a" + i).toCompletableFuture());
        }
        assertThat(gate.admit(issued.secret(), "z")).isCompletedWithValue(new Verdict.Refused(Why.BUSY));
        hold = false;
        held.forEach(Runnable::run);
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(admit(issued.secret(), "z")).isEqualTo(new Verdict.Admitted(ALICE));
    }

    @Test
    void should_not_make_a_token_for_nobody_nor_too_many() {
        assertThat(get(tokens.issue(new UserName("nobody"), ""))).isEmpty();
        for (int i = 0; i < Tokens.PER_USER_MAX; i++) {
            issue();
        }
        assertThatThrownBy(this::issue)
                .hasRootCauseMessage("alice has 100 tokens, the most there may be; revoke one first");
        assertThatThrownBy(() -> tokens.issue(ALICE, "x\ny")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_show_a_secret_to_nobody_who_prints_what_holds_it() {
        Tokens.Issued issued = issue();
        assertThat(issued.secret()).hasSize(50);
        assertThat(issued.toString() + issued.token() + issued.token().hash())
                .doesNotContain(issued.secret())
                .doesNotContain(issued.token().hash().hex());
    }
}
