package io.parley.sdk.internal.client;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.store.Arrangement;
import io.parley.sdk.internal.store.Listed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads answers of {@code conversation/list}, docs/protocol.md. Pure. */
final class ListAnswers {
    /** @param next where the next page begins; empty: there is none */
    record Page(List<Listed> lines, Optional<String> next) {}

    private ListAnswers() {}

    static Page read(String json, UserName me) throws BadBodyException {
        JsonObject page = JsonObject.parse(json);
        List<Listed> lines = new ArrayList<>();
        for (JsonObject line : page.objects("conversations")) {
            line.text("conversation")
                    .flatMap(seen -> ConversationId.parse(seen, me))
                    .ifPresent(id -> lines.add(line(id, line)));
        }
        return new Page(lines, page.text("next"));
    }

    private static Listed line(ConversationId conversation, JsonObject line) {
        return new Listed(
                conversation,
                line.number("last", 0),
                line.number("at", 0),
                line.number("unread", 0),
                line.object("preview").flatMap(ListAnswers::preview).orElse(null),
                new Arrangement(
                        line.text("title").orElse(null),
                        line.flag("pinned"),
                        line.number("mutedUntil", 0),
                        line.flag("archived"),
                        line.flag("markedUnread"),
                        line.text("draft").orElse("")));
    }

    private static Optional<ConversationSummary.Preview> preview(JsonObject preview) {
        return preview.text("from")
                .flatMap(UserName::parse)
                .map(from -> new ConversationSummary.Preview(
                        preview.number("seq", 0),
                        from,
                        Instant.ofEpochMilli(preview.number("at", 0)),
                        preview.text("contentType").orElse(null),
                        preview.text("text").orElse("")));
    }
}
