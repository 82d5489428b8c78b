package io.parley.broker.cluster;

import io.parley.broker.conversation.Submission;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
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

    /**
     * Answer with {@link EndpointMessage.HeadOf}, as {@code viewer} may see it.
     *
     * @param period the viewer's online period if it is a session that asks, 0 if not
     */
    record AskHead(ConversationId conversation, UserName viewer, long period, ActorRef<EndpointMessage> replyTo)
            implements ConversationMessage, ClusterMessage {}

    /** From a user entity: nobody of the user is online to be told what was said to be of {@code period}. */
    record Away(ConversationId conversation, UserName user, long period)
            implements ConversationMessage, ClusterMessage {}

    /** The user throws away what there is; answer with {@link EndpointMessage.Done}. */
    record Clear(ConversationId conversation, UserName user, ActorRef<EndpointMessage> replyTo)
            implements ConversationMessage, ClusterMessage {}

    /** What the rules stand on has changed; answer with {@link EndpointMessage.Done} when it is heeded. */
    record Refresh(ConversationId conversation, ActorRef<EndpointMessage> replyTo)
            implements ConversationMessage, ClusterMessage {}

    /** From a member to the others who are online; never stored. */
    record Typing(ConversationId conversation, UserName from, boolean typing)
            implements ConversationMessage, ClusterMessage {}

    /** Answer with {@link EndpointMessage.ReadersOf}. */
    record AskReaders(ConversationId conversation, UserName viewer, long seq, ActorRef<EndpointMessage> replyTo)
            implements ConversationMessage, ClusterMessage {}

    /** From sharding, on rest and hand-off: finish what is in flight, then end. The stop message of the entity. */
    record Stop() implements ConversationMessage {}

    /** What {@code ConversationActor} tells itself; never leaves its node. */
    non-sealed interface Local extends ConversationMessage {}
}
