package io.parley.sdk;

import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import java.time.Instant;
import java.util.Optional;

/** A message as it is handed to the application. Immutable but for the two marks, which are safe from any thread. */
public interface ReceivedMessage {
    MessageId id();

    /** The chat or group it is in; what to answer to. */
    ConversationId conversation();

    /**
     * The other one in the chat, whoever sent this message.
     *
     * @throws IllegalStateException in a group, where there is no such one; see {@link #group} and {@link #from}
     */
    UserName peer();

    /** The group it is in; empty in a chat. */
    Optional<GroupName> group();

    /** Who sent it, as the server knows them. */
    UserName from();

    /**
     * Position in the conversation, from 1. Without holes, but for what is not for this endpoint: from before the user
     * joined, cleared by the user, or left to history when the endpoint was new.
     */
    long seq();

    /** When the server accepted it. */
    Instant at();

    Optional<String> contentType();

    Content content();

    /** The content read as UTF-8. */
    default String text() {
        return content().asText();
    }

    /** From then on it is not in the history any more; it is not handed later than that. Empty: it stays. */
    Optional<Instant> expiresAt();

    /** What it says has happened to the group or between the two users; empty of a message that somebody wrote. */
    default Optional<Change> change() {
        return contentType().filter(ContentTypes.CHANGE::equals).flatMap(it -> Changes.read(content()));
    }

    /** Whether the own user sent it, from another endpoint. What this endpoint sent is never handed to it. */
    boolean isOwn();

    /**
     * Whether it may have been handed before: a handler threw, or an earlier process ended between handing it and
     * remembering that. Never true with a transactional handler unless that handler threw.
     */
    boolean repeated();

    /**
     * {@link ReceiptMode#MANUAL}: says that this message, and all before it in its conversation, have been processed.
     * Once the store has that, they are not handed again and the sender is told. Without effect in AUTOMATIC mode.
     */
    void received();

    /** Says that the user has read the conversation up to this message, on whichever endpoint. */
    void markRead();
}
