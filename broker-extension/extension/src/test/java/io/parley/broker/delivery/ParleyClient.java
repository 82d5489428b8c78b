package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionSimulation.check;
import static io.parley.broker.delivery.SessionSimulation.isOwn;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.json.SyncReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the SDKs do with what they are sent: up to the watermark: drop and acknowledge again; the next one: release; beyond:
 * hold and pull. It checks that every message is released once and in order, by releasing only what the log has there.
 */
final class ParleyClient implements SessionSimulation.Client {
    private static final int HELD_MAX = 64;
    private static final int LIMIT = 10;

    private final SessionSimulation world;
    private final Map<ConversationId, Long> watermarks = new HashMap<>();
    /** Beyond the watermark, and whether it is its own, known from an ack. */
    private final Map<ConversationId, TreeMap<Long, Boolean>> held = new HashMap<>();

    private boolean syncing;

    private int syncs;
    private long released;
    private long releasedOrOwn;

    ParleyClient(SessionSimulation world) {
        this.world = world;
    }

    @Override
    public void connected() {
        syncing = false;
        sync();
    }

    @Override
    public void disconnected() {
        // what was acked is in the outbox for good; what was held is memory
        held.values().forEach(beyond -> beyond.values().removeIf(own -> !own));
    }

    private void sync() {
        syncing = true;
        int mine = ++syncs;
        int connection = world.connection();
        SyncDemand demand = new SyncDemand(watermarks, 1 + world.random.nextInt(LIMIT), 0, "inbox/bob/reply", null);
        world.send(session -> session.sync(demand, world.now()));
        world.after(10_000, () -> {
            if (syncing && mine == syncs && connection == world.connection() && world.isConnected()) {
                sync();
            }
        });
    }

    @Override
    public void replied(SyncReply reply) {
        Map<ConversationId, Long> now = Map.copyOf(watermarks);
        if (!world.fails()) {
            world.send(session -> session.receipt(now, Map.of(), world.now()));
        }
        syncing = false;
        boolean gap = held.values().stream().anyMatch(it -> !it.isEmpty());
        if (!reply.complete() || gap) {
            sync();
        }
    }

    @Override
    public void delivered(Delivery delivery) {
        ConversationId conversation = delivery.conversation();
        StoredMessage message = delivery.message();
        StoredMessage logged = world.log.get(conversation).get((int) message.seq() - 1);
        check(logged.id().equals(message.id()), "seq " + message.seq() + " is another message");
        arrived(conversation, message.seq(), isOwn(message));
        if (!world.fails()) {
            Map<ConversationId, Long> received = Map.of(conversation, watermarks.getOrDefault(conversation, 0L));
            Map<ConversationId, Long> read = world.random.nextInt(4) == 0 ? received : Map.of();
            world.after(
                    world.random.nextInt(world.fails() ? 8_000 : 50),
                    () -> world.send(session -> session.receipt(received, read, world.now())));
        }
    }

    @Override
    public void acked(ConversationId conversation, long seq) {
        arrived(conversation, seq, true);
    }

    private void arrived(ConversationId conversation, long seq, boolean own) {
        long watermark = watermarks.getOrDefault(conversation, 0L);
        TreeMap<Long, Boolean> beyond = held.computeIfAbsent(conversation, id -> new TreeMap<>());
        if (seq <= watermark) {
            return;
        }
        if (beyond.size() < HELD_MAX || seq == watermark + 1) {
            beyond.put(seq, own);
        }
        while (!beyond.isEmpty() && beyond.firstKey() <= watermark + 1) {
            if (beyond.firstKey() == watermark + 1) {
                watermark++;
                release(conversation, watermark);
            }
            beyond.pollFirstEntry();
        }
        watermarks.put(conversation, watermark);
        if (!beyond.isEmpty()) {
            pullUnlessFilled(conversation, watermark);
        }
    }

    private void release(ConversationId conversation, long seq) {
        StoredMessage message = world.log.get(conversation).get((int) seq - 1);
        releasedOrOwn++;
        if (!isOwn(message)) {
            released++;
        }
    }

    private void pullUnlessFilled(ConversationId conversation, long watermark) {
        int connection = world.connection();
        world.after(1_000, () -> {
            boolean stuck = watermarks.getOrDefault(conversation, 0L) == watermark
                    && !held.getOrDefault(conversation, new TreeMap<>()).isEmpty();
            if (stuck && !syncing && connection == world.connection() && world.isConnected()) {
                sync();
            }
        });
    }

    @Override
    public void checkAtTheEnd() {
        long all = 0;
        for (Map.Entry<ConversationId, List<StoredMessage>> entry : world.log.entrySet()) {
            long watermark = watermarks.getOrDefault(entry.getKey(), 0L);
            int last = entry.getValue().size();
            check(watermark == last, "has " + watermark + " of " + last + " in " + entry.getKey());
            all += last;
        }
        check(releasedOrOwn == all && released <= all, "released " + releasedOrOwn + " of " + all);
    }
}
