package io.parley.broker.list;

import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Owners;
import io.parley.broker.history.History;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.ListEntry;
import io.parley.broker.storage.ListStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts a user's list together: every conversation's owner is asked where it stands, so that the list is true at the moment it
 * is asked for. Owners that rest wake up for it; what they read stays with them for a while.
 */
public final class ConversationList {
    /** Owners asked at a time for one list. */
    private static final int ASKED_AT_ONCE = 32;

    private final EndpointStore conversations;
    private final ListStore entries;
    private final Owners owners;
    private final History history;
    private final Previews previews;
    private final Standing.Source standings;

    public ConversationList(
            EndpointStore conversations,
            ListStore entries,
            Owners owners,
            History history,
            ConversationStore log,
            AmendmentStore amendments,
            Standing.Source standings) {
        this.conversations = conversations;
        this.entries = entries;
        this.owners = owners;
        this.history = history;
        this.previews = new Previews(log, amendments);
        this.standings = standings;
    }

    /** Everything the user has a part in that has something in it, in the order of a list. */
    CompletionStage<List<Line>> of(UserName user) {
        return conversations
                .conversationsOf(user)
                .thenCombine(
                        entries.entriesOf(user), (all, arranged) -> lines(user, List.copyOf(all.keySet()), arranged))
                .thenCompose(lines -> lines)
                .thenApply(lines -> lines.stream()
                        .flatMap(Optional::stream)
                        .sorted(Line.ORDER)
                        .toList());
    }

    private CompletionStage<List<Optional<Line>>> lines(
            UserName user, List<ConversationId> all, Map<ConversationId, ListEntry> arranged) {
        List<ConversationId> own = all.stream().filter(it -> !it.isAmendments()).toList();
        return InParallel.each(own, ASKED_AT_ONCE, it -> line(user, it, arranged.getOrDefault(it, ListEntry.NONE)));
    }

    private CompletionStage<Optional<Line>> line(UserName user, ConversationId conversation, ListEntry entry) {
        return owners.head(conversation, user).thenCompose(head -> {
            if (head.last() == 0 || head.visible().isEmpty()) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            return previews.of(conversation, head.last())
                    .thenApply(newest -> Optional.of(
                            new Line(conversation, head, newest.map(Preview::at).orElse(0L), entry)));
        });
    }

    /** What is on a page and nowhere else. */
    record Details(Line line, Optional<Preview> preview, Standing standing) {}

    /** In the order of the lines. */
    CompletionStage<List<Details>> details(UserName user, List<Line> page) {
        return InParallel.each(page, ASKED_AT_ONCE, line -> details(user, line))
                .thenApply(all -> all.stream()
                        .sorted((one, other) -> Line.ORDER.compare(one.line, other.line))
                        .toList());
    }

    private CompletionStage<Details> details(UserName user, Line line) {
        Head head = line.head();
        return history.shown(line.conversation(), user, head)
                .thenCompose(shown -> previews.amended(line.conversation(), shown.newest()))
                .thenCombine(
                        standings.of(line.conversation(), user),
                        (preview, standing) -> new Details(line, preview, standing));
    }
}
