package io.parley.broker.storage;

/**
 * Whether a user is online.
 *
 * @param at when they were last known to be, Unix milliseconds: while online, when they came or some minutes ago; 0 if
 *     never
 */
public record Presence(boolean online, long at) {
    public static final Presence NEVER = new Presence(false, 0);
}
