package io.parley.broker.storage;

import io.parley.protocol.EndpointId;

/**
 * An endpoint of a user, as the directory keeps it.
 *
 * @param name what its user calls it, at most {@value #NAME_LENGTH_MAX} characters, empty if never named
 * @param kind what it says it is, as {@code phone}, empty if it says nothing; at most {@value #KIND_LENGTH_MAX} characters
 * @param firstSeen Unix milliseconds
 * @param lastSeen when it last signed in or its connection ended, Unix milliseconds
 * @param signedOut since when it may not sign in, Unix milliseconds; 0 if it may
 */
public record KnownEndpoint(
        EndpointId endpoint, String name, String kind, long firstSeen, long lastSeen, long signedOut) {
    public static final int NAME_LENGTH_MAX = 64;
    public static final int KIND_LENGTH_MAX = 32;

    public boolean isSignedOut() {
        return signedOut > 0;
    }
}
