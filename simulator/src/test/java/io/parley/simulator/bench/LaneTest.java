package io.parley.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final List<Long> wire = new ArrayList<>();
    private final Lane.Clocks clocks =
            new Lane.Clocks(new ConcurrentHistogram(60_000_000, 3), new ConcurrentHistogram(60_000_000, 3));
    private final Lane lane = new Lane(clocks, 3, 16) {
        @Override
        void transmit(long number, long intendedNanos) {
            wire.add(number);
        }

        @Override
        void giveReceipt() {}

        @Override
        void tick(long nowNanos) {}

        @Override
        public void close() {}
    };

    @Test
    void should_keep_the_window_full_and_no_more() {
        lane.startRefilling();
        assertThat(wire).containsExactly(1L, 2L, 3L);
    }

    @Test
    void should_make_room_when_acked_and_received() {
        lane.startRefilling();
        lane.onAck(1, true);
        assertThat(wire).hasSize(3);
        lane.onReceived(System.nanoTime());
        assertThat(wire).hasSize(4);
    }

    @Test
    void should_be_done_only_when_receipted_too() {
        lane.startRefilling();
        lane.onAck(1, true);
        lane.onReceived(System.nanoTime());
        assertThat(lane.done()).isZero();
        lane.onReceipted();
        assertThat(lane.done()).isEqualTo(1);
    }

    @Test
    void should_count_a_refusal_as_an_end() {
        lane.startRefilling();
        lane.onAck(1, false);
        assertThat(lane.done()).isEqualTo(1);
        assertThat(lane.refused()).isEqualTo(1);
    }

    @Test
    void should_notice_acks_out_of_order() {
        lane.startRefilling();
        lane.onAck(2, true);
        assertThat(lane.disorders()).isEqualTo(1);
    }

    @Test
    void should_count_latency_from_the_intended_send() {
        lane.sendOne(System.nanoTime() - 2_000_000_000L);
        lane.onAck(1, true);
        assertThat(clocks.acked().getMaxValue()).isGreaterThanOrEqualTo(1_990_000L);
    }
}
