package io.parley.broker.cluster;

import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Readers;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;

/** What an endpoint session is told by other nodes; what its own node tells it is local to {@code EndpointActor}. */
interface EndpointMessage {
    /** From a user entity, on {@link UserMessage.Online}: {@code fresh} if it did not know this session, so that news may have been missed; {@code period} since when somebody of the user is online. */
    record Registered(boolean fresh, long period) implements EndpointMessage, ClusterMessage {}

    record Committed(Block block) implements EndpointMessage, ClusterMessage {}

    record Receipted(ConversationId conversation, UserName whose, UserMarks marks)
            implements EndpointMessage, ClusterMessage {}

    record Expired(ConversationId conversation, long seq, MessageId id) implements EndpointMessage, ClusterMessage {}

    /**
     * From an owner: where the conversation stands, as the asking user may see it.
     *
     * @param amendmentsLast newest seq of its side log; 0 if there is none, or this is one
     */
    record HeadOf(ConversationId conversation, Head head, long amendmentsLast)
            implements EndpointMessage, ClusterMessage {}

    /** From a user entity: how the user stands to the conversation has changed. */
    record Touched(ConversationId conversation) implements EndpointMessage, ClusterMessage {}

    /** From a user entity: something for the client. */
    record Event(String kind, Content body) implements EndpointMessage, ClusterMessage {}

    /** From an owner: what was asked is done. */
    record Done(ConversationId conversation) implements EndpointMessage, ClusterMessage {}

    /** From an owner: who has received and read a message, {@code of} how many others; names only while they are few. */
    record ReadersOf(ConversationId conversation, Readers readers) implements EndpointMessage, ClusterMessage {}

    /** From an owner: a receipt it could not take. */
    record ReceiptRefused(ConversationId conversation, Refusal refusal) implements EndpointMessage, ClusterMessage {}

    /** From a user entity: another connection of the same endpoint is there now. */
    record TakenOver() implements EndpointMessage, ClusterMessage {}
}
