package io.parley.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** What covers the messages until Esc: help, members, what was found. */
final class Overlay {
    private final String title;
    private final List<Line> lines;
    private final List<Runnable> choices;
    private int at;

    private Overlay(String title, List<Line> lines, List<Runnable> choices) {
        this.title = title;
        this.lines = List.copyOf(lines);
        this.choices = List.copyOf(choices);
    }

    /** To be read. */
    static Overlay text(String title, List<Line> lines) {
        return new Overlay(title, lines, List.of());
    }

    /** To choose from: every line does something on Enter. */
    static Overlay choice(String title, List<Line> lines, List<Runnable> choices) {
        if (lines.size() != choices.size()) {
            throw new IllegalArgumentException(lines.size() + " lines, " + choices.size() + " choices");
        }
        return new Overlay(title, lines, choices);
    }

    void move(int by) {
        at = Math.max(0, Math.min(lines.size() - 1, at + by));
    }

    void choose() {
        if (at < choices.size()) {
            choices.get(at).run();
        }
    }

    String title() {
        return title;
    }

    List<Line> draw(int width, int height) {
        int first = choices.isEmpty()
                ? Math.max(0, Math.min(at, lines.size() - height))
                : Math.max(0, Math.min(at - height / 2, lines.size() - height));
        List<Line> rows = new ArrayList<>();
        for (int index = first; index < lines.size() && rows.size() < height; index++) {
            boolean chosen = !choices.isEmpty() && index == at;
            Line line = Line.of(choices.isEmpty() ? " " : chosen ? "▸ " : "  ", Style.PLAIN)
                    .then(lines.get(index))
                    .fit(width);
            rows.add(chosen ? line.in(Style.CHOSEN) : line);
        }
        return rows;
    }
}
