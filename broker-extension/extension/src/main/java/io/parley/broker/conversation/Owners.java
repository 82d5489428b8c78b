package io.parley.broker.conversation;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.concurrent.CompletionStage;

/** The way to the owners for those who wait for an answer. Never blocks; safe from any thread. */
public interface Owners {
    /**
     * Sends one message and hears the answer here instead. Completes exceptionally with a {@link
     * java.util.concurrent.TimeoutException} if none comes in time: what became of it is not known, the same id settles it.
     */
    CompletionStage<Ack> propose(Submission submission);

    /** Where the conversation stands for the viewer. Fails as {@link #propose}. */
    CompletionStage<Head> head(ConversationId conversation, UserName viewer);

    /** Who has what the viewer sent. Fails as {@link #propose}. */
    CompletionStage<Readers> readers(ConversationId conversation, UserName viewer, long seq);

    /** What the rules of the conversation stand on has changed in the store; completes when it is heeded. Fails as {@link #propose}. */
    CompletionStage<Void> refresh(ConversationId conversation);

    /** The user throws away what there is up to now; completes when that is durable. Fails as {@link #propose}. */
    CompletionStage<Void> clear(ConversationId conversation, UserName user);

    /** Tells the others in the conversation who are online. May be lost. */
    void typing(ConversationId conversation, UserName from, boolean typing);
}
