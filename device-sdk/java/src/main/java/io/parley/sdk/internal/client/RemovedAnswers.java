package io.parley.sdk.internal.client;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.Cleared;
import io.parley.sdk.Hidden;
import io.parley.sdk.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads answers of {@code message/removed}, docs/protocol.md. Pure. */
final class RemovedAnswers {
    /** @param next where the next page begins; empty: there is none */
    record Page(List<Hidden> hidden, List<Cleared> cleared, long until, Optional<String> next) {}

    private RemovedAnswers() {}

    static Page read(String json, UserName me) throws BadBodyException {
        JsonObject page = JsonObject.parse(json);
        List<Hidden> hidden = new ArrayList<>();
        List<Cleared> cleared = new ArrayList<>();
        for (JsonObject it : page.objects("removed")) {
            it.text("conversation")
                    .flatMap(seen -> ConversationId.parse(seen, me))
                    .ifPresent(id -> {
                        if (it.has("seqs")) {
                            hidden.add(new Hidden(id, it.numbers("seqs")));
                        }
                        if (it.has("cleared")) {
                            cleared.add(new Cleared(id, it.number("cleared", 0)));
                        }
                    });
        }
        return new Page(hidden, cleared, page.number("until", 0), page.text("next"));
    }
}
