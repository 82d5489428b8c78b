package io.parley.broker.conversation;

import io.parley.broker.storage.KnownId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words the answers, collects those decided within one input, and sends them as one list per connection. */
final class Answers {
    private final ConversationSettings settings;
    private final ConversationObserver observer;
    private final Map<ReturnAddress, List<Ack>> byAddress = new LinkedHashMap<>();

    Answers(ConversationSettings settings, ConversationObserver observer) {
        this.settings = settings;
        this.observer = observer;
    }

    /** It has become {@code known}; whoever sent the same meanwhile has sent a duplicate. */
    void accepted(Waiting waiting, KnownId known) {
        add(waiting, Ack.accepted(waiting.submission.id(), known.seq(), known.at()));
        waiting.twins().forEach(twin -> repeated(twin, known));
    }

    /** It was accepted before: the first answer again, unless it is not the same message. */
    void known(Waiting waiting, KnownId known) {
        repeated(waiting, known);
        waiting.twins().forEach(twin -> repeated(twin, known));
    }

    void rejected(Waiting waiting, Reason reason) {
        reject(waiting, reason);
        waiting.twins().forEach(twin -> reject(twin, reason));
    }

    void send() {
        if (byAddress.isEmpty()) {
            return;
        }
        byAddress.forEach((to, acks) -> to.sink().answered(to.connection(), List.copyOf(acks)));
        byAddress.clear();
    }

    private void repeated(Waiting waiting, KnownId known) {
        if (!known.digest().equals(waiting.digest)) {
            reject(waiting, Reason.CONFLICT);
            return;
        }
        observer.duplicate();
        add(waiting, Ack.duplicate(waiting.submission.id(), known.seq(), known.at()));
    }

    private void reject(Waiting waiting, Reason reason) {
        observer.rejected(reason);
        long retryAfter = reason == Reason.BUSY ? settings.busyRetryAfterMillis() : 0;
        add(waiting, Ack.rejected(waiting.submission.id(), reason, retryAfter));
    }

    private void add(Waiting waiting, Ack ack) {
        byAddress
                .computeIfAbsent(waiting.returnAddress, address -> new ArrayList<>(4))
                .add(ack);
    }
}
