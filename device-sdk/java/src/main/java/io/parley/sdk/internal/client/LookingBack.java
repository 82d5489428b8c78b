package io.parley.sdk.internal.client;

import com.github.f4b6a3.uuid.UuidCreator;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.internal.json.JsonText;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.store.HistoryPage;
import io.parley.sdk.internal.store.Listed;
import io.parley.sdk.internal.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server for what is past, and for the list of conversations, and gives the answers to the session to keep.
 * Safe from any thread; answers are read on the user's executor.
 */
final class LookingBack {
    private static final Logger LOG = LoggerFactory.getLogger(LookingBack.class);
    static final int PAGE_MAX = 100;

    /** Of one conversation; a new store has at most half as many to begin with. */
    private static final int REPAIRED_MAX = 1_000;
    /** So many pages of the list are read; a server that has more is not to be believed. */
    private static final int LIST_PAGES_MAX = 1_000;

    private static final int REMOVED_PAGES_MAX = 10_000;

    private record Waiting(HistoryPage page, CompletableFuture<List<HistoryEntry>> answer) {}

    private final UserName me;
    private final Clock clock;
    private final Store store;
    private final CallHandles calls;
    private final UserCode userCode;
    private final Consumer<Input> session;
    private final Map<MessageId, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    LookingBack(UserName me, Clock clock, Store store, CallHandles calls, UserCode userCode, Consumer<Input> session) {
        this.me = me;
        this.clock = clock;
        this.store = store;
        this.calls = calls;
        this.userCode = userCode;
        this.session = session;
    }

    CompletionStage<List<HistoryEntry>> older(ConversationId conversation, int limit) {
        long before = store.edge(conversation).before();
        JsonText where =
                JsonText.of("conversation", conversation.seenBy(me)).and("before", before == 0 ? null : before);
        return page(conversation, where, limit).thenCompose(this::keep);
    }

    private CompletionStage<HistoryPage> page(ConversationId conversation, JsonText where, long limit) {
        long asOf = store.edge(conversation).asOf();
        String json = where.and("limit", limit).toString();
        return calls.call("message/history", json, ParleyClient.CALL_TIMEOUT_DEFAULT)
                .thenApply(answer -> {
                    try {
                        return HistoryAnswers.read(answer, conversation, asOf);
                    } catch (BadBodyException e) {
                        throw bad("message/history", e);
                    }
                });
    }

    private static CompletionException bad(String call, BadBodyException e) {
        return new CompletionException(
                new CallFailedException(call, CallFailedException.BAD_ANSWER, String.valueOf(e.getMessage())));
    }

    private CompletionStage<List<HistoryEntry>> keep(HistoryPage page) {
        MessageId request = newRequest();
        CompletableFuture<List<HistoryEntry>> answer = new CompletableFuture<>();
        waiting.put(request, new Waiting(page, answer));
        session.accept(new Input.Paged(request, page));
        if (closed) {
            closeAll();
        }
        return answer;
    }

    /** The session has kept a page. */
    void stored(MessageId request) {
        Waiting it = waiting.remove(request);
        if (it != null) {
            userCode.free(() -> {
                try {
                    it.answer().complete(seen(it.page()));
                } catch (RuntimeException e) {
                    it.answer().completeExceptionally(e);
                }
            });
        }
    }

    /** As the store has it now; what it is still to receive in its turn, as the server told it. */
    private List<HistoryEntry> seen(HistoryPage page) {
        if (page.lines().isEmpty()) {
            return List.of();
        }
        long now = clock.millis();
        long first = page.lines().get(0).message().seq();
        long last = page.lines().get(page.lines().size() - 1).message().seq();
        long mark = store.edge(page.conversation()).mark();
        List<HistoryEntry> found = new ArrayList<>(store.history(page.conversation(), first, PAGE_MAX, now).stream()
                .filter(it -> it.seq() > 0 && it.seq() <= Math.min(mark, last))
                .toList());
        page.lines().stream()
                .filter(it -> it.message().seq() > mark && !it.message().gone())
                .filter(it -> !it.message().isExpiredAt(now))
                .map(HistoryPage.Line::entry)
                .forEach(found::add);
        return List.copyOf(found);
    }

    /** What was done to the messages the store has, and to those that follow. */
    void repair(ConversationId conversation) {
        long after = Math.max(0, store.edge(conversation).before() - 1);
        repair(conversation, after, List.of()).whenComplete((page, error) -> {
            if (error == null) {
                session.accept(new Input.Paged(newRequest(), page));
            } else if (isFinal(error)) {
                session.accept(new Input.Paged(newRequest(), new HistoryPage(conversation, 0, List.of())));
            } else {
                LOG.debug("{}: {} is asked for again with the next connection", me, conversation, error);
            }
        });
    }

    private static MessageId newRequest() {
        return MessageId.of(UuidCreator.getTimeOrderedEpochPlus1());
    }

    /** All of it as of the first page: what came later comes with the side log. */
    private CompletionStage<HistoryPage> repair(
            ConversationId conversation, long after, List<HistoryPage.Line> before) {
        JsonText where = JsonText.of("conversation", conversation.seenBy(me)).and("after", after);
        return page(conversation, where, PAGE_MAX).thenCompose(page -> {
            List<HistoryPage.Line> all = new ArrayList<>(before);
            all.addAll(page.lines());
            if (page.lines().isEmpty() || all.size() >= REPAIRED_MAX) {
                return CompletableFuture.completedStage(new HistoryPage(conversation, page.asOf(), all));
            }
            return repair(conversation, all.get(all.size() - 1).message().seq(), all)
                    .thenApply(it -> new HistoryPage(conversation, page.asOf(), it.lines()));
        });
    }

    private static boolean isFinal(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof CallFailedException it
                && it.reason().isPresent()
                && !it.reason().get().retryable();
    }

    /** What the user took away on other endpoints; without an answer it is asked for with the next connection. */
    void removed(long since) {
        removed(since, null, 1, 0).exceptionally(error -> {
            LOG.debug("{}: what was removed since {} is asked for again with the next connection", me, since, error);
            return null;
        });
    }

    /**
     * Told page by page; only with the last one what has come is known to be all, up to what the first one said.
     *
     * @param until of the first page; 0 if this is it
     */
    private CompletionStage<Void> removed(long since, @Nullable String cursor, int number, long until) {
        String json = JsonText.nothing()
                .and("since", since)
                .and("limit", (long) PAGE_MAX)
                .and("cursor", cursor)
                .toString();
        return calls.call("message/removed", json, ParleyClient.CALL_TIMEOUT_DEFAULT)
                .thenCompose(answer -> {
                    RemovedAnswers.Page page = readRemoved(answer);
                    long settled = until == 0 ? page.until() : until;
                    boolean more = page.next().isPresent() && number < REMOVED_PAGES_MAX;
                    session.accept(new Input.Removed(page.hidden(), page.cleared(), more ? since : settled));
                    return more
                            ? removed(since, page.next().get(), number + 1, settled)
                            : CompletableFuture.completedStage(null);
                });
    }

    private RemovedAnswers.Page readRemoved(String answer) {
        try {
            return RemovedAnswers.read(answer, me);
        } catch (BadBodyException e) {
            throw bad("message/removed", e);
        }
    }

    /** The whole list, archived ones too. */
    CompletionStage<Void> list() {
        List<Listed> lines = new ArrayList<>();
        return list(false, null, lines, 1)
                .thenCompose(done -> list(true, null, lines, 1))
                .thenAccept(done -> session.accept(new Input.Listing(lines)));
    }

    private CompletionStage<Void> list(boolean archived, @Nullable String cursor, List<Listed> sum, int number) {
        String json = JsonText.nothing()
                .and("archived", archived)
                .and("limit", (long) PAGE_MAX)
                .and("cursor", cursor)
                .toString();
        return calls.call("conversation/list", json, ParleyClient.CALL_TIMEOUT_DEFAULT)
                .thenCompose(answer -> {
                    ListAnswers.Page page = read(answer);
                    sum.addAll(page.lines());
                    return page.next().isPresent() && number < LIST_PAGES_MAX
                            ? list(archived, page.next().get(), sum, number + 1)
                            : CompletableFuture.completedStage(null);
                });
    }

    private ListAnswers.Page read(String answer) {
        try {
            return ListAnswers.read(answer, me);
        } catch (BadBodyException e) {
            throw bad("conversation/list", e);
        }
    }

    /** Nothing is kept any more. */
    void close() {
        closed = true;
        closeAll();
    }

    private void closeAll() {
        waiting.keySet().forEach(request -> {
            Waiting it = waiting.remove(request);
            if (it != null) {
                userCode.free(() -> it.answer()
                        .completeExceptionally(new CallFailedException(
                                "message/history", CallFailedException.CLOSED, "the client is closed")));
            }
        });
    }
}
