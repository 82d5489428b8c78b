package io.parley.cli.screen;

/**
 * What was pressed.
 *
 * @param text of {@link Kind#TEXT} and {@link Kind#PASTE}, else empty
 */
public record Key(Kind kind, String text) {
    /** By what it means, not by what is printed on it. */
    public enum Kind {
        TEXT,
        PASTE,
        ENTER,
        NEWLINE,
        BACKSPACE,
        DELETE,
        LEFT,
        RIGHT,
        UP,
        DOWN,
        WORD_LEFT,
        WORD_RIGHT,
        HOME,
        END,
        PAGE_UP,
        PAGE_DOWN,
        NEXT_CONVERSATION,
        PREVIOUS_CONVERSATION,
        OLDER_MESSAGE,
        NEWER_MESSAGE,
        ESCAPE,
        ERASE_WORD,
        ERASE_TO_START,
        ERASE_TO_END,
        SEARCH,
        NEW,
        HELP,
        REDRAW,
        INTERRUPT,
        END_OF_INPUT
    }

    public static Key of(Kind kind) {
        return new Key(kind, "");
    }

    public static Key text(String text) {
        return new Key(Kind.TEXT, text);
    }

    public static Key paste(String text) {
        return new Key(Kind.PASTE, text);
    }
}
