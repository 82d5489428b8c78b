package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.sdk.internal.json.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

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

    /** @param text empty if it has another content */
    public record Planned(MessageId id, String conversation, Instant due, String text) {}

    public CompletionStage<List<Planned>> list() {
        return asking.ask(
                "schedule/list",
                JsonText.nothing(),
                answer -> answer.objects("scheduled").stream()
                        .map(it -> new Planned(
                                MessageId.parse(it.text("id").orElse("")),
                                it.text("conversation").orElse(""),
                                Asking.time(it, "due"),
                                it.text("text").orElse("")))
                        .toList());
    }

    public CompletionStage<Void> cancel(MessageId id) {
        return asking.tell("schedule/cancel", JsonText.of("id", id.toString()));
    }
}
