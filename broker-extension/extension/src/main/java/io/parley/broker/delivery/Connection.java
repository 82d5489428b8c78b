package io.parley.broker.delivery;

import io.parley.protocol.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wire to one endpoint, implemented by the edge. Never blocks; safe from any thread; silently idle once closed. */
public interface Connection {
    /** Number of this connection, unique on its node. */
    long number();

    /** Sends them in this order. */
    void deliver(List<Delivery> deliveries);

    /** Sends {@code inbox/{user}/event/{kind}}, not acknowledged, not repeated. */
    void event(String kind, String contentType, byte[] body);

    /** Sends an answer to {@code topic}, which the edge has checked to be in the endpoint's own inbox. */
    void reply(String topic, @Nullable MessageId correlation, String contentType, byte[] body);

    /**
     * Ends the connection because one on another node took over its client id (MQTT 5 reason 0x8E). On the same node the
     * broker does so itself.
     */
    void takenOver();

    /** Ends the connection because its session broke; the endpoint may come back at once (MQTT 5 reason 0x83). */
    default void failed() {
        takenOver();
    }
}
