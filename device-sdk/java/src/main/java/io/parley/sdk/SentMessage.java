package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A message on its way. Safe from any thread. Listeners and what hangs on the stages run on the client's executor,
 * never on a thread of the SDK; a handler that waits for a stage needs an executor with another thread to spare.
 */
public interface SentMessage {
    MessageId id();

    ConversationId conversation();

    MessageStatus status();

    /** Told every change from now on, in order, one at a time; told the current status first. */
    void onStatus(Consumer<MessageStatus> listener);

    /**
     * Complete when the message is in the store, so that it will be sent even if this process dies now. {@code send}
     * itself does not wait for the disk.
     *
     * @return fails with {@link MessageFailedException}
     */
    CompletionStage<SentMessage> queued();

    /** Complete when the server holds the message durably, with its seq. Fails with {@link MessageFailedException}. */
    CompletionStage<Long> accepted();

    /** Complete when an endpoint of the recipient has processed it; in a group, one of each other member. Fails with {@link MessageFailedException}. */
    CompletionStage<SentMessage> received();

    /** Complete when the recipient has read it, in a group all others; that may never be. Fails with {@link MessageFailedException}. */
    CompletionStage<SentMessage> read();

    /** How many members of the group have it, as far as told; empty in a chat, and until something is told. */
    Optional<Reach> reach();

    /** @param of members other than the sender; may change as members come and go */
    record Reach(int received, int read, int of) {}
}
