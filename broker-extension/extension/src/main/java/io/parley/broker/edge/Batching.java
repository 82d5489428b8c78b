package io.parley.broker.edge;

import io.parley.broker.delivery.Delivery;
import io.parley.protocol.Limits;
import io.parley.protocol.batch.DeliveredMessage;
import java.util.ArrayList;
import java.util.List;

/** Which deliveries share a packet: neighbours of one conversation with consecutive seqs, within the limits. Pure. */
final class Batching {
    /** For endpoints that did not ask for batches. */
    static final Batching NONE = new Batching(1, 0);

    private final int messagesMax;
    private final int bytesMax;

    Batching(Limits limits) {
        this(limits.batchMessagesMax(), limits.batchBytesMax());
    }

    private Batching(int messagesMax, int bytesMax) {
        this.messagesMax = messagesMax;
        this.bytesMax = bytesMax;
    }

    /** @return where the packet that begins at {@code from} ends, exclusive */
    int endOfPacket(List<Delivery> deliveries, int from) {
        int to = from + 1;
        long bytes = size(deliveries.get(from));
        while (to < deliveries.size()
                && to - from < messagesMax
                && follows(deliveries.get(to), deliveries.get(to - 1))
                && (bytes += size(deliveries.get(to))) <= bytesMax) {
            to++;
        }
        return to;
    }

    private static boolean follows(Delivery delivery, Delivery former) {
        return delivery.floor() == 0
                && former.floor() == 0
                && delivery.message().seq() == former.message().seq() + 1
                && delivery.conversation().equals(former.conversation());
    }

    private static int size(Delivery delivery) {
        return delivery.message().content().size();
    }

    static List<DeliveredMessage> messages(List<Delivery> deliveries, long now) {
        List<DeliveredMessage> messages = new ArrayList<>(deliveries.size());
        for (Delivery delivery : deliveries) {
            var message = delivery.message();
            messages.add(new DeliveredMessage(
                    message.seq(),
                    message.id(),
                    message.from(),
                    message.at(),
                    delivery.secondsLeft(now),
                    delivery.resend(),
                    delivery.gone(),
                    delivery.gone() ? "" : message.contentType(),
                    message.content()));
        }
        return messages;
    }
}
