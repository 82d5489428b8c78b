package io.parley.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long AT_ONCE = 0;
    private final int broken = Faults.count();

    @Test
    void should_make_room_when_the_last_listener_has_a_message() throws Exception {
        Tally tally = new Tally(2, 1);
        byte[] first = tally.nextMessage(AT_ONCE);
        tally.arrived(0, ByteBuffer.wrap(first));
        assertThatThrownBy(() -> tally.nextMessage(AT_ONCE)).hasMessageContaining("did not reach all 2");
        tally.arrived(1, ByteBuffer.wrap(first));
        assertThat(tally.nextMessage(AT_ONCE)).isNotEqualTo(first);
        assertThat(tally.delivered()).isEqualTo(2);
        assertThat(Faults.count()).isEqualTo(broken);
    }

    @Test
    void should_report_a_listener_that_misses_a_message() throws Exception {
        Tally tally = new Tally(1, 2);
        byte[] first = tally.nextMessage(AT_ONCE);
        byte[] second = tally.nextMessage(AT_ONCE);
        tally.arrived(0, ByteBuffer.wrap(second));
        tally.arrived(0, ByteBuffer.wrap(first));
        assertThat(Faults.count()).isEqualTo(broken + 2);
    }

    @Test
    void should_not_count_what_is_none_of_its_messages() throws Exception {
        Tally tally = new Tally(1, 1);
        assertThat(tally.nextMessage(AT_ONCE)).hasSize(Tally.PAYLOAD_BYTES);
        tally.arrived(0, ByteBuffer.wrap(new byte[7]));
        assertThat(tally.delivered()).isZero();
    }
}
