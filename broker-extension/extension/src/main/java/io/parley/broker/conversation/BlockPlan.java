package io.parley.broker.conversation;

import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that make up the next block: taken from the head of the line, as many as are ready and fit. */
final class BlockPlan {
    private final List<Waiting> chosen = new ArrayList<>();

    /** Takes them out of the line, and answers those on the way that get no seq. */
    static BlockPlan of(WaitingLine line, Answers answers, ConversationSettings settings, long now) {
        BlockPlan plan = new BlockPlan();
        long bytes = 0;
        Waiting head = line.head();
        while (head != null && !head.awaitsLookup && plan.chosen.size() < settings.blockMessagesMax()) {
            Reason refusal = refusalOf(head, now);
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
            }
            head = line.head();
        }
        return plan;
    }

    private static @Nullable Reason refusalOf(Waiting waiting, long now) {
        if (!waiting.mayFollowNow()) {
            return Reason.OUT_OF_ORDER;
        }
        return waiting.isExpiredAt(now) ? Reason.EXPIRED : null;
    }

    boolean isEmpty() {
        return chosen.isEmpty();
    }

    List<Waiting> chosen() {
        return chosen;
    }

    List<StoredMessage> messages(long firstSeq, long at) {
        List<StoredMessage> messages = new ArrayList<>(chosen.size());
        for (Waiting waiting : chosen) {
            messages.add(stored(waiting.submission, firstSeq + messages.size(), at));
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

    private static StoredMessage stored(Submission submission, long seq, long at) {
        return new StoredMessage(
                seq,
                submission.id(),
                submission.from().user(),
                submission.from().clientId(),
                at,
                submission.expiryMillis() == 0 ? 0 : at + submission.expiryMillis(),
                submission.contentType(),
                submission.content());
    }
}
