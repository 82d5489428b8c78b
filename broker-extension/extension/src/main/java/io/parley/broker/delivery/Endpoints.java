package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import java.util.Map;

/** The way to the sessions of the endpoints connected to this node. Never blocks; safe from any thread. */
public interface Endpoints {
    /** Starts a session, once the endpoint subscribed to its inbox. An older session of the same endpoint, on any node, is taken over. */
    Session open(EndpointId endpoint, EndpointKind kind, Connection connection);

    /** One endpoint while it is connected. Calls of one thread keep their order. */
    interface Session {
        /** What its subscriptions reach from now on; at first everything. */
        void cover(Covered covered);

        /** {@code api/sync}: where the endpoint stands, and what it wants. */
        void sync(SyncDemand demand);

        /** A receipt packet; also moves this endpoint's window. */
        void receipt(Map<ConversationId, Long> received, Map<ConversationId, Long> read);

        /** A plain endpoint has acknowledged this delivery with a PUBACK. */
        void acknowledged(ConversationId conversation, long seq);

        /** The connection is gone or the inbox subscription was withdrawn. */
        void close();
    }
}
