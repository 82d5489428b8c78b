package io.parley.simulator.world;

import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.Submission;
import io.parley.broker.delivery.DeliverySettings;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One broker: owners, user entities, connections. A crash leaves nothing of it but what the storage has. */
final class Server {
    private final World world;
    private final Weather weather;
    private final ShakyStorage store;
    private final Promises promises;
    private final ConversationSettings conversationSettings;
    private final DeliverySettings deliverySettings;
    private final long hopMillisMax;
    private final Map<ConversationId, Owner> owners = new HashMap<>();
    private final Map<UserName, UserHub> hubs = new HashMap<>();
    private final Map<EndpointId, ServerLine> lines = new HashMap<>();
    private final Map<String, World.Lane> lanes = new HashMap<>();
    private long life;
    private boolean up = true;

    Server(
            World world,
            Weather weather,
            ShakyStorage store,
            Promises promises,
            ConversationSettings conversationSettings,
            DeliverySettings deliverySettings) {
        this.world = world;
        this.weather = weather;
        this.store = store;
        this.promises = promises;
        this.conversationSettings = conversationSettings;
        this.deliverySettings = deliverySettings;
        this.hopMillisMax = world.random.nextBoolean() ? 2 : 200;
    }

    World world() {
        return world;
    }

    Weather weather() {
        return weather;
    }

    ShakyStorage store() {
        return store;
    }

    Promises promises() {
        return promises;
    }

    long hopMillisMax() {
        return hopMillisMax;
    }

    /** Counts the processes it has been. */
    long life() {
        return life;
    }

    boolean isUp() {
        return up;
    }

    UserHub hub(UserName user) {
        return hubs.computeIfAbsent(user, it -> new UserHub(world, hopMillisMax));
    }

    /** Sharding starts an owner at the first message for it. */
    void owner(ConversationId conversation, Consumer<Owner> what) {
        if (!up) {
            return;
        }
        Owner owner = owners.get(conversation);
        if (owner == null || owner.isOver()) {
            owner = new Owner(
                    conversation, world, store, (user, told) -> toHub(conversation, user, told), conversationSettings);
            owners.put(conversation, owner);
        }
        what.accept(owner);
    }

    private void toHub(ConversationId from, UserName user, Consumer<UserHub> what) {
        long thisLife = life;
        lanes.computeIfAbsent(from + ">" + user, it -> world.new Lane(hopMillisMax))
                .send(() -> {
                    if (up && life == thisLife) {
                        what.accept(hub(user));
                    }
                });
    }

    // ---- connections

    ServerLine connect(EndpointId endpoint, Link link, ServerLine.Peer peer) {
        ServerLine former = lines.remove(endpoint);
        if (former != null) {
            former.takenOver();
        }
        ServerLine line = new ServerLine(endpoint, this, deliverySettings, link, peer);
        lines.put(endpoint, line);
        link.onServerLost(() -> {
            line.end();
            lines.remove(endpoint, line);
        });
        return line;
    }

    /** @param answered gets the acks, on the endpoint's side */
    void submit(ServerLine line, Submission submission, Consumer<List<Ack>> answered) {
        int times = weather.strikes(world, weather.duplicated) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            line.toOwner(
                    submission.conversation(),
                    (owner, now) -> owner.submit(
                            List.of(submission),
                            (connection, acks) -> world.after(
                                    world.between(0, hopMillisMax),
                                    () -> line.acks().accept(() -> answered.accept(acks))),
                            now));
        }
    }

    // ---- deaths

    void crash() {
        world.trace(() -> "server crashes");
        up = false;
        life++;
        owners.values().forEach(Owner::crash);
        owners.clear();
        hubs.clear();
        lanes.clear();
        List<ServerLine> all = new ArrayList<>(lines.values());
        lines.clear();
        all.forEach(ServerLine::crash);
        all.forEach(line -> line.link().closedByServer());
    }

    void restart() {
        world.trace(() -> "server is back");
        up = true;
    }

    /** As if its node had died and the connections were on another: sessions are told to look. */
    void crashOwner(int choice) {
        if (!owners.isEmpty()) {
            List<ConversationId> all = owners.keySet().stream().sorted().toList();
            ConversationId chosen = all.get(choice % all.size());
            world.trace(() -> "owner of " + chosen + " crashes");
            owners.remove(chosen).crash();
            lines.values().forEach(ServerLine::newsMissed);
        }
    }

    void crashHub(int choice) {
        if (!hubs.isEmpty()) {
            List<UserName> all = hubs.keySet().stream().sorted().toList();
            UserName chosen = all.get(choice % all.size());
            world.trace(() -> "entity of " + chosen + " crashes");
            hubs.remove(chosen);
        }
    }

    void cutSomeLink(int choice) {
        if (!lines.isEmpty()) {
            List<EndpointId> all = lines.keySet().stream()
                    .sorted(Comparator.comparing(EndpointId::toString))
                    .toList();
            EndpointId chosen = all.get(choice % all.size());
            world.trace(() -> "link of " + chosen + " is cut");
            lines.get(chosen).link().cut();
        }
    }
}
