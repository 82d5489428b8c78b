package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The list of conversations from what the server listed and what is stored of the messages, whichever is newer. Pure. */
final class Summaries {
    static final int PREVIEW_LENGTH_MAX = 200;

    private Summaries() {}

    /** @param newest the newest message of a conversation that there is to see, none or one */
    static List<ConversationSummary> of(
            List<ConversationSummary> lines, Function<ConversationId, List<HistoryEntry>> newest) {
        return lines.stream()
                .map(it -> newest.apply(it.conversation()).stream()
                        .findFirst()
                        .map(entry -> with(it, entry))
                        .orElse(it))
                .filter(it -> it.at().toEpochMilli() > 0 || it.preview() != null)
                .sorted(Comparator.comparing(
                                (ConversationSummary it) -> !it.settings().pinned())
                        .thenComparing(ConversationSummary::at, Comparator.reverseOrder())
                        .thenComparing(ConversationSummary::conversation))
                .toList();
    }

    private static ConversationSummary with(ConversationSummary line, HistoryEntry newest) {
        ConversationSummary.Preview listed = line.preview();
        if (listed != null && newest.seq() > 0 && newest.seq() < listed.seq()) {
            return line;
        }
        String text = Words.of(newest.contentType(), newest.content());
        Instant at = newest.at().isAfter(line.at()) ? newest.at() : line.at();
        return new ConversationSummary(
                line.conversation(),
                line.title(),
                Math.max(line.last(), newest.seq()),
                at,
                line.unread(),
                line.read(),
                new ConversationSummary.Preview(
                        newest.seq(),
                        newest.from(),
                        newest.at(),
                        newest.contentType(),
                        text.length() <= PREVIEW_LENGTH_MAX ? text : text.substring(0, PREVIEW_LENGTH_MAX)),
                line.settings());
    }
}
