package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.BOB;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static io.parley.broker.delivery.SlowRecipientTest.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.delivery.SessionBench.Told;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Fear: a client that knows nothing of Parley gets too much, too little, or out of step. */
class PlainEndpointTest {
    private final SessionBench bench = new SessionBench(EndpointKind.PLAIN);

    @Test
    void should_start_a_new_endpoint_where_its_user_is() {
        bench.append(ALICE, 10);
        bench.append(CAROL, 2);
        bench.userMarks.put(ALICE, Map.of(BOB, new UserMarks(7, 0)));
        bench.register();
        assertThat(bench.seqs(ALICE)).containsExactly(8L, 9L, 10L);
        assertThat(bench.seqs(CAROL)).containsExactly(1L, 2L);
    }

    @Test
    void should_start_a_known_endpoint_where_it_left_off() {
        bench.append(ALICE, 10);
        bench.append(CAROL, 2);
        bench.endpointMarks.put(ALICE, 4L);
        bench.userMarks.put(ALICE, Map.of(BOB, new UserMarks(10, 10)));
        bench.userMarks.put(CAROL, Map.of(BOB, new UserMarks(2, 2)));
        bench.register();
        assertThat(bench.seqs(ALICE)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(bench.seqs(CAROL)).as("it has never been given this one").containsExactly(1L, 2L);
    }

    @Test
    void should_remember_an_endpoint_that_never_had_anything() {
        bench.register();
        bench.pass(5_000);
        assertThat(bench.endpointMarks).isNotEmpty();
        SessionBench later = new SessionBench(EndpointKind.PLAIN);
        later.endpointMarks.putAll(bench.endpointMarks);
        later.append(ALICE, 3);
        later.userMarks.put(ALICE, Map.of(BOB, new UserMarks(3, 3)));
        later.register();
        assertThat(later.seqs(ALICE)).isEqualTo(upTo(3));
    }

    @Test
    void should_go_on_by_itself_as_acknowledgements_come() {
        bench.append(ALICE, 1_000);
        bench.register();
        for (long seq = 1; seq <= 1_000; seq++) {
            assertThat((long) bench.delivered.size()).isGreaterThanOrEqualTo(seq);
            bench.session.acknowledged(ALICE, seq, bench.now);
            bench.settle();
        }
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(1_000));
        bench.pass(2_000);
        assertThat(bench.endpointMarks).containsEntry(ALICE, 1_000L);
    }

    @Test
    void should_move_its_mark_only_over_what_is_acknowledged_without_a_hole() {
        bench.append(ALICE, 5);
        bench.register();
        for (long seq : new long[] {2, 3, 5}) {
            bench.session.acknowledged(ALICE, seq, bench.now);
        }
        bench.pass(5_000);
        assertThat(bench.endpointMarks.getOrDefault(ALICE, 0L)).isZero();
        bench.session.acknowledged(ALICE, 1, bench.now);
        bench.pass(5_000);
        assertThat(bench.endpointMarks).containsEntry(ALICE, 3L);
    }

    @Test
    void should_tell_owners_of_acknowledgements_a_few_at_a_time() {
        bench.append(ALICE, 40);
        bench.register();
        LongStream.rangeClosed(1, 40).forEach(seq -> bench.session.acknowledged(ALICE, seq, bench.now));
        assertThat(bench.receipts).containsExactly(new Told(ALICE, 32, 0));
        bench.pass(150);
        assertThat(bench.receipts).containsExactly(new Told(ALICE, 32, 0), new Told(ALICE, 40, 0));
    }

    @Test
    void should_spare_it_what_expired_and_count_that_as_received() {
        StoredMessage first = bench.append(ALICE, 2).messages().get(0);
        bench.log
                .get(ALICE)
                .set(
                        0,
                        new StoredMessage(
                                1, first.id(), first.from(), "x", first.at(), bench.unixMillis, "", first.content()));
        bench.register();
        assertThat(bench.seqs(ALICE)).containsExactly(2L);
        bench.session.acknowledged(ALICE, 2, bench.now);
        bench.pass(2_000);
        assertThat(bench.endpointMarks).containsEntry(ALICE, 2L);
    }

    @Test
    void should_not_repeat_within_a_minute_what_the_broker_repeats_itself() {
        bench.append(ALICE, 1);
        bench.register();
        bench.pass(45_000);
        assertThat(bench.delivered).hasSize(1);
        bench.pass(30_000);
        assertThat(bench.delivered).hasSize(2);
    }

    @Test
    void should_send_what_is_committed_while_it_still_learns_where_it_stands() {
        bench.append(ALICE, 3);
        bench.endpointMarks.put(ALICE, 3L);
        bench.session.registered(true, bench.now);
        bench.commit(CAROL, 1);
        bench.answerNext();
        bench.commit(ALICE, 1);
        bench.answerNext();
        bench.commit(SessionBench.chat("dave"), 1);
        bench.settle();
        assertThat(bench.seqs(ALICE)).containsExactly(4L);
        assertThat(bench.seqs(CAROL)).containsExactly(1L);
        assertThat(bench.seqs(SessionBench.chat("dave"))).containsExactly(1L);
    }

    @Test
    void should_answer_a_sync_it_has_no_need_of() {
        bench.append(ALICE, 3);
        bench.register();
        bench.sync(Map.of(), 1);
        assertThat(bench.lastReply().complete()).isTrue();
        assertThat(bench.lastReply().last()).containsEntry("chat/alice", 3L);
    }
}
