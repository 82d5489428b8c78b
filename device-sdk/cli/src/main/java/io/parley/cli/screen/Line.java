package io.parley.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One row of the screen, or a part of one. */
public record Line(List<Span> spans) {
    public static final Line EMPTY = new Line(List.of());

    /**
     * A piece of text in one style.
     *
     * @param column where on the row it begins, or {@value #NEXT}: after the span before. A terminal that takes some
     *     character for wider or narrower than we do is set right again at every such column
     */
    public record Span(String text, Style style, int column) {
        public static final int NEXT = -1;
    }

    public Line {
        spans = List.copyOf(spans);
    }

    public static Line of(String text, Style style) {
        return text.isEmpty() ? EMPTY : new Line(List.of(new Span(text, style, Span.NEXT)));
    }

    public String text() {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }

    public int width() {
        int width = 0;
        for (Span span : spans) {
            width += Widths.of(span.text());
        }
        return width;
    }

    Line then(String text, Style style) {
        if (text.isEmpty()) {
            return this;
        }
        List<Span> more = new ArrayList<>(spans);
        more.add(new Span(text, style, Span.NEXT));
        return new Line(more);
    }

    Line then(Line other) {
        List<Span> more = new ArrayList<>(spans);
        more.addAll(other.spans);
        return new Line(more);
    }

    /** Exactly {@code width} columns: cut with … or filled up with spaces of the last style. */
    Line fit(int width) {
        Line cut = EMPTY;
        int left = width;
        for (Span span : spans) {
            String text = Widths.cut(span.text(), left);
            cut = cut.then(text, span.style());
            left -= Widths.of(text);
            if (!text.equals(span.text())) {
                break;
            }
        }
        Style last = cut.spans.isEmpty() ? Style.PLAIN : cut.spans.get(cut.spans.size() - 1).style;
        return cut.then(" ".repeat(Math.max(0, left)), last);
    }

    /** All of it in one style. */
    Line in(Style style) {
        return of(text(), style);
    }

    /** This, filled up to {@code column}, then {@code other}, which begins there whatever the terminal thinks. */
    Line beside(int column, Line other) {
        Line both = fit(column);
        boolean first = true;
        List<Span> more = new ArrayList<>(both.spans);
        for (Span span : other.spans) {
            more.add(first ? new Span(span.text, span.style, column) : span);
            first = false;
        }
        return new Line(more);
    }
}
