package io.parley.sdk.internal.session;

import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.DeliveredMessage;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.transport.Delivery;
import io.parley.sdk.internal.transport.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a server packs what it delivers. */
public final class ServerPackets {
    private ServerPackets() {}

    /** What is consecutive in a conversation together, the order kept. */
    public static List<List<Incoming>> of(List<Incoming> messages, int messagesMax) {
        List<List<Incoming>> packets = new ArrayList<>();
        List<Incoming> packet = List.of();
        for (Incoming next : messages) {
            if (!takes(packet, next, messagesMax)) {
                packet = new ArrayList<>();
                packets.add(packet);
            }
            packet.add(next);
        }
        return packets;
    }

    private static boolean takes(List<Incoming> packet, Incoming next, int messagesMax) {
        if (packet.isEmpty() || packet.size() >= messagesMax) {
            return false;
        }
        Incoming last = packet.get(packet.size() - 1);
        return last.conversation().equals(next.conversation()) && last.seq() + 1 == next.seq();
    }

    public static byte[] batch(List<Incoming> messages) {
        return Batches.writeDelivered(
                messages.stream().map(ServerPackets::delivered).toList());
    }

    private static DeliveredMessage delivered(Incoming it) {
        String contentType = it.contentType() == null ? "" : it.contentType();
        return new DeliveredMessage(it.seq(), it.id(), it.from(), it.at(), 0, 0, it.gone(), contentType, it.content());
    }

    /** What a packet tells the session, by way of the wire if it is a batch. */
    static List<Input> read(List<Incoming> packet, Wire wire, String topic) {
        if (packet.size() == 1) {
            return List.of(new Input.Arrived(packet.get(0)));
        }
        try {
            return wire.decode(new Delivery(topic, batch(packet), null, Batches.CONTENT_TYPE, Map.of()));
        } catch (BadBodyException e) {
            throw new AssertionError(e);
        }
    }
}
