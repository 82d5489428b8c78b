package io.parley.broker.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * Which part of a log a user may see: seq ranges, ascending, apart from each other. Everything of a chat; of a group, what
 * each time of membership gives.
 */
public record Spans(List<Span> spans) {
    /** @param to last seq, {@link #OPEN} while there is no end */
    public record Span(long from, long to) {
        public Span {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("span from " + from + " to " + to);
            }
        }
    }

    public static final long OPEN = Long.MAX_VALUE;
    /** Spans kept of one user; an older gap is closed on the far side when there are more. */
    public static final int MAX = 16;

    public static final Spans NONE = new Spans(List.of());
    public static final Spans ALL = new Spans(List.of(new Span(1, OPEN)));

    public Spans {
        spans = List.copyOf(spans);
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).from() <= spans.get(i - 1).to()) {
                throw new IllegalArgumentException("spans in disorder: " + spans);
            }
        }
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    public boolean isOpen() {
        return !isEmpty() && spans.get(spans.size() - 1).to() == OPEN;
    }

    public boolean contains(long seq) {
        return next(seq) == seq;
    }

    /** The first visible seq from {@code seq} on; {@link #OPEN} if there is none. */
    public long next(long seq) {
        for (Span span : spans) {
            if (seq <= span.to()) {
                return Math.max(seq, span.from());
            }
        }
        return OPEN;
    }

    /** How far one may go on from {@code seq}, which is visible, within a log that ends at {@code last}. */
    public long endOf(long seq, long last) {
        for (Span span : spans) {
            if (seq >= span.from() && seq <= span.to()) {
                return Math.min(span.to(), last);
            }
        }
        return last;
    }

    /** The newest visible seq of a log that ends at {@code last}; 0 if there is none. */
    public long lastOf(long last) {
        for (int i = spans.size() - 1; i >= 0; i--) {
            Span span = spans.get(i);
            if (span.from() <= last) {
                return Math.min(span.to(), last);
            }
        }
        return 0;
    }

    /** What is not seen below the current span: {@code joined - 1} of promise 6, but for history shown to newcomers. */
    public long floor() {
        return isEmpty() ? 0 : spans.get(spans.size() - 1).from() - 1;
    }

    /** From {@code from} on, once more; what was seen before stays. */
    public Spans opened(long from) {
        List<Span> sum = new ArrayList<>();
        long start = Math.max(1, from);
        for (Span span : spans) {
            if (span.to() < start - 1) {
                sum.add(span);
            } else {
                start = Math.min(start, span.from());
            }
        }
        if (sum.size() >= MAX) {
            sum.remove(0);
        }
        sum.add(new Span(start, OPEN));
        return new Spans(sum);
    }

    /** Nothing after {@code to} any more. */
    public Spans closed(long to) {
        List<Span> sum = new ArrayList<>();
        for (Span span : spans) {
            if (span.from() <= to) {
                sum.add(new Span(span.from(), Math.min(span.to(), to)));
            }
        }
        return new Spans(sum);
    }

    /** Nothing up to {@code floor}. */
    public Spans above(long floor) {
        if (floor <= 0) {
            return this;
        }
        List<Span> sum = new ArrayList<>();
        for (Span span : spans) {
            if (span.to() > floor) {
                sum.add(new Span(Math.max(span.from(), floor + 1), span.to()));
            }
        }
        return new Spans(sum);
    }

    /** {@code 1-40,57-}; empty text for none. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Span span : spans) {
            text.append(text.isEmpty() ? "" : ",").append(span.from()).append('-');
            if (span.to() != OPEN) {
                text.append(span.to());
            }
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if it was not made by {@link #toText} */
    public static Spans ofText(String text) {
        List<Span> spans = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String span : text.split(",", -1)) {
                int dash = span.indexOf('-');
                if (dash < 0) {
                    throw new IllegalArgumentException("not spans: " + text);
                }
                String to = span.substring(dash + 1);
                spans.add(new Span(Long.parseLong(span.substring(0, dash)), to.isEmpty() ? OPEN : Long.parseLong(to)));
            }
        }
        return new Spans(spans);
    }
}
