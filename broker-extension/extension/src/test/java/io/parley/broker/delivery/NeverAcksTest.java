package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static io.parley.broker.delivery.SlowRecipientTest.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fear: what is not acknowledged is forgotten, or sent for ever, or holds up everything else. */
class NeverAcksTest {
    private final SessionBench bench = SessionBench.live();

    @Test
    void should_resend_with_doubling_waits_then_leave_it_to_sync() {
        bench.commit(ALICE, 1);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 3_600 * 10; i++) {
            int before = bench.delivered.size();
            bench.pass(100);
            if (bench.delivered.size() > before) {
                times.add(bench.now);
            }
        }
        assertThat(bench.delivered).extracting(Delivery::resend).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(times).hasSize(8);
        long[] waits = {5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000, 60_000};
        for (int i = 0; i < waits.length; i++) {
            long wait = times.get(i) - (i == 0 ? 0 : times.get(i - 1));
            assertThat(wait).isBetween(waits[i] * 8 / 10 - 100, waits[i] * 12 / 10 + 100);
        }
    }

    @Test
    void should_go_back_to_the_watermark_and_mark_only_repeats_as_such() {
        bench.commit(ALICE, 10);
        bench.receipt(ALICE, 4);
        bench.delivered.clear();
        bench.pass(7_000);
        assertThat(bench.seqs(ALICE)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(bench.delivered).allMatch(it -> it.resend() == 1);
        bench.commit(ALICE, 1);
        assertThat(bench.delivered.get(6).resend()).isZero();
    }

    @Test
    void should_believe_a_receipt_that_comes_after_it_went_back() {
        bench.commit(ALICE, 100);
        bench.pass(7_000);
        bench.delivered.clear();
        bench.receipt(ALICE, 100);
        bench.pass(60_000);
        assertThat(bench.delivered).isEmpty();
        bench.commit(ALICE, 1);
        assertThat(bench.seqs(ALICE)).containsExactly(101L);
    }

    @Test
    void should_not_let_one_conversation_hold_up_the_others() {
        bench.commit(ALICE, 256);
        bench.commit(CAROL, 5);
        assertThat(bench.seqs(CAROL)).isEmpty();
        bench.pass(7_000);
        assertThat(bench.seqs(CAROL)).isEqualTo(upTo(5));
        int repeated = DeliverySettings.DEFAULT.resendMessagesMax();
        assertThat(bench.seqs(ALICE)).hasSize(256 + repeated);
    }

    @Test
    void should_repeat_everything_once_receipts_come_again() {
        bench.commit(ALICE, 256);
        bench.pass(7_000);
        bench.delivered.clear();
        for (long seq = 0; seq < 256; ) {
            seq += DeliverySettings.DEFAULT.resendMessagesMax();
            bench.receipt(ALICE, seq);
            bench.settle();
            assertThat(seq).isLessThanOrEqualTo(272);
        }
        assertThat(bench.seqs(ALICE)).isSubsetOf(upTo(256)).contains(256L);
    }

    @Test
    void should_go_on_after_a_sync() {
        bench.commit(ALICE, 3);
        bench.pass(3_600_000);
        bench.delivered.clear();
        bench.commit(ALICE, 1);
        assertThat(bench.delivered).isEmpty();
        bench.sync(Map.of(ALICE, 1L), 10);
        assertThat(bench.seqs(ALICE)).containsExactly(2L, 3L, 4L);
        assertThat(bench.lastReply().complete()).isTrue();
    }

    @Test
    void should_go_on_after_a_receipt() {
        bench.commit(ALICE, 3);
        bench.pass(3_600_000);
        bench.commit(ALICE, 1);
        bench.delivered.clear();
        bench.receipt(ALICE, 2);
        assertThat(bench.seqs(ALICE)).containsExactly(3L, 4L);
    }

    @Test
    void should_believe_a_receipt_of_what_it_has_not_sent_if_there_is_that_much() {
        bench.commit(ALICE, 300);
        bench.pass(7_000);
        bench.delivered.clear();
        bench.receipt(ALICE, 300);
        bench.pass(60_000);
        assertThat(bench.delivered).isEmpty();
        bench.commit(ALICE, 1);
        assertThat(bench.seqs(ALICE)).containsExactly(301L);
    }

    @Test
    void should_believe_a_receipt_that_overtook_its_commit() {
        bench.commit(ALICE, 256);
        bench.append(ALICE, 44);
        bench.receipt(ALICE, 300);
        bench.delivered.clear();
        bench.commit(ALICE, 1);
        bench.pass(60_000);
        assertThat(bench.seqs(ALICE)).contains(301L).doesNotContain(1L, 256L, 300L);
    }

    @Test
    void should_ignore_a_receipt_beyond_the_last_message_and_leave_its_refusal_to_the_owner() {
        bench.commit(ALICE, 3);
        bench.receipt(ALICE, 1_000);
        assertThat(bench.receipts).contains(new SessionBench.Told(ALICE, 1_000, 0));
        bench.delivered.clear();
        bench.pass(7_000);
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(3));
    }
}
