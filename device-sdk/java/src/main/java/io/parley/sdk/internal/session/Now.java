package io.parley.sdk.internal.session;

/**
 * The time, told.
 *
 * @param millis for timers: never goes back, of no particular origin
 * @param unixMillis for expiry: the wall clock
 */
public record Now(long millis, long unixMillis) {}
