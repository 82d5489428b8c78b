package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.UnreadEvent;
import java.util.Map;

/**
 * What a session asks of its surroundings. Nothing here blocks, throws, or calls back into the session: answers come
 * later, as the session's inputs.
 */
public interface SessionHost {
    /** Wall clock, Unix milliseconds: for what expires. */
    long unixMillis();

    void deliver(Delivery delivery);

    void reply(SyncDemand demand, SyncReply reply);

    /** Tells the endpoint; it may be lost. */
    void unread(UnreadEvent event);

    /** Answered by {@link EndpointSession#read} or {@link EndpointSession#readFailed} with the same read. */
    void read(LogRead read);

    /**
     * Answered by {@link EndpointSession#head}, or never: the owner's node may have died. The head of a side log comes
     * right after that of its conversation: what of it is for the user depends on what of that is.
     */
    void askHead(ConversationId conversation);

    /** Answered by {@link EndpointSession#conversations} or {@link EndpointSession#conversationsFailed}. */
    void loadConversations();

    /** Answered by {@link EndpointSession#marks} or {@link EndpointSession#marksFailed}. */
    void loadMarks();

    /** Answered by {@link EndpointSession#marksSaved}. */
    void saveMarks(Map<ConversationId, Long> received);

    /** Tells the owner how far the endpoint has received and its user has read; 0 says nothing. It may be lost. */
    void receipt(ConversationId conversation, long received, long read);
}
