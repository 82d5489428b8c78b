package io.parley.broker.edge;

import io.parley.protocol.UserName;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose each client id in use on this node is. MQTT lets a second connection with the same client id end the first; here
 * only the same user may. Safe from any thread.
 */
final class ClientIds {
    private final ConcurrentHashMap<String, Claim> claims = new ConcurrentHashMap<>();

    private record Claim(UserName user, int connections) {}

    /** Counts a connection in, unless the id is another user's. */
    boolean claim(String clientId, UserName user) {
        Claim claim = claims.compute(clientId, (id, old) -> {
            if (old == null) {
                return new Claim(user, 1);
            }
            return old.user().equals(user) ? new Claim(user, old.connections() + 1) : old;
        });
        return claim.user().equals(user);
    }

    /** Counts a connection out that was counted in. */
    void release(String clientId, UserName user) {
        claims.computeIfPresent(clientId, (id, old) -> {
            if (!old.user().equals(user)) {
                return old;
            }
            return old.connections() == 1 ? null : new Claim(user, old.connections() - 1);
        });
    }
}
