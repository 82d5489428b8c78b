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
    /** Stands for the client id of what came over HTTP. */
    public static final String HTTP_CLIENT = "api";

    /** From where the message is sent that the call makes: not told there again. */
    public EndpointId sender() {
        return endpoint != null ? endpoint : new EndpointId(user, HTTP_CLIENT);
    }
}
