package io.parley.simulator.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PointQueueTest {
    private final PointQueue queue = new PointQueue(Duration.ofSeconds(1));

    @Test
    void should_send_as_often_as_the_server_wants() {
        queue.period(Duration.ofSeconds(15));
        fixes(0, 60);
        assertThat(times()).containsExactly(0L, 15_000L, 30_000L, 45_000L);

        queue.period(Duration.ofSeconds(1));
        fixes(60, 63);
        assertThat(times()).containsExactly(60_000L, 61_000L, 62_000L);
    }

    @Test
    void should_not_leave_out_a_fix_that_is_a_little_early() {
        queue.fix(0, "a");
        queue.fix(900, "b");
        queue.fix(1_100, "c");

        assertThat(times()).containsExactly(0L, 900L);
    }

    @Test
    void should_become_coarse_rather_than_forget_the_beginning() {
        fixes(0, 3_600);

        assertThat(queue.size()).isLessThanOrEqualTo(PointQueue.WAITING_MAX);
        assertThat(queue.thinned() + queue.size()).isEqualTo(3_600);
        List<Long> kept = times();
        assertThat(kept).isSorted().startsWith(0L).endsWith(3_599_000L);
    }

    @Test
    void should_put_back_in_order_what_did_not_get_through() {
        fixes(0, 5);
        List<PointQueue.Point> taken = queue.take(3);
        queue.putBack(taken.get(1));
        queue.putBack(taken.get(0));
        queue.putBack(taken.get(2));

        assertThat(times()).containsExactly(0L, 1_000L, 2_000L, 3_000L, 4_000L);
    }

    private void fixes(long fromSecond, long untilSecond) {
        LongStream.range(fromSecond, untilSecond).forEach(it -> queue.fix(it * 1_000, "{}"));
    }

    private List<Long> times() {
        return queue.take(Integer.MAX_VALUE).stream().map(PointQueue.Point::at).toList();
    }
}
