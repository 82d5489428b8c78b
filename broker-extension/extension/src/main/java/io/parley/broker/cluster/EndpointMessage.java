package io.parley.broker.cluster;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.util.Map;

/** What an endpoint session is told by other nodes; what its own node tells it is local to {@code EndpointActor}. */
interface EndpointMessage {
    /** From a user entity, on {@link UserMessage.Online}: {@code fresh} if it did not know this session, so that news may have been missed. */
    record Registered(boolean fresh) implements EndpointMessage, ClusterMessage {}

    record Committed(Block block) implements EndpointMessage, ClusterMessage {}

    record Receipted(ConversationId conversation, UserName whose, UserMarks marks)
            implements EndpointMessage, ClusterMessage {}

    record Expired(ConversationId conversation, long seq, MessageId id) implements EndpointMessage, ClusterMessage {}

    /** From an owner: the newest committed seq, 0 if the conversation is empty, and everybody's marks. */
    record Head(ConversationId conversation, long last, Map<UserName, UserMarks> marks)
            implements EndpointMessage, ClusterMessage {}

    /** From an owner: a receipt it could not take. */
    record ReceiptRefused(ConversationId conversation, Refusal refusal) implements EndpointMessage, ClusterMessage {}

    /** From a user entity: another connection of the same endpoint is there now. */
    record TakenOver() implements EndpointMessage, ClusterMessage {}
}
