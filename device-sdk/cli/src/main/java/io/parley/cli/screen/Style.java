package io.parley.cli.screen;

/** What a piece of text is; how that looks is the terminal's matter. */
public enum Style {
    PLAIN,
    FAINT,
    BOLD,
    /** The bar at the top. */
    BAR,
    /** The bar while there is no connection. */
    BAR_OFFLINE,
    /** The line of a list that Enter would take. */
    CHOSEN,
    /** How many are unread. */
    BADGE,
    OWN_NAME,
    NAME_1,
    NAME_2,
    NAME_3,
    NAME_4,
    NAME_5,
    NAME_6,
    /** What happened to a conversation. */
    CHANGE,
    /** The line above what is new. */
    NEW,
    /** Somebody said the user's name. */
    MENTION,
    /** Ticks of a message that everybody has read. */
    READ,
    ERROR;

    private static final Style[] NAMES = {NAME_1, NAME_2, NAME_3, NAME_4, NAME_5, NAME_6};

    /** The same for the same name, always and everywhere. */
    static Style ofName(String name) {
        return NAMES[Math.floorMod(name.hashCode(), NAMES.length)];
    }
}
