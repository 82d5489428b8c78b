package io.parley.cli.messenger;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent;
import io.parley.sdk.ConnectionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Told what a {@link Messenger} learns, always on the screen's thread. */
public interface Listener {
    void connected(ConnectionState state);

    /** The whole list of conversations, archived ones too. */
    void listed(List<Summary> summaries);

    /** The user is asked to join a group. Told again after each sign-in until it is answered. */
    void invited(ConversationId group, String title);

    /** @param unread of those that changed */
    void unread(long total, Map<ConversationId, Long> unread);

    /** Messages that are new, or have changed. */
    void shown(ConversationId conversation, List<Item> items);

    /**
     * A page that was asked for with {@link Messenger#open} or {@link Messenger#older}.
     *
     * @param more whether there is something before it
     */
    void paged(ConversationId conversation, List<Item> items, boolean more);

    /** The user has deleted these for themself, here or on another endpoint. */
    void gone(ConversationId conversation, List<Long> seqs);

    /** The user has thrown away what there was up to a seq, here or on another endpoint. */
    void cleared(ConversationId conversation, long upTo);

    /** What became of an own message. @param seq 0 while not accepted */
    void delivered(ConversationId conversation, MessageId id, long seq, Delivery delivery);

    /** In a chat: how far the other one has come. */
    void marked(ConversationId conversation, long received, long read);

    /** In a group: how many have come how far. */
    void counted(ConversationId conversation, int of, List<CountsEvent.Count> counts);

    void typing(ConversationId conversation, UserName user, boolean typing);

    /** @param lastSeen null: not told */
    void present(UserName user, boolean online, @Nullable Instant lastSeen);

    /** Something a person should know, in words. */
    void noted(String text);
}
