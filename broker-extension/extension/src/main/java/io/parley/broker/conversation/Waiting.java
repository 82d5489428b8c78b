package io.parley.broker.conversation;

import io.parley.broker.storage.Digest;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A submission that has no answer yet. */
final class Waiting {
    final Submission submission;
    final SenderId key;
    final ReturnAddress returnAddress;
    final long arrivedAt;
    final Digest digest;

    /** Whether only the store can tell if its id was accepted before. */
    boolean askOwn;
    /** Whether only the store can tell if the message it must follow was accepted. */
    boolean askAfter;
    /** Whether it must wait for what the store tells. */
    boolean awaitsLookup;
    /** The first answer to its id, as the store tells. */
    @Nullable KnownId known;
    /** Whether the message it must follow, if any, is accepted. */
    boolean mayFollow;
    /** The message it must follow, if that one waits ahead. */
    @Nullable Waiting predecessor;

    /** Whether it has, or is certain to get, a seq. */
    boolean placed;

    private List<Waiting> twins = List.of();

    Waiting(Submission submission, ReturnAddress returnAddress, long arrivedAt) {
        this.submission = submission;
        this.key = new SenderId(submission.from().user(), submission.id());
        this.returnAddress = returnAddress;
        this.arrivedAt = arrivedAt;
        this.digest = Digest.of(submission.contentType(), submission.content());
        this.mayFollow = submission.after() == null;
    }

    int bytes() {
        return submission.content().size();
    }

    /** The same id again, sent while this one waits: it gets its answer when this one does. */
    void addTwin(Waiting twin) {
        if (twins.isEmpty()) {
            twins = new ArrayList<>(1);
        }
        twins.add(twin);
    }

    List<Waiting> twins() {
        return twins;
    }

    /** The key of the message it must follow. */
    @Nullable SenderId afterKey() {
        return submission.after() == null ? null : new SenderId(key.from(), submission.after());
    }

    boolean mayFollowNow() {
        return mayFollow || (predecessor != null && predecessor.placed);
    }

    boolean isExpiredAt(long now) {
        return submission.expiryMillis() > 0 && now - arrivedAt >= submission.expiryMillis();
    }
}
