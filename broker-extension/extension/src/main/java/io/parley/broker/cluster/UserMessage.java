package io.parley.broker.cluster;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Presence;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What the entity of a user is told. */
sealed interface UserMessage {
    /** Whose entity it is for. */
    UserName user();

    /**
     * From an owner: this block is durable and the user is in its conversation.
     *
     * @param period in which the owner takes the user to be online; to be sent back if nobody is
     */
    record Committed(UserName user, long period, Block block) implements UserMessage, ClusterMessage {}

    /** From an owner: the user stands differently to the conversation. */
    record Touched(UserName user, ConversationId conversation) implements UserMessage, ClusterMessage {}

    /** From anywhere: something for whoever of the user is online. */
    record Event(UserName user, String kind, Content body) implements UserMessage, ClusterMessage {}

    /** From an owner: the marks of {@code whose} moved, durably. Told to the other side, and to {@code whose} itself if read moved. */
    record Receipted(UserName user, ConversationId conversation, UserName whose, UserMarks marks)
            implements UserMessage, ClusterMessage {}

    /** From an owner: a message of the user expired unreceived. */
    record Expired(UserName user, ConversationId conversation, long seq, MessageId id)
            implements UserMessage, ClusterMessage {}

    /** From a session, on start and again every few seconds: it is there. Answered by {@link EndpointMessage.Registered}. */
    record Online(EndpointId endpoint, ActorRef<EndpointMessage> session) implements UserMessage, ClusterMessage {
        @Override
        public UserName user() {
            return endpoint.user();
        }
    }

    /** From a session: it ends. */
    record Offline(EndpointId endpoint, ActorRef<EndpointMessage> session) implements UserMessage, ClusterMessage {
        @Override
        public UserName user() {
            return endpoint.user();
        }
    }

    /** From a watcher, again and again: it wants to know whether the user is online. Answered by {@link WatcherMessage.Told}, now and on each change. */
    record Watch(UserName user, ActorRef<WatcherMessage> watcher) implements UserMessage, ClusterMessage {}

    /** From a watcher: it does not want to know any more. */
    record Unwatch(UserName user, ActorRef<WatcherMessage> watcher) implements UserMessage, ClusterMessage {}

    /** From anybody who wants to know once. Answered by {@link WatcherMessage.Told}. */
    record AskPresence(UserName user, ActorRef<WatcherMessage> replyTo) implements UserMessage, ClusterMessage {}

    /** From the entity to itself: what is stored, null if it cannot be read. Never leaves its node. */
    record PresenceLoaded(UserName user, @Nullable Presence stored) implements UserMessage {}

    /** From the entity to itself: it is time to look at presence. Never leaves its node. */
    record PresenceDue(UserName user) implements UserMessage {}

    /** From the entity to itself: nobody has been online for a while. Never leaves its node. */
    record Idle(UserName user) implements UserMessage {}
}
