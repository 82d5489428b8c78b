package io.parley.cli.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * The input as it is drawn: a prompt and what is typed, broken into rows, of which those around the cursor are seen.
 *
 * @param cursorRow from the first of {@code lines}
 */
record InputRows(List<Line> lines, int cursorRow, int cursorColumn) {
    InputRows {
        lines = List.copyOf(lines);
    }

    static InputRows of(String prompt, Editor editor, int columns, int rowsMax) {
        int indent = Widths.of(prompt);
        int width = Math.max(2, columns - indent - 1);
        List<String> rows = new ArrayList<>();
        int cursorRow = 0;
        int cursorColumn = 0;
        int offset = 0;
        for (String paragraph : editor.text().split("\n", -1)) {
            String rest = paragraph;
            do {
                String head = Widths.head(rest, width);
                boolean ends = head.length() == rest.length();
                int at = editor.cursor() - offset;
                if (at >= 0 && (at < head.length() || ends && at == head.length())) {
                    cursorRow = rows.size();
                    cursorColumn = Widths.of(head.substring(0, at));
                }
                rows.add(head);
                offset += head.length();
                rest = rest.substring(head.length());
            } while (!rest.isEmpty());
            offset++;
        }
        int first = Math.max(0, Math.min(cursorRow - rowsMax / 2, rows.size() - rowsMax));
        List<Line> lines = new ArrayList<>();
        for (int index = first; index < Math.min(rows.size(), first + rowsMax); index++) {
            lines.add(Line.of(index == 0 ? prompt : " ".repeat(indent), Style.BOLD)
                    .then(rows.get(index), Style.PLAIN)
                    .fit(columns));
        }
        return new InputRows(lines, cursorRow - first, indent + cursorColumn);
    }
}
