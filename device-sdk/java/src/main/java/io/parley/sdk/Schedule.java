package io.parley.sdk;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.sdk.internal.json.JsonText;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the server sends later. All fail with {@link CallFailedException}: {@code malformed} if the time is none
 * the server takes, {@code limit-reached}, {@code not-found} if there is nothing to cancel.
 */
public final class Schedule {
    private final Asking asking;

    Schedule(Asking asking) {
        this.asking = asking;
    }

    /** @return the id the message will have */
    public CompletionStage<MessageId> create(ConversationId conversation, Instant due, String text) {
        return asking.ask(
                "schedule/create",
                JsonText.of("conversation", asking.seen(conversation))
                        .and("due", due.toEpochMilli())
                        .and("text", text),
                it -> MessageId.parse(it.text("id").orElse("")));
    }

    /** @return the id the message will have */
    public CompletionStage<MessageId> create(
            ConversationId conversation, Instant due, String contentType, Content content) {
        return asking.ask(
                "schedule/create",
                JsonText.of("conversation", asking.seen(conversation))
                        .and("due", due.toEpochMilli())
                        .and("contentType", contentType)
                        .and("content", Base64.getEncoder().encodeToString(content.toBytes())),
                it -> MessageId.parse(it.text("id").orElse("")));
    }

    /**
     * @param status {@code waiting}, and what became of it: {@code accepted}, {@code rejected} or {@code cancelled}
     * @param text empty if it has another content, or is over
     * @param seq where it is in its conversation, 0 if it is not
     * @param reason why it was rejected; empty if it was not
     */
    public record Planned(
            MessageId id, String conversation, Instant due, String status, String text, long seq, String reason) {}

    /**
     * What waits, and for 7 days what became of the others; the earliest first.
     *
     * @param cursor of the page before; null: from the start
     */
    public CompletionStage<Page<Planned>> list(@Nullable String cursor) {
        return asking.ask(
                "schedule/list",
                JsonText.of("cursor", cursor),
                page -> new Page<>(
                        page.objects("scheduled").stream()
                                .map(it -> new Planned(
                                        MessageId.parse(it.text("id").orElse("")),
                                        it.text("conversation").orElse(""),
                                        Asking.time(it, "due"),
                                        it.text("status").orElse(""),
                                        it.text("text").orElse(""),
                                        it.number("seq", 0),
                                        it.text("reason").orElse("")))
                                .toList(),
                        page.text("next")));
    }

    public CompletionStage<Void> cancel(MessageId id) {
        return asking.tell("schedule/cancel", JsonText.of("id", id.toString()));
    }
}
