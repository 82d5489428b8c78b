package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static io.parley.broker.delivery.SlowRecipientTest.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fear: what is said now waits behind what was said last week. */
class LiveOvertakesReplayTest {
    @Test
    void should_send_a_live_message_while_the_window_is_busy_with_the_log() {
        SessionBench bench = SessionBench.live();
        bench.append(ALICE, 5_000);
        bench.session.newsMissed(bench.now);
        bench.settle();
        assertThat(bench.seqs(ALICE).size()).isGreaterThan(100);
        bench.commit(CAROL, 1);
        assertThat(bench.seqs(CAROL)).containsExactly(1L);
    }

    @Test
    void should_send_a_live_message_between_the_pages_of_a_sync() {
        SessionBench bench = new SessionBench(EndpointKind.PARLEY);
        bench.append(ALICE, 500);
        bench.append(CAROL, 7);
        bench.register();
        bench.sync(Map.of(CAROL, 7L), 100);
        assertThat(bench.lastReply().complete()).isFalse();
        bench.commit(CAROL, 1);
        assertThat(bench.seqs(CAROL)).containsExactly(8L);
        bench.commit(ALICE, 1);
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(100));
    }
}
