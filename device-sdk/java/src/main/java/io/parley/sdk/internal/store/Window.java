package io.parley.sdk.internal.store;

import io.parley.protocol.Reason;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both stores say alike. */
final class Window {
    private Window() {}

    /** The part of a conversation that was asked for; {@code all} is in order, what waits (seq 0) last. */
    static List<HistoryEntry> of(List<HistoryEntry> all, long fromSeq, int limit) {
        if (fromSeq < 0) {
            int from = (int) Math.max(0, all.size() + Math.max(fromSeq, -Store.HISTORY_LIMIT_MAX));
            return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
        }
        return all.stream()
                .filter(it -> it.seq() == 0 || it.seq() >= fromSeq)
                .limit(limit)
                .toList();
    }

    /** Of an own message the server has answered, by the marks of the other side. */
    static MessageStatus status(long seq, @Nullable String failure, long peerReceived, long peerRead) {
        if (failure != null) {
            return MessageStatus.failed(
                    failure, Reason.ofCode(failure).map(Reason::retryable).orElse(false));
        }
        Stage stage = seq <= peerRead ? Stage.READ : seq <= peerReceived ? Stage.RECEIVED : Stage.ACCEPTED;
        return MessageStatus.at(stage, seq);
    }
}
