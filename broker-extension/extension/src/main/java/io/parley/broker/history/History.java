package io.parley.broker.history;

import io.parley.broker.api.RefusalException;
import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Owners;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the log for one who looks back. Bounded by messages and by bytes of content; a page has one message at least. */
public final class History {
    /** Most content on a page, bytes; a single larger message comes alone. */
    public static final long PAGE_BYTES_MAX = 256 * 1024;

    /** Most content read at a time on the way back, where the oldest come first and may not fit. */
    private static final long READ_BYTES_MAX = 4 * PAGE_BYTES_MAX;
    /** A gap as small as that is read over. */
    private static final long GAP_MAX = 16;

    private final Owners owners;
    private final ConversationStore log;
    private final HiddenStore hidden;

    public History(Owners owners, ConversationStore log, HiddenStore hidden) {
        this.owners = owners;
        this.log = log;
        this.hidden = hidden;
    }

    /** Where to begin, and which way. */
    @FunctionalInterface
    private interface Choice {
        CompletionStage<List<StoredMessage>> of(Shown shown);
    }

    /** The newest {@code limit} before {@code seq}. */
    public CompletionStage<HistoryPage> before(ConversationId conversation, UserName viewer, long seq, int limit) {
        return page(conversation, viewer, shown -> back(conversation, shown.before(seq, limit)));
    }

    /** The oldest {@code limit} after {@code seq}. */
    public CompletionStage<HistoryPage> after(ConversationId conversation, UserName viewer, long seq, int limit) {
        return page(conversation, viewer, shown -> read(conversation, shown.after(seq, limit), PAGE_BYTES_MAX));
    }

    /** The oldest {@code limit} of those accepted at or after a time, Unix milliseconds. */
    public CompletionStage<HistoryPage> at(ConversationId conversation, UserName viewer, long at, int limit) {
        return page(
                conversation,
                viewer,
                shown -> firstAt(conversation, shown.visible().next(1), shown.last() + 1, at)
                        .thenCompose(seq -> read(conversation, shown.after(seq - 1, limit), PAGE_BYTES_MAX)));
    }

    private CompletionStage<HistoryPage> page(ConversationId conversation, UserName viewer, Choice choice) {
        return owners.head(conversation, viewer)
                .thenCompose(head -> shown(conversation, viewer, head))
                .thenCompose(shown -> choice.of(shown).thenApply(messages -> {
                    long first = shown.first();
                    return new HistoryPage(messages, first == 0 ? shown.last() : first - 1, shown.newest());
                }));
    }

    /** One message, if the viewer is shown it. */
    public CompletionStage<Optional<StoredMessage>> one(ConversationId conversation, UserName viewer, long seq) {
        return owners.head(conversation, viewer)
                .thenCompose(head -> shown(conversation, viewer, head))
                .thenCompose(shown -> shown.contains(seq)
                        ? log.read(conversation, seq, seq, 1, 1)
                                .thenApply(found -> found.stream().findFirst())
                        : CompletableFuture.completedStage(Optional.empty()));
    }

    /**
     * What is shown of a conversation, given where it stands.
     *
     * @throws RefusalException if it is a group that the viewer never was in, or none
     */
    public CompletionStage<Shown> shown(ConversationId conversation, UserName viewer, Head head) {
        if (head.visible().isEmpty() && conversation.isGroup()) {
            throw new RefusalException(Reason.UNKNOWN_GROUP, "there is no " + conversation + " for you");
        }
        long newest = head.visible().lastOf(head.last());
        CompletionStage<Set<Long>> found = newest == 0
                ? CompletableFuture.completedStage(Set.of())
                : hidden.hiddenIn(viewer, conversation, head.visible().next(1), newest);
        return found.thenApply(seqs -> new Shown(head.visible(), head.last(), seqs));
    }

    /**
     * The first seq in {@code from..to-1} accepted at or after {@code at}, else {@code to}. Times never decrease along the log,
     * so it is looked for by halving.
     */
    private CompletionStage<Long> firstAt(ConversationId conversation, long from, long to, long at) {
        if (from >= to) {
            return CompletableFuture.completedStage(to);
        }
        long middle = from + (to - from) / 2;
        return log.read(conversation, middle, middle, 1, 1)
                .thenCompose(found -> found.isEmpty() || found.get(0).at() >= at
                        ? firstAt(conversation, from, middle, at)
                        : firstAt(conversation, middle + 1, to, at));
    }

    /** The last of these seqs, as many as fit. If not all could be read, then those that count are looked at alone. */
    private CompletionStage<List<StoredMessage>> back(ConversationId conversation, List<Long> seqs) {
        return read(conversation, seqs, READ_BYTES_MAX).thenCompose(found -> {
            if (found.size() < seqs.size() && seqs.size() > 1) {
                return back(conversation, seqs.subList(seqs.size() / 2, seqs.size()));
            }
            return CompletableFuture.completedStage(newestThatFit(found));
        });
    }

    private static List<StoredMessage> newestThatFit(List<StoredMessage> messages) {
        long bytes = 0;
        int from = messages.size();
        while (from > 0) {
            bytes += messages.get(from - 1).content().size();
            if (bytes > PAGE_BYTES_MAX && from < messages.size()) {
                break;
            }
            from--;
        }
        return messages.subList(from, messages.size());
    }

    /** The first of these seqs, as many as fit. */
    private CompletionStage<List<StoredMessage>> read(ConversationId conversation, List<Long> seqs, long bytesMax) {
        return read(conversation, runs(seqs), 0, bytesMax, Set.copyOf(seqs), new ArrayList<>());
    }

    private record Run(long from, long to) {}

    private static List<Run> runs(List<Long> seqs) {
        List<Run> runs = new ArrayList<>();
        for (long seq : seqs) {
            Run former = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (former != null && seq - former.to <= GAP_MAX) {
                runs.set(runs.size() - 1, new Run(former.from, seq));
            } else {
                runs.add(new Run(seq, seq));
            }
        }
        return runs;
    }

    private CompletionStage<List<StoredMessage>> read(
            ConversationId conversation,
            List<Run> runs,
            int next,
            long bytesLeft,
            Set<Long> wanted,
            List<StoredMessage> sum) {
        if (next == runs.size() || (bytesLeft <= 0 && !sum.isEmpty())) {
            return CompletableFuture.completedStage(sum);
        }
        Run run = runs.get(next);
        int count = (int) (run.to - run.from + 1);
        return log.read(conversation, run.from, run.to, count, Math.max(1, bytesLeft))
                .thenCompose(found -> {
                    long bytes = 0;
                    for (StoredMessage message : found) {
                        bytes += message.content().size();
                        if (wanted.contains(message.seq()) && (bytes <= bytesLeft || sum.isEmpty())) {
                            sum.add(message);
                        }
                    }
                    return found.size() < count
                            ? CompletableFuture.completedStage(sum)
                            : read(conversation, runs, next + 1, bytesLeft - bytes, wanted, sum);
                });
    }
}
