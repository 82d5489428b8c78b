package io.parley.cli.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** How many columns a text takes on a terminal, and cutting and breaking by that. Stateless. */
final class Widths {
    private static final String CUT = "…";
    private static final int TAB = 4;

    private Widths() {}

    static int of(String text) {
        return text.codePoints().map(Widths::of).sum();
    }

    static int of(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /** At most {@code width} columns, ending in … if something was left out. */
    static String cut(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        return width < 1 ? "" : head(text, width - 1) + CUT;
    }

    /** As much of the beginning as fits into {@code width} columns. */
    static String head(String text, int width) {
        int end = 0;
        int taken = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            taken += of(codePoint);
            if (taken > width) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    /**
     * Breaks at spaces, and inside of words that are longer than a row; newlines are kept.
     *
     * @param first columns of the first row, may be less than those of the others
     */
    static List<String> wrap(String text, int first, int width) {
        List<String> rows = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            wrapParagraph(paragraph, rows.isEmpty() ? first : width, Math.max(1, width), rows);
        }
        return rows;
    }

    private static void wrapParagraph(String paragraph, int first, int width, List<String> rows) {
        String rest = paragraph;
        int room = first;
        while (of(rest) > room) {
            String head = head(rest, room);
            boolean wordEnds = head.length() < rest.length() && rest.charAt(head.length()) == ' ';
            int space = wordEnds ? head.length() : head.lastIndexOf(' ');
            if (space > 0) {
                rows.add(rest.substring(0, space));
                rest = rest.substring(space + 1);
            } else if (room < width) {
                rows.add("");
            } else {
                int end = Math.max(head.length(), Character.charCount(rest.codePointAt(0)));
                rows.add(rest.substring(0, end));
                rest = rest.substring(end);
            }
            room = width;
        }
        rows.add(rest);
    }

    /** Others' text without anything that steers a terminal or turns the direction of what follows. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(it -> {
            if (it == '\n') {
                clean.append('\n');
            } else if (it == '\t') {
                clean.append(" ".repeat(TAB));
            } else if (isSteering(it)) {
                clean.append('?');
            } else {
                clean.appendCodePoint(it);
            }
        });
        return clean.toString();
    }

    /** Control characters and the bidirectional overrides and isolates. */
    private static boolean isSteering(int codePoint) {
        return Character.getType(codePoint) == Character.CONTROL
                || codePoint >= 0x202A && codePoint <= 0x202E
                || codePoint >= 0x2066 && codePoint <= 0x2069
                || codePoint == 0x2028
                || codePoint == 0x2029;
    }

    static String oneLine(String text) {
        return printable(text).replace('\n', ' ').strip();
    }
}
