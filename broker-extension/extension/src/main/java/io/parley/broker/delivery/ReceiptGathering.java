package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;
import java.util.HashMap;
import java.util.Map;

/**
 * A plain endpoint's acknowledgements, made into receipts: each is one packet for one message, and the owners need only
 * the newest. Part of {@link EndpointSession} and of its thread.
 */
final class ReceiptGathering {
    private final DeliverySettings settings;
    private final ReceiptTelling telling;
    private final Map<ConversationId, Long> received = new HashMap<>();
    private int acknowledgements;
    private long dueAt = Long.MAX_VALUE;

    ReceiptGathering(DeliverySettings settings, ReceiptTelling telling) {
        this.settings = settings;
        this.telling = telling;
    }

    void acknowledged(ConversationId conversation, long acked, long now) {
        received.put(conversation, acked);
        acknowledgements++;
        if (acknowledgements >= settings.receiptsMessagesMax()) {
            tell(now);
        } else if (dueAt == Long.MAX_VALUE) {
            dueAt = now + settings.receiptsDelayMillis();
        }
    }

    void tick(long now) {
        if (now >= dueAt) {
            tell(now);
        }
    }

    void tell(long now) {
        telling.tell(received, Map.of(), now);
        received.clear();
        acknowledgements = 0;
        dueAt = Long.MAX_VALUE;
    }

    long dueAt() {
        return dueAt;
    }
}
