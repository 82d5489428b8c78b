package io.parley.broker.endpoint;

import io.parley.broker.storage.SignInPolicy;
import io.parley.protocol.EndpointId;

/**
 * That an endpoint signed in, as far as others of its user must make room.
 *
 * @param kind what it says it is, empty if nothing
 * @param at by the clock of its node, Unix milliseconds
 */
public record Arrival(EndpointId endpoint, String kind, long at, SignInPolicy policy) {
    /** Whether the policy lets the other one, of the same user, be there beside it. */
    public boolean admits(EndpointId other, String otherKind) {
        return other.equals(endpoint)
                || switch (policy) {
                    case ANY -> true;
                    case ONE_PER_KIND -> kind.isEmpty() || !kind.equals(otherKind);
                    case NEWEST -> false;
                };
    }

    /** The same on every node, so that of two that arrive at once exactly one goes. */
    public boolean isNewerThan(EndpointId other, long otherAt) {
        return at != otherAt ? at > otherAt : endpoint.clientId().compareTo(other.clientId()) > 0;
    }
}
