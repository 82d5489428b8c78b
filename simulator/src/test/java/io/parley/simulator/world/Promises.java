package io.parley.simulator.world;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.sdk.internal.store.Incoming;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The promises, held against every single thing that is told to an application, at the moment it is told. */
final class Promises {
    private record Asked(EndpointId by, ConversationId conversation, Content content, long order) {}

    private record Mouth(EndpointId endpoint, ConversationId conversation) {}

    private final ShakyStorage store;
    private final Map<MessageId, Asked> asked = new HashMap<>();
    private final Map<MessageId, Long> places = new HashMap<>();
    private final Map<ConversationId, Map<Long, MessageId>> holders = new HashMap<>();
    private final Map<Mouth, TreeMap<Long, Long>> orders = new HashMap<>();
    private final Map<Mouth, Long> handedTo = new HashMap<>();
    private final Map<EndpointId, Set<MessageId>> handed = new HashMap<>();

    Promises(ShakyStorage store) {
        this.store = store;
    }

    private static void hold(boolean promise, String otherwise) {
        if (!promise) {
            throw new AssertionError(otherwise);
        }
    }

    void asked(EndpointId by, MessageId id, ConversationId conversation, Content content) {
        asked.put(id, new Asked(by, conversation, content, asked.size()));
    }

    /** Accepted means durable, at one place, in the sender's order. */
    void toldAccepted(EndpointId who, MessageId id, long seq) {
        Asked it = asked.get(id);
        hold(it != null && it.by().equals(who), who + " is told of " + id + ", which it did not send");
        at(it.conversation(), seq, id);
        List<StoredMessage> there = store.inspect(it.conversation(), seq, seq);
        hold(
                there.size() == 1 && there.get(0).id().equals(id),
                who + " is told " + id + " is accepted as " + seq + " of " + it.conversation() + ", where there is "
                        + there);
        TreeMap<Long, Long> order = orders.computeIfAbsent(new Mouth(who, it.conversation()), mouth -> new TreeMap<>());
        order.put(it.order(), seq);
        Map.Entry<Long, Long> before = order.lowerEntry(it.order());
        Map.Entry<Long, Long> after = order.higherEntry(it.order());
        hold(
                (before == null || before.getValue() < seq) && (after == null || after.getValue() > seq),
                who + "'s " + id + " got seq " + seq + " of " + it.conversation() + " between " + before + " and "
                        + after);
    }

    private void at(ConversationId conversation, long seq, MessageId id) {
        Long place = places.putIfAbsent(id, seq);
        hold(place == null || place == seq, id + " is at " + seq + " and at " + place + " of " + conversation);
        MessageId holder =
                holders.computeIfAbsent(conversation, it -> new HashMap<>()).putIfAbsent(seq, id);
        hold(
                holder == null || holder.equals(id),
                "seq " + seq + " of " + conversation + " has " + id + " and " + holder);
    }

    /**
     * Once, in order, without a hole but for the endpoint's own, and as it was sent.
     *
     * @param repeatAllowed whether a crash may have kept the application from remembering, and it is warned
     * @return false for such a repeat
     */
    boolean handed(EndpointId to, Incoming message, boolean repeatAllowed) {
        Asked it = asked.get(message.id());
        hold(it != null, to + " is handed " + message.id() + ", which nobody sent");
        hold(!it.by().equals(to), to + " is handed its own " + message.id());
        hold(
                it.content().equals(message.content())
                        && it.conversation().equals(message.conversation())
                        && it.by().user().equals(message.from()),
                to + " is handed " + message.id() + " not as it was sent");
        at(message.conversation(), message.seq(), message.id());
        Mouth mouth = new Mouth(to, message.conversation());
        long last = handedTo.getOrDefault(mouth, 0L);
        boolean again = !handed.computeIfAbsent(to, endpoint -> new HashSet<>()).add(message.id());
        if (again && repeatAllowed) {
            return false;
        }
        hold(!again, to + " is handed " + message.id() + " again, seq " + message.seq());
        hold(message.seq() > last, to + " is handed seq " + message.seq() + " after " + last);
        for (StoredMessage between : store.inspect(message.conversation(), last + 1, message.seq() - 1)) {
            Asked own = asked.get(between.id());
            hold(
                    own != null && own.by().equals(to),
                    to + " is handed seq " + message.seq() + " and was not handed " + between.seq());
        }
        handedTo.put(mouth, message.seq());
        return true;
    }

    /** A receipt that the server must refuse is one the SDK must not give. */
    void receiptRefused(EndpointId endpoint, Refusal refusal) {
        throw new AssertionError("a receipt of " + endpoint + " was refused: " + refusal);
    }
}
