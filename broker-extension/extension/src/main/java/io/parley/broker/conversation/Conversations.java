package io.parley.broker.conversation;

import io.parley.protocol.json.Ack;
import java.util.List;

/** The way to the owners of conversations, wherever they live. Never blocks; safe from any thread. */
public interface Conversations {
    /**
     * Sends a message to its conversation's owner. The answer comes to the {@link AckSink} of this node, at most once a
     * submission; none comes if the owner's node died, so the caller keeps a deadline of its own.
     */
    void submit(Submission submission);

    /** Where the owners' answers arrive. Called on a cluster thread: return at once. */
    @FunctionalInterface
    interface AckSink {
        /** @param connection as in {@link Submission#connection()}; may be gone by now */
        void answered(long connection, List<Ack> acks);
    }
}
