package io.parley.broker.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;

/**
 * {@link Handshake} by connection. HiveMQ gives each connection one {@link ConnectionInformation} object for all its
 * life; it is the key, by identity, and weak: what HiveMQ forgets is forgotten here.
 */
final class Handshakes {
    private final Cache<ConnectionInformation, Handshake> connections =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    Handshake of(ConnectionInformation connection) {
        return connections.get(connection, fresh -> new Handshake());
    }
}
