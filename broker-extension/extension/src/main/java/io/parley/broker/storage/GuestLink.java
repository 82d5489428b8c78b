package io.parley.broker.storage;

import io.parley.protocol.Precision;

/**
 * Lets whoever knows its token see a track, from a time to a time.
 *
 * @param hash of the token, which only its creator was ever told
 * @param createdAt Unix milliseconds
 * @param from Unix milliseconds, inclusive
 * @param to Unix milliseconds, exclusive
 * @param revoked for good
 */
public record GuestLink(TokenHash hash, long createdAt, long from, long to, Precision precision, boolean revoked) {
    public GuestLink {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("a window from " + from + " to " + to);
        }
    }

    public boolean isOpen(long now) {
        return !revoked && from <= now && now < to;
    }

    public GuestLink revoke() {
        return new GuestLink(hash, createdAt, from, to, precision, true);
    }
}
