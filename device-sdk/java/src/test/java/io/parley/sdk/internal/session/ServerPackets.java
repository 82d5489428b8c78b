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

    /** What is consecutive in a conversation together, the order kept; what tells of a floor goes alone. */
    public static List<List<Input.Arrived>> of(List<Input.Arrived> messages, int messagesMax) {
        List<List<Input.Arrived>> packets = new ArrayList<>();
        List<Input.Arrived> packet = List.of();
        for (Input.Arrived next : messages) {
            if (!takes(packet, next, messagesMax)) {
                packet = new ArrayList<>();
                packets.add(packet);
            }
            packet.add(next);
        }
        return packets;
    }

    private static boolean takes(List<Input.Arrived> packet, Input.Arrived next, int messagesMax) {
        if (packet.isEmpty() || packet.size() >= messagesMax) {
            return false;
        }
        Input.Arrived last = packet.get(packet.size() - 1);
        return last.floor() == 0
                && next.floor() == 0
                && last.message().conversation().equals(next.message().conversation())
                && last.message().seq() + 1 == next.message().seq();
    }

    public static byte[] batch(List<Input.Arrived> messages) {
        return Batches.writeDelivered(
                messages.stream().map(it -> delivered(it.message())).toList());
    }

    private static DeliveredMessage delivered(Incoming it) {
        String contentType = it.contentType() == null ? "" : it.contentType();
        return new DeliveredMessage(it.seq(), it.id(), it.from(), it.at(), 0, 0, it.gone(), contentType, it.content());
    }

    /** What a packet tells the session, by way of the wire if it is a batch. */
    static List<Input> read(List<Input.Arrived> packet, Wire wire, String topic) {
        if (packet.size() == 1) {
            return List.of(packet.get(0));
        }
        try {
            return wire.decode(new Delivery(topic, batch(packet), null, Batches.CONTENT_TYPE, Map.of()), 0);
        } catch (BadBodyException e) {
            throw new AssertionError(e);
        }
    }
}
