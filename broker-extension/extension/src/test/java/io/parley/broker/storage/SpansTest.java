package io.parley.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.broker.storage.Spans.Span;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SpansTest {
    private static final long LAST = 60;

    private static Spans spans(String text) {
        return Spans.ofText(text);
    }

    @Test
    void should_say_what_is_seen_and_what_comes_next() {
        Spans some = spans("3-5,9-");
        assertThat(some.contains(2)).isFalse();
        assertThat(some.contains(3)).isTrue();
        assertThat(some.contains(5)).isTrue();
        assertThat(some.contains(6)).isFalse();
        assertThat(some.contains(1_000)).isTrue();
        assertThat(some.next(1)).isEqualTo(3);
        assertThat(some.next(6)).isEqualTo(9);
        assertThat(some.next(12)).isEqualTo(12);
        assertThat(spans("3-5").next(6)).isEqualTo(Spans.OPEN);
        assertThat(some.endOf(4, 20)).isEqualTo(5);
        assertThat(some.endOf(9, 20)).isEqualTo(20);
        assertThat(some.lastOf(20)).isEqualTo(20);
        assertThat(some.lastOf(8)).isEqualTo(5);
        assertThat(some.lastOf(4)).isEqualTo(4);
        assertThat(some.lastOf(2)).isZero();
    }

    @Test
    void should_open_close_and_open_again() {
        assertThat(Spans.NONE.opened(7)).isEqualTo(spans("7-"));
        assertThat(spans("7-").closed(9)).isEqualTo(spans("7-9"));
        assertThat(spans("7-9").opened(20)).isEqualTo(spans("7-9,20-"));
        assertThat(spans("7-9,20-").closed(20)).isEqualTo(spans("7-9,20-20"));
        assertThat(Spans.NONE.opened(0)).isEqualTo(Spans.ALL);
    }

    @Test
    void should_join_what_touches() {
        assertThat(spans("7-9").opened(10)).isEqualTo(spans("7-"));
        assertThat(spans("7-9").opened(8)).isEqualTo(spans("7-"));
        assertThat(spans("7-9,12-14,20-25").opened(13)).isEqualTo(spans("7-9,12-"));
        assertThat(spans("7-9,12-14").opened(1)).isEqualTo(Spans.ALL);
    }

    @Test
    void should_not_change_when_done_twice() {
        Spans opened = spans("7-9").opened(20);
        assertThat(opened.opened(20)).isEqualTo(opened);
        assertThat(opened.closed(30).closed(30)).isEqualTo(opened.closed(30));
        assertThat(opened.above(8).above(8)).isEqualTo(opened.above(8));
    }

    @Test
    void should_see_nothing_of_what_was_cleared() {
        assertThat(spans("3-5,9-").above(4)).isEqualTo(spans("5-5,9-"));
        assertThat(spans("3-5,9-").above(7)).isEqualTo(spans("9-"));
        assertThat(spans("3-5,9-").above(40)).isEqualTo(spans("41-"));
        assertThat(spans("3-5").above(5)).isEqualTo(Spans.NONE);
    }

    @Test
    void should_stay_bounded_whoever_comes_and_goes() {
        Spans spans = Spans.NONE;
        for (int i = 1; i <= 3 * Spans.MAX; i++) {
            spans = spans.opened(10L * i).closed(10L * i + 5);
        }
        assertThat(spans.spans()).hasSize(Spans.MAX).last().isEqualTo(new Span(480, 485));
    }

    @Test
    void should_come_back_from_text() {
        for (Spans each : List.of(Spans.NONE, Spans.ALL, spans("3-5,9-"), spans("3-5,9-9"))) {
            assertThat(Spans.ofText(each.toText())).isEqualTo(each);
        }
        assertThat(Spans.ALL.toText()).isEqualTo("1-");
        for (String bad : List.of("5", "-", "5-3", "0-4", "1-4,4-", "x-", "1-4,")) {
            assertThatThrownBy(() -> Spans.ofText(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Against a set of seqs, where each operation is plain to see. */
    @Test
    void should_agree_with_a_set_of_seqs() {
        Random random = new Random(7);
        for (int run = 0; run < 2_000; run++) {
            Spans spans = Spans.NONE;
            Set<Long> seqs = new TreeSet<>();
            for (int step = 0; step < 8; step++) {
                long at = 1 + random.nextInt((int) LAST);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        spans = spans.opened(at);
                        for (long seq = at; seq <= LAST; seq++) {
                            seqs.add(seq);
                        }
                    }
                    case 1 -> {
                        spans = spans.closed(at);
                        seqs.removeIf(seq -> seq > at);
                    }
                    default -> {
                        spans = spans.above(at);
                        seqs.removeIf(seq -> seq <= at);
                    }
                }
                agree(spans, seqs);
            }
        }
    }

    private static void agree(Spans spans, Set<Long> seqs) {
        long newest = 0;
        for (long seq = 1; seq <= LAST; seq++) {
            assertThat(spans.contains(seq)).as("%d in %s", seq, spans).isEqualTo(seqs.contains(seq));
            newest = seqs.contains(seq) ? seq : newest;
            assertThat(spans.lastOf(seq)).as("last of %d in %s", seq, spans).isEqualTo(newest);
            if (seqs.contains(seq)) {
                long end = spans.endOf(seq, LAST);
                assertThat(seqs).contains(end);
                assertThat(seqs.contains(end + 1)).isFalse();
            }
        }
    }
}
