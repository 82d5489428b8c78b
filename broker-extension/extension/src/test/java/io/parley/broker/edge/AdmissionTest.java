package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Limits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private Optional<String> fault = Optional.empty();
    private final Admission admission = new Admission(
            new EdgeSettings(
                    new Limits(100, 1, 1, 256, 1, 1, 1, 1, 1),
                    2,
                    150,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(1),
                    Duration.ZERO),
            () -> fault);

    @Test
    void should_hold_both_bounds_and_count_exactly() {
        assertThat(admission.tryAdmit(100)).isTrue();
        assertThat(admission.tryAdmit(51)).as("bytes").isFalse();
        assertThat(admission.tryAdmit(50)).isTrue();
        assertThat(admission.tryAdmit(0)).as("messages").isFalse();
        admission.release(100);
        admission.release(50);
        assertThat(admission.messages()).isZero();
        assertThat(admission.bytes()).isZero();
    }

    @Test
    void should_admit_nothing_while_the_store_is_away() {
        fault = Optional.of("no node answers");
        assertThat(admission.tryAdmit(1)).isFalse();
        fault = Optional.empty();
        assertThat(admission.tryAdmit(1)).isTrue();
    }
}
