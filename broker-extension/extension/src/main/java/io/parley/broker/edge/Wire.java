package io.parley.broker.edge;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HiveMQ's way out to a client, narrow enough to script in a test. Never blocks; safe from any thread. */
interface Wire {
    /** What became of a packet, as far as HiveMQ knows; QUEUED says nothing of its arrival. */
    enum Sent {
        QUEUED,
        NOT_SUBSCRIBED,
        FAILED
    }

    /** @param done told the outcome, once, on any thread; null if nobody cares but the metrics */
    void send(String clientId, Outgoing packet, @Nullable Consumer<Sent> done);

    /** Ends a connection with MQTT 5 reason 0x8E. */
    void takeOver(String clientId);

    /** Ends a connection with MQTT 5 reason 0x98: its user wants it gone. */
    void signOut(String clientId, String reason);

    /** Ends a connection with MQTT 5 reason 0x8B: this server goes away. */
    void sendAway(String clientId);
}
