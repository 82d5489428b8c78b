package io.parley.cli.screen;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text being typed, of one or many lines, with a cursor and a memory of what was typed before. */
final class Editor {
    static final int LENGTH_MAX = 32_000;
    private static final int MEMORY_MAX = 200;

    private final List<String> memory = new ArrayList<>();
    private String text = "";
    private int cursor;
    /** Which remembered text is shown; {@code memory.size()}: none, what is being typed. */
    private int recalled;

    private String unfinished = "";

    String text() {
        return text;
    }

    int cursor() {
        return cursor;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    void set(String next) {
        text = next;
        cursor = next.length();
        recalled = memory.size();
    }

    /** @return the text, which is remembered and gone from here */
    String take() {
        String taken = text;
        if (!taken.isBlank()
                && (memory.isEmpty() || !memory.get(memory.size() - 1).equals(taken))) {
            memory.add(taken);
            if (memory.size() > MEMORY_MAX) {
                memory.remove(0);
            }
        }
        set("");
        return taken;
    }

    /** @return whether there was room for it */
    boolean insert(String piece) {
        String clean = Widths.printable(piece);
        if (text.length() + clean.length() > LENGTH_MAX) {
            return false;
        }
        text = text.substring(0, cursor) + clean + text.substring(cursor);
        cursor += clean.length();
        return true;
    }

    /** @return whether it was a key of this editor and did something */
    boolean press(Key key) {
        switch (key.kind()) {
            case TEXT, PASTE -> {
                return insert(key.text());
            }
            case NEWLINE -> {
                return insert("\n");
            }
            case BACKSPACE -> erase(before(cursor), cursor);
            case DELETE -> erase(cursor, after(cursor));
            case ERASE_WORD -> erase(wordBefore(), cursor);
            case ERASE_TO_START -> erase(lineStart(), cursor);
            case ERASE_TO_END -> erase(cursor, lineEnd());
            case LEFT -> cursor = before(cursor);
            case RIGHT -> cursor = after(cursor);
            case WORD_LEFT -> cursor = wordBefore();
            case WORD_RIGHT -> cursor = wordAfter();
            case HOME -> cursor = lineStart();
            case END -> cursor = lineEnd();
            case UP -> up();
            case DOWN -> down();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void erase(int from, int to) {
        text = text.substring(0, from) + text.substring(to);
        cursor = from;
    }

    private void up() {
        int start = lineStart();
        if (start > 0) {
            cursor = columnOf(text.lastIndexOf('\n', start - 2) + 1, start - 1, cursor - start);
        } else if (recalled > 0) {
            if (recalled == memory.size()) {
                unfinished = text;
            }
            recall(recalled - 1);
        }
    }

    private void down() {
        int end = lineEnd();
        if (end < text.length()) {
            int next = text.indexOf('\n', end + 1);
            cursor = columnOf(end + 1, next < 0 ? text.length() : next, cursor - lineStart());
        } else if (recalled < memory.size()) {
            recall(recalled + 1);
        }
    }

    private void recall(int index) {
        text = index == memory.size() ? unfinished : memory.get(index);
        cursor = text.length();
        recalled = index;
    }

    private static int columnOf(int start, int end, int column) {
        return Math.min(start + column, end);
    }

    private int lineStart() {
        return cursor == 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;
    }

    private int lineEnd() {
        int end = text.indexOf('\n', cursor);
        return end < 0 ? text.length() : end;
    }

    private int before(int from) {
        BreakIterator characters = characters();
        return from == 0 ? 0 : characters.preceding(from);
    }

    private int after(int from) {
        BreakIterator characters = characters();
        return from == text.length() ? from : characters.following(from);
    }

    private BreakIterator characters() {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        return characters;
    }

    private int wordBefore() {
        int at = cursor;
        while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        while (at > 0 && !Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private int wordAfter() {
        int at = cursor;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
