package io.parley.broker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void should_show_nothing_of_nothing() {
        for (Shown shown : List.of(
                new Shown(Spans.ALL, 0, Set.of()),
                new Shown(Spans.NONE, 9, Set.of()),
                new Shown(Spans.ALL.above(9), 9, Set.of()),
                new Shown(Spans.ALL, 2, Set.of(1L, 2L)))) {
            assertThat(shown.first()).isZero();
            assertThat(shown.newest()).isZero();
            assertThat(shown.after(0, 10)).isEmpty();
            assertThat(shown.before(Long.MAX_VALUE, 10)).isEmpty();
        }
    }

    @Test
    void should_show_what_is_visible_and_not_hidden_and_nothing_else_whichever_way_it_is_asked() {
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            long last = random.nextInt(40);
            Spans spans = spans(random);
            Set<Long> hidden = LongStream.rangeClosed(1, 40)
                    .filter(seq -> random.nextInt(4) == 0)
                    .boxed()
                    .collect(Collectors.toSet());
            Shown shown = new Shown(spans, last, hidden);
            List<Long> all = LongStream.rangeClosed(1, last)
                    .filter(seq -> spans.contains(seq) && !hidden.contains(seq))
                    .boxed()
                    .toList();
            assertThat(shown.first()).isEqualTo(all.isEmpty() ? 0 : all.get(0));
            assertThat(shown.newest()).isEqualTo(all.isEmpty() ? 0 : all.get(all.size() - 1));
            long seq = random.nextInt(45);
            int max = 1 + random.nextInt(6);
            List<Long> after = all.stream().filter(it -> it > seq).limit(max).toList();
            List<Long> before =
                    new ArrayList<>(all.stream().filter(it -> it < seq).toList());
            assertThat(shown.after(seq, max)).isEqualTo(after);
            assertThat(shown.before(seq, max))
                    .isEqualTo(before.subList(Math.max(0, before.size() - max), before.size()));
            assertThat(shown.contains(Math.max(1, seq))).isEqualTo(all.contains(Math.max(1, seq)));
        }
    }

    private static Spans spans(Random random) {
        List<Long> ends = new ArrayList<>(new TreeSet<>(List.of(
                1L + random.nextInt(10),
                11L + random.nextInt(10),
                21L + random.nextInt(10),
                31L + random.nextInt(10))));
        return switch (random.nextInt(4)) {
            case 0 -> Spans.NONE;
            case 1 -> Spans.ALL;
            case 2 -> Spans.NONE.opened(ends.get(0)).closed(ends.get(1)).opened(ends.get(2));
            default ->
                Spans.NONE
                        .opened(ends.get(0))
                        .closed(ends.get(1))
                        .opened(ends.get(2))
                        .closed(ends.get(3));
        };
    }
}
