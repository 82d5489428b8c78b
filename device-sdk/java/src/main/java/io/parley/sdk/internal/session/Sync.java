package io.parley.sdk.internal.session;

import io.parley.protocol.MessageId;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.SyncRequest;
import io.parley.sdk.internal.store.Store;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what is missing, a page at a time: request, messages, reply, receipts, next request. A page is finished when
 * as many messages have come as the reply counts (or none has for a while: some were lost), and all in order are received.
 *
 * <p>The server takes a conversation that a sync does not name to stand where this connection said before. So with more
 * conversations than one sync may name, receipts tell of the others, and the first sync waits until they are taken.
 *
 * <p>Until the first sync of a new store is complete only the newest messages of each conversation are asked for.
 */
final class Sync {
    private static final long NEVER = Long.MAX_VALUE;

    private final SessionLimits limits;
    private final Inbox inbox;
    private final Receipts receipts;
    private final Store store;
    private final RandomGenerator random;
    private final Consumer<Output> out;
    private final Backoff backoff;
    private @Nullable MessageId open;
    private long openDueAt;
    private int unanswered;
    private boolean paging;
    private int pageSize;
    private int pageArrived;
    private long lastArrivalAt;
    private long progressBefore;
    private long wantedAt = NEVER;
    private boolean onlyForGap;
    private long answeredAt;
    private boolean connected;
    private boolean introducing;
    private int latest;

    Sync(
            SessionLimits limits,
            Inbox inbox,
            Receipts receipts,
            Store store,
            RandomGenerator random,
            Consumer<Output> out) {
        this.limits = limits;
        this.inbox = inbox;
        this.receipts = receipts;
        this.store = store;
        this.random = random;
        this.out = out;
        this.backoff = new Backoff(limits.gapPatience(), limits.retryMax(), random);
    }

    /** @param newestOnly of each conversation that is new to this store, 0: all of it */
    void startAfresh(int newestOnly) {
        latest = newestOnly;
    }

    /** Whether this store has yet to be told everything that waited, and is told the newest of it only. */
    boolean isAfresh() {
        return latest > 0;
    }

    void connected(Now now) {
        connected = true;
        unanswered = 0;
        backoff.reset();
        introducing = inbox.tellUnnamed();
        if (!introducing) {
            request(now);
        }
    }

    void disconnected() {
        connected = false;
        introducing = false;
        open = null;
        paging = false;
        wantedAt = NEVER;
        onlyForGap = false;
    }

    private void request(Now now) {
        open = new MessageId(random.nextLong(), random.nextLong());
        openDueAt = now.millis() + Backoff.jitter(limits.replyTimeout() << Math.min(unanswered, 2), random);
        wantedAt = NEVER;
        onlyForGap = false;
        paging = false;
        pageArrived = 0;
        progressBefore = inbox.progress();
        out.accept(new Output.PublishSync(open, new SyncRequest(inbox.marks(), limits.syncPageMessages(), latest)));
    }

    void arrived(Now now) {
        pageArrived++;
        lastArrivalAt = now.millis();
    }

    /** @return whether this answers the open request */
    boolean answered(MessageId request, SyncReply reply, Now now) {
        if (!request.equals(open)) {
            return false;
        }
        open = null;
        unanswered = 0;
        answeredAt = now.millis();
        lastArrivalAt = now.millis();
        if (inbox.progress() > progressBefore) {
            backoff.reset();
        }
        paging = !reply.complete();
        pageSize = reply.sent();
        if (reply.complete()) {
            latest = 0;
            store.synced();
        }
        return true;
    }

    void refused(@Nullable MessageId request, Now now) {
        if (open != null && (request == null || request.equals(open))) {
            open = null;
            wantedAt = now.millis() + Math.max(limits.retryMin(), backoff.next());
        }
    }

    /** Asks again soon. */
    void want(Now now) {
        if (connected && !introducing && open == null && !paging && wantedAt == NEVER) {
            wantedAt = now.millis() + backoff.next();
            onlyForGap = false;
        }
    }

    /** Asks again soon for what has not come by itself; not if it comes meanwhile. */
    void wantMissing(Now now) {
        boolean gap = inbox.wantsPull();
        if (gap && isIdle()) {
            want(now);
            onlyForGap = true;
        } else if (!gap && onlyForGap) {
            onlyForGap = false;
            wantedAt = NEVER;
            backoff.reset();
        }
    }

    void advance(Now now) {
        if (!connected) {
            return;
        }
        if (introducing) {
            introduce(now);
        } else if (open != null && openDueAt <= now.millis()) {
            unanswered++;
            request(now);
        } else if (paging && isPageFinished(now)) {
            nextPage(now);
        } else if (open == null && !paging && wantedAt <= now.millis()) {
            inbox.pulling();
            request(now);
        }
    }

    private void introduce(Now now) {
        if (receipts.isTold()) {
            introducing = false;
            request(now);
        }
    }

    private boolean isPageFinished(Now now) {
        boolean complete = pageArrived >= pageSize || lastArrivalAt + limits.gapPatience() <= now.millis();
        return complete && inbox.isSettled();
    }

    private void nextPage(Now now) {
        receipts.flush(now);
        if (inbox.progress() > progressBefore) {
            request(now);
        } else {
            paging = false;
            wantedAt = now.millis() + backoff.next();
        }
    }

    /** Nothing is being asked and nothing is about to be. */
    boolean isIdle() {
        return !introducing && open == null && !paging && wantedAt == NEVER;
    }

    boolean isOpen() {
        return open != null;
    }

    boolean isUnheard() {
        return unanswered >= limits.attemptsMax();
    }

    long answeredAt() {
        return answeredAt;
    }

    long dueAt(Now now) {
        if (!connected || introducing) {
            return NEVER;
        }
        if (open != null) {
            return openDueAt;
        }
        if (paging) {
            long patient = lastArrivalAt + limits.gapPatience();
            return pageArrived >= pageSize || patient <= now.millis() ? NEVER : patient;
        }
        return wantedAt;
    }
}
