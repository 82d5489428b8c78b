package io.parley.broker.conversation;

import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that make up the next block: taken from the head of the line, as many as are ready and fit. */
final class BlockPlan {
    private final List<Waiting> chosen = new ArrayList<>();

    /** Takes them out of the line, and answers those on the way that get no seq. */
    static BlockPlan of(WaitingLine line, Answers answers, Rules rules, ConversationSettings settings, long now) {
        BlockPlan plan = new BlockPlan();
        long bytes = 0;
        Waiting head = line.head();
        boolean ended = false;
        while (head != null && !ended && !head.awaitsLookup && plan.chosen.size() < settings.blockMessagesMax()) {
            Reason refusal = head.known != null ? null : refusalOf(head, rules, now);
            if (head.known != null) {
                head.placed = true;
                line.dropHead();
                answers.known(head, head.known);
            } else if (refusal != null) {
                line.dropHead();
                answers.rejected(head, refusal);
            } else {
                bytes += head.bytes();
                if (bytes > settings.blockBytesMax() && !plan.isEmpty()) {
                    break;
                }
                line.placeHead();
                plan.chosen.add(head);
                // what comes after it is to be judged by what it changes
                ended = head.submission.contentType().equals(ContentTypes.CHANGE);
            }
            head = line.head();
        }
        return plan;
    }

    private static @Nullable Reason refusalOf(Waiting waiting, Rules rules, long now) {
        if (!waiting.mayFollowNow()) {
            return Reason.OUT_OF_ORDER;
        }
        return waiting.isExpiredAt(now) ? Reason.EXPIRED : rules.refusalOf(waiting.submission, now);
    }

    boolean isEmpty() {
        return chosen.isEmpty();
    }

    List<Waiting> chosen() {
        return chosen;
    }

    /** @param retentionMillis how long they are kept at most, 0 for ever */
    List<StoredMessage> messages(long firstSeq, long at, long retentionMillis) {
        List<StoredMessage> messages = new ArrayList<>(chosen.size());
        for (Waiting waiting : chosen) {
            messages.add(stored(waiting.submission, firstSeq + messages.size(), at, retentionMillis));
        }
        return messages;
    }

    List<KnownId> ids(long firstSeq, long at) {
        List<KnownId> ids = new ArrayList<>(chosen.size());
        for (Waiting waiting : chosen) {
            ids.add(new KnownId(firstSeq + ids.size(), at, waiting.digest));
        }
        return ids;
    }

    private static StoredMessage stored(Submission submission, long seq, long at, long retentionMillis) {
        long lifetime = submission.contentType().equals(ContentTypes.CHANGE)
                ? 0
                : shorter(submission.expiryMillis(), retentionMillis);
        return new StoredMessage(
                seq,
                submission.id(),
                submission.from().user(),
                submission.from().clientId(),
                at,
                lifetime == 0 ? 0 : at + lifetime,
                submission.contentType(),
                submission.content());
    }

    /** 0 is for ever. */
    private static long shorter(long one, long other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }
}
