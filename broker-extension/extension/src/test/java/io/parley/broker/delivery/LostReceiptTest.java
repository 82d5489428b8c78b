package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.BOB;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.delivery.SessionBench.Told;
import io.parley.broker.storage.UserMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fear: an owner dies before it has stored a mark, and the sender never hears that its message was received. */
class LostReceiptTest {
    private static final long HOUR = 3_600_000;

    private final SessionBench bench = SessionBench.live();

    private static UserMarks marksOfBob(SessionBench bench) {
        return bench.userMarks.getOrDefault(ALICE, Map.of()).getOrDefault(BOB, UserMarks.NONE);
    }

    /** Its owner dies with this one. */
    private void lose(long received, long read) {
        bench.forgetful.add(ALICE);
        bench.session.receipt(Map.of(ALICE, received), Map.of(ALICE, read), bench.now);
        bench.forgetful.clear();
    }

    @Test
    void should_repeat_a_receipt_until_the_owners_mark_says_it_stands() {
        bench.commit(ALICE, 3);
        lose(3, 2);
        bench.pass(7_000);
        assertThat(bench.receipts).containsExactly(new Told(ALICE, 3, 2), new Told(ALICE, 3, 2));
        assertThat(marksOfBob(bench)).isEqualTo(new UserMarks(3, 2));
        bench.pass(HOUR);
        assertThat(bench.receipts).hasSize(2);
        assertThat(bench.heads)
                .as("one that finds it missing, one that finds it")
                .hasSize(2);
    }

    @Test
    void should_repeat_with_doubling_waits_up_to_a_minute() {
        bench.commit(ALICE, 1);
        bench.forgetful.add(ALICE);
        bench.receipt(ALICE, 1);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            int before = bench.receipts.size();
            bench.pass(100);
            if (bench.receipts.size() > before) {
                times.add(bench.now);
            }
        }
        long[] waits = {5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000};
        for (int i = 0; i < waits.length; i++) {
            long wait = times.get(i) - (i == 0 ? 0 : times.get(i - 1));
            assertThat(wait).isBetween(waits[i] * 8 / 10 - 100, waits[i] * 12 / 10 + 100);
        }
        bench.forgetful.clear();
        bench.pass(80_000);
        assertThat(marksOfBob(bench).received()).isEqualTo(1);
    }

    @Test
    void should_ask_once_for_a_burst_of_receipts_and_never_again() {
        for (int seq = 1; seq <= 100; seq++) {
            bench.commit(ALICE, 1);
            bench.receipt(ALICE, seq);
            bench.pass(1_000);
        }
        assertThat(bench.heads).isEmpty();
        bench.pass(HOUR);
        assertThat(bench.heads).containsExactly(ALICE);
        assertThat(bench.receipts).hasSize(100);
    }

    @Test
    void should_ask_nobody_when_the_marks_come_by_themselves() {
        bench.commit(ALICE, 3);
        bench.session.receipt(Map.of(ALICE, 3L), Map.of(ALICE, 3L), bench.now);
        assertThat(bench.session.receipted(ALICE, BOB, new UserMarks(3, 3), bench.now))
                .isTrue();
        bench.pass(HOUR);
        assertThat(bench.heads).isEmpty();
    }

    @Test
    void should_not_be_put_off_by_receipts_that_say_less() {
        bench.commit(ALICE, 100);
        lose(1, 1);
        for (int seq = 2; seq <= 12; seq++) {
            bench.receipt(ALICE, seq);
            bench.pass(1_000);
        }
        assertThat(marksOfBob(bench)).isEqualTo(new UserMarks(12, 1));
    }

    @Test
    void should_not_repeat_what_the_owner_refuses() {
        bench.commit(ALICE, 3);
        bench.session.receipt(Map.of(ALICE, 2L), Map.of(ALICE, 1_000L), bench.now);
        bench.receipt(CAROL, 7);
        bench.pass(HOUR);
        assertThat(bench.receipts)
                .as("what was refused with it is told by itself")
                .containsExactly(new Told(ALICE, 2, 1_000), new Told(CAROL, 7, 0), new Told(ALICE, 2, 0));
        assertThat(marksOfBob(bench)).isEqualTo(new UserMarks(2, 0));
        assertThat(bench.heads.size()).isLessThan(5);
    }

    @Test
    void should_ask_an_owner_that_is_away_until_it_is_back() {
        bench.commit(ALICE, 3);
        lose(3, 0);
        bench.silent.add(ALICE);
        bench.pass(HOUR);
        assertThat(bench.receipts).hasSize(1);
        bench.silent.clear();
        bench.pass(60_000);
        assertThat(marksOfBob(bench).received()).isEqualTo(3);
    }

    @Test
    void should_ask_only_when_the_user_entity_knows_the_session() {
        SessionBench early = new SessionBench(EndpointKind.PARLEY);
        early.commit(ALICE, 3);
        early.receipt(ALICE, 3);
        early.pass(HOUR);
        assertThat(early.heads).isEmpty();
        early.register();
        early.pass(10_000);
        assertThat(early.heads).containsExactly(ALICE);
    }

    @Test
    void should_wake_no_owner_for_names_that_are_made_up() {
        for (int i = 0; i < 10_000; i++) {
            bench.receipt(SessionBench.chat("nobody" + i), 1);
        }
        bench.pass(HOUR);
        assertThat(bench.heads).isEmpty();
        assertThat(bench.receipts).hasSize(10_000);
        assertThat(bench.session.dueAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void should_repeat_what_a_plain_endpoint_acknowledged() {
        SessionBench plain = new SessionBench(EndpointKind.PLAIN);
        plain.append(ALICE, 3);
        plain.register();
        plain.forgetful.add(ALICE);
        for (long seq = 1; seq <= 3; seq++) {
            plain.session.acknowledged(ALICE, seq, plain.now);
        }
        plain.pass(1_000);
        plain.forgetful.clear();
        plain.pass(10_000);
        assertThat(marksOfBob(plain).received()).isEqualTo(3);
    }

    @Test
    void should_make_up_for_a_plain_endpoints_receipt_that_was_lost_with_the_connection() {
        SessionBench plain = new SessionBench(EndpointKind.PLAIN);
        plain.append(ALICE, 3);
        plain.endpointMarks.put(ALICE, 3L);
        plain.register();
        assertThat(plain.receipts).containsExactly(new Told(ALICE, 3, 0));
    }
}
