package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionSimulation.check;
import static io.parley.broker.delivery.SessionSimulation.isOwn;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.json.SyncReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that only acknowledges. It must see everything, in order, from one connection to the next at least once. */
final class PlainClient implements SessionSimulation.Client {
    private final SessionSimulation world;
    private final Map<ConversationId, Long> seen = new HashMap<>();
    /** In this connection. */
    private final Map<ConversationId, Long> newest = new HashMap<>();

    private long ackAt;

    PlainClient(SessionSimulation world) {
        this.world = world;
    }

    @Override
    public void connected() {
        newest.clear();
        ackAt = world.now();
    }

    @Override
    public void disconnected() {
        // nothing is kept for a connection
    }

    @Override
    public void replied(SyncReply reply) {
        throw new AssertionError("it never asked");
    }

    @Override
    public void acked(ConversationId conversation, long seq) {
        // it did not ask for that either
    }

    @Override
    public void delivered(Delivery delivery) {
        ConversationId conversation = delivery.conversation();
        long seq = delivery.message().seq();
        check(!isOwn(delivery.message()), "heard itself in " + seq);
        check(world.logs.isAllowed(conversation, seq), "seq " + seq + " was never bob's to see");
        long next = seen.getOrDefault(conversation, 0L) + 1;
        check(seq <= nextNotOwn(conversation, next), "seq " + seq + " after " + (next - 1));
        long before = newest.getOrDefault(conversation, 0L);
        check(seq > before || delivery.resend() > 0, "seq " + seq + " after " + before + ", not said to be a repeat");
        newest.put(conversation, seq);
        seen.merge(conversation, seq, Math::max);
        ackAt = Math.max(ackAt, world.now() + world.random.nextInt(200));
        int connection = world.connection();
        world.after(ackAt - world.now(), () -> {
            if (connection == world.connection()) {
                world.send(session -> session.acknowledged(conversation, seq, world.now()));
            }
        });
    }

    private long nextNotOwn(ConversationId conversation, long from) {
        List<StoredMessage> all = world.log.get(conversation);
        long seq = from;
        while (seq <= all.size() && (isOwn(all.get((int) seq - 1)) || !world.logs.isRequired(conversation, seq))) {
            seq++;
        }
        return seq;
    }

    @Override
    public void checkAtTheEnd() {
        world.log.forEach((conversation, all) -> {
            long next = nextNotOwn(conversation, seen.getOrDefault(conversation, 0L) + 1);
            check(next > all.size(), "has not seen " + next + " of " + all.size() + " in " + conversation);
        });
    }
}
