package io.parley.cli.screen;

/**
 * How a screen is divided.
 *
 * @param input rows of the input at the bottom
 */
record Layout(int columns, int rows, int input) {
    static final int NARROW_BELOW = 60;
    private static final int LIST_MIN = 22;
    private static final int LIST_MAX = 34;
    /** The bar, the line above the input. */
    private static final int FIXED_ROWS = 2;

    /** Whether there is room for the list or the messages, but not both. */
    boolean isNarrow() {
        return columns < NARROW_BELOW;
    }

    boolean isTooSmall() {
        return columns < 20 || rows < 6;
    }

    int list() {
        return isNarrow() ? columns : Math.max(LIST_MIN, Math.min(LIST_MAX, columns / 3));
    }

    /** Where the line between list and messages is. */
    int seam() {
        return list() + 1;
    }

    int messages() {
        return isNarrow() ? columns : columns - seam() - 2;
    }

    /** Rows between the bar and the line above the input. */
    int body() {
        return Math.max(1, rows - FIXED_ROWS - input);
    }

    /** Rows of messages, below their heading. */
    int talk() {
        return Math.max(1, body() - 1);
    }
}
