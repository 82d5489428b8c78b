package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fear: an endpoint hears itself, or its own words stop it from hearing others. */
class OwnEndpointNotEchoedTest {
    private final SessionBench bench = SessionBench.live();

    @Test
    void should_not_send_back_live_what_the_endpoint_sent() {
        say("phone", 1);
        say("laptop", 1);
        bench.commit(ALICE, 1);
        assertThat(bench.seqs(ALICE)).containsExactly(2L, 3L);
    }

    @Test
    void should_count_it_as_received_in_its_place() {
        bench.commit(ALICE, 2);
        say("phone", 3);
        bench.receipt(ALICE, 2);
        bench.pass(60_000);
        assertThat(bench.seqs(ALICE)).containsExactly(1L, 2L);
        assertThat(bench.endpointMarks).containsEntry(ALICE, 5L);
    }

    @Test
    void should_keep_few_ranges_however_much_is_said_to_a_full_window() {
        bench.commit(ALICE, 256);
        for (int i = 0; i < 1_000; i++) {
            say("phone", 1);
        }
        bench.receipt(ALICE, 256);
        bench.settle();
        bench.commit(ALICE, 1);
        assertThat(bench.seqs(ALICE)).hasSize(257).endsWith(256L, 1_257L);
    }

    @Test
    void should_not_echo_when_it_catches_up_from_the_log() {
        bench.commit(ALICE, 300);
        say("phone", 10);
        bench.commit(ALICE, 5);
        bench.receipt(ALICE, 256);
        assertThat(bench.seqs(ALICE)).hasSize(305).doesNotContain(301L, 310L).endsWith(315L);
    }

    @Test
    void should_send_it_in_a_sync_since_its_ack_may_be_what_was_lost() {
        say("phone", 1);
        bench.commit(ALICE, 1);
        bench.delivered.clear();
        bench.sync(Map.of(), 10);
        assertThat(bench.seqs(ALICE)).containsExactly(1L, 2L);
    }

    private void say(String endpoint, int messages) {
        bench.commit(bench.append(ALICE, BOB, endpoint, messages, 10));
    }
}
