package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.sdk.internal.json.JsonText;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How the own user arranges their conversations, for themself and on all endpoints. All fail with {@link
 * CallFailedException}: {@code not-found} if there is nothing in the conversation for the own user. What was done comes back
 * by {@link ClientBuilder#onConversation}, and is in {@link ParleyClient#conversations} then.
 */
public final class Arranging {
    private final Asking asking;

    Arranging(Asking asking) {
        this.asking = asking;
    }

    public CompletionStage<Void> pin(ConversationId conversation, boolean pinned) {
        return set(of(conversation).and("pinned", pinned));
    }

    /** @param until when it is to be heard of again; null: now */
    public CompletionStage<Void> mute(ConversationId conversation, @Nullable Instant until) {
        return set(of(conversation).and("mutedUntil", until == null ? 0 : until.toEpochMilli()));
    }

    public CompletionStage<Void> archive(ConversationId conversation, boolean archived) {
        return set(of(conversation).and("archived", archived));
    }

    /** A reminder; what is unread does not change. */
    public CompletionStage<Void> markUnread(ConversationId conversation, boolean marked) {
        return set(of(conversation).and("markedUnread", marked));
    }

    /** @param text of a message to be; empty: none */
    public CompletionStage<Void> draft(ConversationId conversation, String text) {
        return set(of(conversation).and("draft", text));
    }

    /** Throws away, for the own user alone, what there is in it so far; told to {@link ClientBuilder#onCleared}. */
    public CompletionStage<Void> clear(ConversationId conversation) {
        return asking.tell("conversation/clear", of(conversation));
    }

    private CompletionStage<Void> set(JsonText fields) {
        return asking.tell("conversation/set", fields);
    }

    private JsonText of(ConversationId conversation) {
        return JsonText.of("conversation", asking.seen(conversation));
    }
}
