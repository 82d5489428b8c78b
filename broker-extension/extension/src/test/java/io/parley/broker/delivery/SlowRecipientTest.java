package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.BOB;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Fear: an endpoint that reads slowly makes the server keep its messages for it. */
class SlowRecipientTest {
    private static final int WINDOW = DeliverySettings.DEFAULT.windowMessagesMax();

    private final SessionBench bench = SessionBench.live();

    @Test
    void should_send_live_messages_straight_through_while_receipts_come() {
        for (int i = 1; i <= 1_000; i++) {
            bench.commit(ALICE, 1);
            bench.receipt(ALICE, i);
        }
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(1_000));
        assertThat(bench.reads).isEmpty();
    }

    @Test
    void should_send_no_more_than_the_window_without_receipts() {
        for (int i = 0; i < 100; i++) {
            bench.commit(ALICE, 50);
        }
        bench.settle();
        assertThat(bench.delivered).hasSize(WINDOW);
        assertThat(bench.reads).isEmpty();
    }

    @Test
    void should_count_bytes_and_yet_let_one_large_message_through() {
        for (int i = 0; i < 10; i++) {
            bench.commit(bench.append(ALICE, new UserName("alice"), "x", 1, 256 << 10));
        }
        bench.settle();
        assertThat(bench.delivered).hasSize(4);
        bench.receipt(ALICE, 4);
        assertThat(bench.delivered.size()).isBetween(6, 8);
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(bench.delivered.size()));
    }

    @Test
    void should_read_the_rest_from_the_log_in_order_when_the_window_opens() {
        bench.commit(ALICE, 64);
        for (int i = 0; i < 150; i++) {
            bench.commit(ALICE, 64);
        }
        long received = 0;
        while (received < 151 * 64) {
            List<Long> seqs = bench.seqs(ALICE);
            assertThat(seqs.size() - received).isLessThanOrEqualTo(WINDOW);
            received = seqs.get(seqs.size() - 1);
            bench.receipt(ALICE, received);
        }
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(151 * 64));
    }

    @Test
    void should_take_turns_between_conversations() {
        bench.commit(ALICE, 256);
        bench.append(ALICE, 1_000);
        bench.commit(ALICE, 1);
        bench.commit(CAROL, 300);
        bench.receipt(ALICE, 256);
        assertThat(bench.seqs(CAROL)).isNotEmpty();
        assertThat(bench.seqs(ALICE).size()).isGreaterThan(256);
    }

    @Test
    void should_have_few_reads_under_way_at_once() {
        for (int i = 0; i < 20; i++) {
            bench.append(SessionBench.chat("peer" + i), 100);
        }
        bench.session.newsMissed(bench.now);
        while (bench.answerNext()) {
            assertThat(bench.reads.size()
                            - bench.reads.stream()
                                    .filter(it -> !bench.seqs(it.conversation()).isEmpty())
                                    .count())
                    .isLessThanOrEqualTo(DeliverySettings.DEFAULT.readsMax());
        }
        assertThat(bench.delivered.size()).isLessThanOrEqualTo(DeliverySettings.DEFAULT.replayMessagesMax());
    }

    @Test
    void should_let_a_receipt_pass_that_comes_before_what_it_is_for() {
        bench.commit(ALICE, 2);
        // the endpoint sent seq 3 itself and was acked before its session heard of it
        bench.receipt(ALICE, 3);
        bench.commit(bench.append(ALICE, BOB, "phone", 1, 1));
        bench.pass(60_000);
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(2));
    }

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
