package io.parley.sdk;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * One endpoint of a user. Safe from any thread; no method but {@link #close()} and those that
 * read the local store waits for disk or network. Handlers, listeners and whatever hangs on a returned stage run on the executor given to the builder, handlers
 * and listeners one at a time.
 */
public interface ParleyClient extends AutoCloseable {
    static ClientBuilder builder() {
        return new ClientBuilder();
    }

    EndpointId endpoint();

    ConnectionState state();

    /** Complete when the client is online for the first time: what had waited was sent to it. Fails when it is refused or closed before. */
    CompletionStage<ParleyClient> online();

    /** Sends text, as {@code text/plain}. */
    default SentMessage send(String to, String text) {
        return send(to, Content.ofText(text), SendOptions.TEXT);
    }

    default SentMessage send(String to, Content content) {
        return send(to, content, SendOptions.DEFAULT);
    }

    /**
     * As {@link #send(ConversationId, Content, SendOptions)}, to the chat with a user.
     *
     * @param to name of the user
     * @throws IllegalArgumentException if {@code to} is no user name
     */
    default SentMessage send(String to, Content content, SendOptions options) {
        return send(ConversationId.chat(endpoint().user(), new UserName(to)), content, options);
    }

    /** Sends text, as {@code text/plain}. */
    default SentMessage send(ConversationId to, String text) {
        return send(to, Content.ofText(text), SendOptions.TEXT);
    }

    /**
     * Sends a message, also while there is no connection. Messages to one conversation are accepted in the order of these
     * calls, or fail.
     *
     * @param to a chat of the own user or a group; {@link #conversation} reads one
     * @return at once; the message fails with {@code outbox-full} if 10,000 messages or 64 MiB wait already
     * @throws IllegalArgumentException if {@code to} is a chat of others or a side log; {@link SendOptions} names what it
     *     refuses
     */
    SentMessage send(ConversationId to, Content content, SendOptions options);

    /**
     * The conversation that the own user calls {@code chat/{user}} or {@code group/{group}}.
     *
     * @throws IllegalArgumentException if {@code seen} is neither
     */
    default ConversationId conversation(String seen) {
        return ConversationId.parse(seen, endpoint().user())
                .filter(it -> !it.isAmendments())
                .orElseThrow(() -> new IllegalArgumentException("chat/{user} or group/{group} is needed, was " + seen));
    }

    /**
     * Says that the user has read the conversation up to {@code seq}. Only forward; kept and repeated until the server has it.
     *
     * @throws IllegalArgumentException if it is a chat of others or a side log, or {@code seq} is below 1
     */
    void markRead(ConversationId conversation, long seq);

    /** As {@link #history(ConversationId, long, int)}, of the chat with {@code peer}. */
    default List<HistoryEntry> history(String peer, long fromSeq, int limit) {
        return history(ConversationId.chat(endpoint().user(), new UserName(peer)), fromSeq, limit);
    }

    /**
     * What the local store has of a conversation, in seq order: what has been received (a message that is with the
     * handler is not there yet), what this endpoint sent, and what {@link #older} fetched; own messages that wait come
     * last. With all that was done to them: edits, recalls, reactions. What is hidden, cleared or expired is not in it.
     *
     * @param fromSeq first seq wanted; negative: count from the end, so that {@code -20} gives the last 20
     * @param limit at most so many entries, 1 to 10,000
     */
    List<HistoryEntry> history(ConversationId conversation, long fromSeq, int limit);

    /**
     * Fetches the page before the oldest message that {@link #history} has, and keeps it there. It is handed to no
     * handler, and no mark moves. Looks into the store before it returns.
     *
     * @param limit at most so many, 1 to 100; the server may send fewer at a time
     * @return the page, ascending; empty if there is nothing before. Fails with {@link CallFailedException}
     */
    CompletionStage<List<HistoryEntry>> older(ConversationId conversation, int limit);

    /**
     * What a message said, the oldest first and the current text last, as far as this endpoint was told.
     *
     * @return one entry if it was never edited; empty if it is not in {@link #history}, or was recalled
     */
    List<Version> versions(ConversationId conversation, long seq);

    /**
     * Messages of the local store with all of these words, or words that begin with them; case and accents do not
     * matter. Follows edits, recalls, hiding and expiry. Texts are searched ({@code text/*}, no type, and the text of
     * {@link io.parley.protocol.ContentTypes#RICH}).
     *
     * @param limit at most so many, 1 to 10,000
     * @return the newest first; empty if there is no word to look for
     */
    List<HistoryEntry> search(String words, int limit);

    /**
     * The conversations as this endpoint knows them, also without a connection: pinned ones first, then by newest
     * activity. Fetched anew after each sign-in if there is {@link ClientBuilder#onConversation}, else when {@link
     * #refreshConversations} is called.
     */
    List<ConversationSummary> conversations();

    /** Fetches the list of conversations; complete when it was fetched. Fails with {@link CallFailedException}. */
    CompletionStage<Void> refreshConversations();

    /**
     * Says that the user types, or no longer does. May be called with each key: while typing goes on it is told every 3 s.
     * Lost without a connection.
     */
    void typing(ConversationId conversation, boolean typing);

    /**
     * Asks to be told whether a user is there, from now on or no longer; see {@link ClientBuilder#onPresence}. Kept over
     * reconnects, not over restarts. Nothing is told of whoever does not let the own user know.
     */
    void watch(UserName user, boolean on);

    /**
     * Publishes where this endpoint is into a track, until it is closed or the track is over.
     *
     * @throws IllegalStateException if this client publishes into that track already
     */
    TrackPublisher publisher(TrackName track, PublishOptions options);

    /** Watches a track. Several views of one track cost one subscription. */
    TrackView view(TrackName track, TrackView.Need need, TrackWatcher watcher);

    /**
     * A track as a flow: each subscriber gets the newest position when it asks for one. It is complete when the track ended
     * or the client is closed, and fails with {@link CallFailedException} if the server refuses.
     */
    Flow.Publisher<Sighting> sightings(TrackName track, TrackView.Need need);

    default Tracks tracks() {
        return new Tracks(new Asking(this));
    }

    default TrackHistory trackHistory() {
        return new TrackHistory(new Asking(this));
    }

    default Fences fences() {
        return new Fences(new Asking(this));
    }

    default Rides rides() {
        return new Rides(new Asking(this));
    }

    default Messages messages() {
        return new Messages(new Asking(this));
    }

    default Arranging arranging() {
        return new Arranging(new Asking(this));
    }

    default Groups groups() {
        return new Groups(new Asking(this));
    }

    default Contacts contacts() {
        return new Contacts(new Asking(this));
    }

    default Profiles profiles() {
        return new Profiles(new Asking(this));
    }

    default Endpoints endpoints() {
        return new Endpoints(new Asking(this));
    }

    default Schedule schedule() {
        return new Schedule(new Asking(this));
    }

    /** How long a {@link #call} may take, if nothing else is said. */
    Duration CALL_TIMEOUT_DEFAULT = Duration.ofSeconds(30);

    /** As {@link #call(String, String, Duration)}, within {@link #CALL_TIMEOUT_DEFAULT}. */
    default CompletionStage<String> call(String call, String json) {
        return call(call, json, CALL_TIMEOUT_DEFAULT);
    }

    /**
     * Asks the server for something; docs/protocol.md lists what there is. Also while there is no connection: a call that
     * got no answer is repeated with the same id, over the next connection too, and so is one that was refused for now
     * ({@code busy}, {@code unknown}); the server does it once. It does not survive the process.
     *
     * @param call {@code {resource}/{verb}}, for example {@code group/create}
     * @param json the body, a JSON object, at most 512 KiB
     * @param timeout 1 ms and up
     * @return the answer, a JSON object; fails with {@link CallFailedException}
     * @throws IllegalArgumentException if {@code call} is no name of a call, or the body is larger
     */
    CompletionStage<String> call(String call, String json, Duration timeout);

    /**
     * What the store knows of a message this endpoint sent, also after a restart, and of messages that have come to their
     * end. Whoever dies between a change and its listener learns it here.
     *
     * @return empty if it was never stored, or long ago (beyond the newest 10,000 of a conversation)
     */
    Optional<MessageStatus> status(MessageId id);

    /** The handle of a message that has not come to its end yet, also of one sent before a restart. */
    Optional<SentMessage> sent(MessageId id);

    /** Own messages the server has not answered yet, in the order they were sent. */
    List<SentMessage> waiting();

    /** Disconnects and closes the store. Messages that wait stay in the store for the next time. Does not wait for running handlers. */
    @Override
    void close();
}
