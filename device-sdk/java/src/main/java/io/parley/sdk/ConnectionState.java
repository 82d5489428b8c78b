package io.parley.sdk;

import java.time.Duration;
import java.util.Objects;

/**
 * Where a client stands with its server.
 *
 * <pre>
 *   DISCONNECTED ─▶ CONNECTING ─▶ SYNCING ─▶ ONLINE
 *                     ▲   │          │          │
 *                     │   ▼          ▼          ▼
 *                     └─ WAITING(retryIn) ◀─────┘       CONNECTING ─▶ REFUSED(reason)       any ─▶ CLOSED
 * </pre>
 *
 * @param retryIn WAITING: how long until the next attempt; else zero
 * @param reason WAITING, REFUSED, CLOSED: why, for a person; else empty
 */
public record ConnectionState(Phase phase, Duration retryIn, String reason) {
    /** The name of the state. */
    public enum Phase {
        /** Opened, no attempt made yet. */
        DISCONNECTED,
        /** An attempt to connect and sign in is under way. */
        CONNECTING,
        /** Signed in; what was missed is being fetched. Messages can be sent and are handed. */
        SYNCING,
        /** Everything that waited has been sent to this endpoint; new messages come live. */
        ONLINE,
        /** The connection is lost or could not be made; it is tried again by itself. */
        WAITING,
        /** The server does not want this client (wrong password, for one). Final: it is not tried again. */
        REFUSED,
        /** Closed by the application, or stopped because its store failed. Final. */
        CLOSED
    }

    public static final ConnectionState DISCONNECTED = of(Phase.DISCONNECTED);
    public static final ConnectionState CONNECTING = of(Phase.CONNECTING);
    public static final ConnectionState SYNCING = of(Phase.SYNCING);
    public static final ConnectionState ONLINE = of(Phase.ONLINE);

    public ConnectionState {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(retryIn);
        Objects.requireNonNull(reason);
    }

    public static ConnectionState waiting(Duration retryIn, String reason) {
        return new ConnectionState(Phase.WAITING, retryIn, reason);
    }

    public static ConnectionState refused(String reason) {
        return new ConnectionState(Phase.REFUSED, Duration.ZERO, reason);
    }

    public static ConnectionState closed(String reason) {
        return new ConnectionState(Phase.CLOSED, Duration.ZERO, reason);
    }

    private static ConnectionState of(Phase phase) {
        return new ConnectionState(phase, Duration.ZERO, "");
    }

    public boolean isFinal() {
        return phase == Phase.REFUSED || phase == Phase.CLOSED;
    }

    @Override
    public String toString() {
        return switch (phase) {
            case WAITING -> "WAITING " + retryIn.toMillis() + " ms: " + reason;
            case REFUSED, CLOSED -> reason.isEmpty() ? phase.name() : phase + ": " + reason;
            default -> phase.name();
        };
    }
}
