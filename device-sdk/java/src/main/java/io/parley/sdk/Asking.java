package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.json.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls with what is asked and answered as types. What the typed calls of this package share. */
record Asking(ParleyClient client) {
    /** Makes something of an answer. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonObject answer);
    }

    <T> CompletionStage<T> ask(String call, JsonText fields, Reading<T> reading) {
        return client.call(call, fields.toString()).thenApply(answer -> {
            try {
                return reading.read(JsonObject.parse(answer));
            } catch (BadBodyException | IllegalArgumentException e) {
                throw new CompletionException(
                        new CallFailedException(call, CallFailedException.BAD_ANSWER, String.valueOf(e.getMessage())));
            }
        });
    }

    CompletionStage<Accepted> write(String call, JsonText fields) {
        return ask(
                call,
                fields,
                answer -> new Accepted(
                        answer.text("status").orElse("").equals("duplicate"),
                        ConversationId.parse(answer.text("conversation").orElse(""), me())
                                .orElseThrow(() -> new IllegalArgumentException("an answer without conversation")),
                        answer.number("seq", 0),
                        time(answer, "at")));
    }

    CompletionStage<Void> tell(String call, JsonText fields) {
        return client.call(call, fields.toString()).thenApply(answer -> null);
    }

    UserName me() {
        return client.endpoint().user();
    }

    String seen(ConversationId conversation) {
        return conversation.seenBy(me());
    }

    static UserName user(JsonObject from, String field) {
        return new UserName(from.text(field).orElse(""));
    }

    static List<UserName> users(JsonObject from, String field) {
        return from.texts(field).stream().map(UserName::new).toList();
    }

    static Instant time(JsonObject from, String field) {
        return Instant.ofEpochMilli(from.number(field, 0));
    }

    /** @return null if it is not said, or 0 */
    static @Nullable Instant timeOrNull(JsonObject from, String field) {
        return from.number(field, 0) == 0 ? null : time(from, field);
    }
}
