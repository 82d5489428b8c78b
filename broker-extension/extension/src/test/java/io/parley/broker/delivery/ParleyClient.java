package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionSimulation.BOB;
import static io.parley.broker.delivery.SessionSimulation.check;
import static io.parley.broker.delivery.SessionSimulation.isOwn;

import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.json.SyncReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the SDKs do with what they are sent: up to the watermark: drop and acknowledge again; the next one: release; beyond:
 * hold and pull; up to a floor: nothing more is to come. It checks that every message is released once and in order, that
 * nothing is that is not bob's to see, and that no floor takes away what is, unless it asked for the latest only.
 */
final class ParleyClient implements SessionSimulation.Client {
    private static final int HELD_MAX = 64;
    private static final int LIMIT = 10;

    /** What it has of one conversation. */
    private static final class Line {
        long watermark;
        /** Beyond the watermark, and whether it is its own, known from an ack. */
        final TreeMap<Long, Boolean> held = new TreeMap<>();

        final Set<Long> released = new HashSet<>();
        /** Left to history, as it asked for. */
        final Set<Long> left = new HashSet<>();
    }

    private final SessionSimulation world;
    private final Map<ConversationId, Line> lines = new HashMap<>();
    /** What the server was told on this connection. */
    private final Map<ConversationId, Long> said = new HashMap<>();

    private boolean syncing;
    private int syncs;
    /** A sync that wants only so many of what was neither named nor told before. */
    private record Latest(int messages, Set<ConversationId> known) {}

    /** On this connection. */
    private final List<Latest> latest = new ArrayList<>();

    ParleyClient(SessionSimulation world) {
        this.world = world;
    }

    private Line line(ConversationId conversation) {
        return lines.computeIfAbsent(conversation, id -> new Line());
    }

    private Map<ConversationId, Long> watermarks() {
        Map<ConversationId, Long> all = new HashMap<>();
        lines.forEach((conversation, line) -> {
            if (line.watermark > 0) {
                all.put(conversation, line.watermark);
            }
        });
        return all;
    }

    @Override
    public void connected() {
        syncing = false;
        said.clear();
        latest.clear();
        if (world.random.nextInt(3) == 0) {
            receipt(watermarks());
        }
        sync();
    }

    @Override
    public void disconnected() {
        // what was acked is in the outbox for good; what was held is memory
        lines.values().forEach(line -> line.held.values().removeIf(own -> !own));
    }

    private void receipt(Map<ConversationId, Long> received) {
        world.send(session -> {
            received.forEach((conversation, seq) -> said.merge(conversation, seq, Math::max));
            session.receipt(received, Map.of(), world.now());
        });
    }

    private void sync() {
        syncing = true;
        int mine = ++syncs;
        int connection = world.connection();
        Map<ConversationId, Long> named = watermarks();
        named.keySet().removeIf(it -> world.random.nextInt(6) == 0);
        int wanted = world.random.nextInt(4) == 0 ? 1 + world.random.nextInt(6) : 0;
        SyncDemand demand = new SyncDemand(named, 1 + world.random.nextInt(LIMIT), wanted, "inbox/bob/reply", null);
        world.send(session -> {
            said.putAll(named);
            if (wanted > 0) {
                latest.add(new Latest(wanted, Set.copyOf(said.keySet())));
            }
            session.sync(demand, world.now());
        });
        world.after(10_000, () -> {
            if (syncing && mine == syncs && connection == world.connection() && world.isConnected()) {
                sync();
            }
        });
    }

    @Override
    public void replied(SyncReply reply) {
        reply.floors()
                .forEach(
                        (seen, floor) -> floorIs(ConversationId.parse(seen, BOB).orElseThrow(), floor));
        if (!world.fails()) {
            receipt(watermarks());
        }
        syncing = false;
        boolean gap = lines.values().stream().anyMatch(line -> !line.held.isEmpty());
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
        check(
                world.logs.isAllowed(conversation, message.seq()),
                "seq " + message.seq() + " of " + conversation + " was never bob's to see");
        check(delivery.floor() < message.seq(), "floor " + delivery.floor() + " of seq " + message.seq());
        floorIs(conversation, delivery.floor());
        arrived(conversation, message.seq(), isOwn(message));
        if (!world.fails()) {
            Map<ConversationId, Long> received = Map.of(conversation, line(conversation).watermark);
            Map<ConversationId, Long> read = world.random.nextInt(4) == 0 ? received : Map.of();
            world.after(
                    world.random.nextInt(world.fails() ? 8_000 : 50),
                    () -> world.send(session -> {
                        received.forEach((it, seq) -> said.merge(it, seq, Math::max));
                        session.receipt(received, read, world.now());
                    }));
        }
    }

    /** Nothing at or below it is to come; what has come keeps its place. */
    private void floorIs(ConversationId conversation, long floor) {
        Line line = line(conversation);
        for (long seq = line.watermark + 1; seq <= floor; seq++) {
            if (line.held.containsKey(seq)) {
                release(conversation, line, seq);
            } else if (world.logs.isRequired(conversation, seq)) {
                long missed = world.logs.last(conversation) - seq;
                check(
                        latest.stream().anyMatch(it -> !it.known.contains(conversation) && missed >= it.messages),
                        "floor " + floor + " of " + conversation + " takes away seq " + seq);
                line.left.add(seq);
            }
        }
        line.held.headMap(floor, true).clear();
        line.watermark = Math.max(line.watermark, floor);
        drain(conversation, line);
    }

    @Override
    public void acked(ConversationId conversation, long seq) {
        arrived(conversation, seq, true);
    }

    private void arrived(ConversationId conversation, long seq, boolean own) {
        Line line = line(conversation);
        if (seq <= line.watermark) {
            return;
        }
        if (line.held.size() < HELD_MAX || seq == line.watermark + 1) {
            line.held.put(seq, own);
        }
        drain(conversation, line);
        if (!line.held.isEmpty()) {
            pullUnlessFilled(line);
        }
    }

    private void drain(ConversationId conversation, Line line) {
        while (!line.held.isEmpty() && line.held.firstKey() <= line.watermark + 1) {
            if (line.held.firstKey() == line.watermark + 1) {
                line.watermark++;
                release(conversation, line, line.watermark);
            }
            line.held.pollFirstEntry();
        }
    }

    private void release(ConversationId conversation, Line line, long seq) {
        check(line.released.add(seq), "seq " + seq + " of " + conversation + " is released twice");
    }

    private void pullUnlessFilled(Line line) {
        int connection = world.connection();
        long watermark = line.watermark;
        world.after(1_000, () -> {
            boolean stuck = line.watermark == watermark && !line.held.isEmpty();
            if (stuck && !syncing && connection == world.connection() && world.isConnected()) {
                sync();
            }
        });
    }

    @Override
    public void checkAtTheEnd() {
        world.log.forEach((conversation, all) -> {
            Line line = line(conversation);
            for (long seq = 1; seq <= all.size(); seq++) {
                check(
                        line.released.contains(seq)
                                || line.left.contains(seq)
                                || !world.logs.isRequired(conversation, seq),
                        "has not got seq " + seq + " of " + conversation + ", stands at " + line.watermark);
            }
            check(line.held.isEmpty(), "holds " + line.held.keySet() + " of " + conversation);
        });
    }
}
