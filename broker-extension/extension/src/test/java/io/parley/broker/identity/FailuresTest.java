package io.parley.broker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final UserName ALICE = new UserName("alice");

    private long now;
    private final Failures failures = new Failures(() -> now);

    @Test
    void should_double_the_delay_up_to_a_cap_and_forget_on_success() {
        assertThat(failures.isSuspect(ALICE, "a")).isFalse();
        failures.failed(ALICE, "a");
        assertThat(failures.isSuspect(ALICE, "a")).isTrue();
        assertThat(failures.delay(ALICE, "a")).isEqualTo(Failures.DELAY_FIRST);
        failures.failed(ALICE, "a");
        assertThat(failures.delay(ALICE, "a")).isEqualTo(Failures.DELAY_FIRST.multipliedBy(2));
        for (int i = 0; i < 100; i++) {
            failures.failed(ALICE, "a");
        }
        assertThat(failures.delay(ALICE, "a")).isEqualTo(Failures.DELAY_MAX);
        failures.succeeded(ALICE, "a");
        assertThat(failures.isSuspect(ALICE, "a")).isFalse();
    }

    @Test
    void should_not_punish_the_same_user_elsewhere() {
        failures.failed(ALICE, "a");
        assertThat(failures.isSuspect(ALICE, "b")).isFalse();
    }

    @Test
    void should_suspect_an_address_after_failures_of_many_users() {
        for (int i = 0; i < 1_000; i++) {
            failures.failed(ALICE, "a");
        }
        assertThat(failures.isSuspect(new UserName("bob"), "a")).isFalse();
        for (int i = 0; i < Failures.USERS_AT_ADDRESS_MAX; i++) {
            failures.failed(new UserName("user" + i), "a");
        }
        assertThat(failures.isSuspect(new UserName("bob"), "a")).isTrue();
        assertThat(failures.delay(new UserName("bob"), "a")).isEqualTo(Duration.ZERO);
        now = Failures.MEMORY.toNanos() + 1;
        assertThat(failures.isSuspect(new UserName("bob"), "a")).isFalse();
    }
}
