package io.parley.broker.cluster;

import io.parley.broker.conversation.Submission;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What the owner of a conversation is told. */
sealed interface ConversationMessage {
    /** From a node that holds connections: one or more messages of this conversation. */
    record Submit(ConversationId conversation, List<Submission> submissions, ActorRef<GatewayMessage> replyTo)
            implements ConversationMessage, ClusterMessage {
        public Submit {
            submissions = List.copyOf(submissions);
        }

        Submit(List<Submission> submissions, ActorRef<GatewayMessage> replyTo) {
            this(submissions.get(0).conversation(), submissions, replyTo);
        }
    }

    /**
     * From an endpoint: how far it has received, and its user has read; 0 says nothing. Refusals go to {@code session}.
     */
    record Receipt(
            ConversationId conversation, EndpointId from, long received, long read, ActorRef<EndpointMessage> session)
            implements ConversationMessage, ClusterMessage {}

    /** From an endpoint session: answer with {@link EndpointMessage.Head}. */
    record AskHead(ConversationId conversation, ActorRef<EndpointMessage> replyTo)
            implements ConversationMessage, ClusterMessage {}

    /** From sharding, on rest and hand-off: finish what is in flight, then end. The stop message of the entity. */
    record Stop() implements ConversationMessage {}

    /** What {@code ConversationActor} tells itself; never leaves its node. */
    non-sealed interface Local extends ConversationMessage {}
}
