package io.parley.broker.api;

import java.util.List;

/** One field of a call's body. Required unless {@link #optional}. */
public record Field(String name, Kind kind, boolean required) {
    private Field(String name, Kind kind) {
        this(name, kind, true);
    }

    public static Field text(String name, int lengthMin, int lengthMax) {
        return new Field(name, new Kind.Text(lengthMin, lengthMax));
    }

    public static Field number(String name, long min, long max) {
        return new Field(name, new Kind.Number(min, max));
    }

    /** A position in a conversation. */
    public static Field seq(String name) {
        return number(name, 1, Long.MAX_VALUE);
    }

    /** Unix milliseconds, up to the year 9999. */
    public static Field time(String name) {
        return number(name, 0, 253_402_300_799_999L);
    }

    public static Field bool(String name) {
        return new Field(name, new Kind.Bool());
    }

    public static Field user(String name) {
        return new Field(name, new Kind.User());
    }

    /** At least one. */
    public static Field users(String name, int sizeMax) {
        return new Field(name, new Kind.Many(new Kind.User(), 1, sizeMax));
    }

    public static Field group(String name) {
        return new Field(name, new Kind.Group());
    }

    public static Field conversation(String name) {
        return new Field(name, new Kind.Conversation());
    }

    /** One of the caller's own. */
    public static Field endpoint(String name) {
        return new Field(name, new Kind.Endpoint());
    }

    public static Field id(String name) {
        return new Field(name, new Kind.Id());
    }

    public static Field oneOf(String name, String... codes) {
        return new Field(name, new Kind.OneOf(List.of(codes)));
    }

    /** Any of these, none too. */
    public static Field someOf(String name, String... codes) {
        return new Field(name, new Kind.Many(new Kind.OneOf(List.of(codes)), 0, codes.length));
    }

    public static Field place(String name) {
        return new Field(name, new Kind.Place());
    }

    public static Field places(String name, int sizeMin, int sizeMax) {
        return new Field(name, new Kind.Places(sizeMin, sizeMax));
    }

    /** At least one. */
    public static Field tracks(String name, int sizeMax) {
        return new Field(name, new Kind.Many(new Kind.Track(), 1, sizeMax));
    }

    public static Field track(String name) {
        return new Field(name, new Kind.Track());
    }

    /** At least one. */
    public static Field numbers(String name, long min, long max, int sizeMax) {
        return new Field(name, new Kind.Many(new Kind.Number(min, max), 1, sizeMax));
    }

    public static Field base64(String name, int sizeMin, int sizeMax) {
        return new Field(name, new Kind.Bytes(sizeMin, sizeMax));
    }

    public Field optional() {
        return new Field(name, kind, false);
    }
}
