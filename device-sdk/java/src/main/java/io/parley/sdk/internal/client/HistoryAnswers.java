package io.parley.sdk.internal.client;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.Amendments;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.store.HistoryPage;
import io.parley.sdk.internal.store.Incoming;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads answers of {@code message/history}, docs/protocol.md. Pure. */
final class HistoryAnswers {
    private HistoryAnswers() {}

    /** @param asOf how far the side log had been received when it was asked */
    static HistoryPage read(String json, ConversationId conversation, long asOf) throws BadBodyException {
        List<HistoryPage.Line> lines = new ArrayList<>();
        try {
            for (JsonObject message : JsonObject.parse(json).objects("messages")) {
                lines.add(line(message, conversation));
            }
        } catch (IllegalArgumentException e) {
            throw new BadBodyException("message/history: " + e.getMessage());
        }
        return new HistoryPage(conversation, asOf, lines);
    }

    private static HistoryPage.Line line(JsonObject message, ConversationId conversation) {
        Amendments amendments =
                message.object("amended").map(HistoryAnswers::amendments).orElse(Amendments.NONE);
        String contentType = message.text("contentType").orElse("");
        Incoming incoming = new Incoming(
                conversation,
                message.number("seq", 0),
                MessageId.parse(message.text("id").orElse("")),
                new UserName(message.text("from").orElse("")),
                message.number("at", 0),
                contentType.isEmpty() ? null : contentType,
                content(message),
                message.number("expiresAt", 0),
                message.has("gone"));
        return new HistoryPage.Line(incoming, amendments);
    }

    private static Content content(JsonObject message) {
        return message.text("text")
                .map(Content::ofText)
                .or(() -> message.text("content")
                        .map(it -> Content.wrap(Base64.getDecoder().decode(it))))
                .orElse(Content.EMPTY);
    }

    private static Amendments amendments(JsonObject amended) {
        Map<String, List<UserName>> reactions = new LinkedHashMap<>();
        amended.object("reactions")
                .ifPresent(all -> all.names()
                        .forEach(emoji -> reactions.put(
                                emoji,
                                all.texts(emoji).stream()
                                        .flatMap(it -> UserName.parse(it).stream())
                                        .toList())));
        return new Amendments(amended.flag("edited"), amended.flag("recalled"), reactions);
    }
}
