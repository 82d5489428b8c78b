package io.parley.sdk.internal.transport;

import io.parley.protocol.Reason;
import io.parley.sdk.internal.session.Input;
import org.jspecify.annotations.Nullable;

/** One connection at a time to the server. No method blocks or throws; all are called by the session's thread. */
public interface Transport {
    /** Connects, signs in and subscribes to the inbox; ends in {@link Events#connected} or {@link Events#disconnected}. */
    void connect(long connection);

    /** Lets go of the connection; there are no more events of it. */
    void disconnect(long connection);

    /** Dropped if there is no connection: whoever publishes repeats what is not answered. */
    void publish(Packet packet);

    /**
     * Subscribes to a filter beyond the inbox; ends in nothing, or in {@link Events#refused}. Dropped if there is no connection.
     *
     * @param need value of the user property of that name; null: none
     */
    void subscribe(String filter, @Nullable String need);

    void unsubscribe(String filter);

    /** The connection has room again for what {@link #publish} had to keep; called after {@link Events#writable}. */
    void resume();

    /** Disconnects in good order, giving what was published a moment to leave. */
    void close();

    /** Called by threads of the transport. Must neither block nor throw. */
    interface Events {
        void connected(long connection);

        void disconnected(long connection, Input.Cause cause, String reason);

        void arrived(long connection, Delivery delivery);

        /** A filter is not granted. */
        void refused(long connection, String filter, Reason reason);

        /** @param refusal what the PUBACK says; null if the packet was taken */
        void answered(long connection, long token, @Nullable Reason refusal);

        /** The session's thread is to call {@link Transport#resume}. */
        void writable(long connection);
    }
}
