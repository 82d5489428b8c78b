package io.parley.cli.screen;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A whole screen.
 *
 * @param lines from the top, as many as the screen has rows
 * @param cursorRow where the cursor stands, from 0; -1: nowhere
 */
public record Frame(List<Line> lines, int cursorRow, int cursorColumn) {
    public Frame {
        lines = List.copyOf(lines);
    }

    /** What is to be read, without styles and without spaces at the ends of lines. */
    public String text() {
        return lines.stream().map(line -> line.text().stripTrailing()).collect(Collectors.joining("\n"));
    }
}
