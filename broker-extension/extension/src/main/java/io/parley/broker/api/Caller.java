package io.parley.broker.api;

import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param user as authenticated, never as claimed
 * @param endpoint the connection it came on, null over HTTP
 * @param requestId the same on every retry of the request; also the id of the message the call makes, if it makes one
 */
public record Caller(UserName user, @Nullable EndpointId endpoint, MessageId requestId) {
    /** Stands for the client id of whatever calls write; no endpoint can have it. */
    private static final String NO_CLIENT = "$api";

    /**
     * The sender of what the call writes to a log: none of the user's endpoints, so that each of them gets it. The one that
     * called has no message of its own to know it by.
     */
    public EndpointId author() {
        return new EndpointId(user, NO_CLIENT);
    }
}
