package io.parley.broker.http;

import io.parley.broker.api.Api;
import io.parley.broker.identity.TokenGate;
import io.parley.broker.storage.Health;
import io.parley.protocol.MessageId;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What stands behind the calls over HTTP.
 *
 * @param store while it is away, calls are refused as busy
 * @param newIds ids of requests that bring none
 * @param bodyPatience how long a client may take to send its body
 */
public record HttpApi(
        Api api,
        TokenGate gate,
        Health store,
        Supplier<MessageId> newIds,
        Duration bodyPatience,
        HttpObserver observer) {
    public static final Duration BODY_PATIENCE = Duration.ofSeconds(10);
}
