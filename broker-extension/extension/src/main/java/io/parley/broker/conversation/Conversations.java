package io.parley.broker.conversation;

import io.parley.protocol.json.Ack;
import java.util.List;

/** The way to the owners of conversations, wherever they live. Never blocks; safe from any thread. */
public interface Conversations {
    /**
     * Sends messages to their conversation's owner, which takes them in this order. The answers come to the {@link
     * AckSink} of this node, at most one a submission; none comes if the owner's node died, so the caller keeps a deadline
     * of its own.
     *
     * @param submissions one or more, of one conversation
     */
    void submit(List<Submission> submissions);

    /** Where the owners' answers arrive. Called on a cluster thread: return at once. */
    @FunctionalInterface
    interface AckSink {
        /** @param connection as in {@link Submission#connection()}; may be gone by now */
        void answered(long connection, List<Ack> acks);
    }
}
