package io.parley.simulator.world;

import io.parley.broker.conversation.Conversation;
import io.parley.broker.delivery.Delivery;
import io.parley.broker.delivery.DeliveryObserver;
import io.parley.broker.delivery.DeliverySettings;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.EndpointSession;
import io.parley.broker.delivery.LogRead;
import io.parley.broker.delivery.SessionHost;
import io.parley.broker.delivery.SyncDemand;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.UnreadEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The server's end of a connection: the shell around an endpoint session, as {@code EndpointActor} is. */
final class ServerLine implements SessionHost {
    private static final long ONLINE_MILLIS = 5_000;
    private static final long ONLINE_FIRST_MILLIS = 500;
    private static final long NEWS_SPREAD_MILLIS = 1_000;

    /** What the endpoint's end takes. */
    interface Peer {
        void delivered(Delivery delivery);

        void synced(SyncDemand demand, SyncReply reply);

        void receipted(ConversationId conversation, UserName whose, UserMarks marks);
    }

    private final EndpointId endpoint;
    private final Server server;
    private final World world;
    private final Weather weather;
    private final ShakyStorage store;
    private final Link link;
    private final Peer peer;
    private final EndpointSession session;
    private final World.Life life = new World.Life();
    private final World.Lane toHub;
    private final Map<ConversationId, World.Lane> toOwners = new HashMap<>();
    private long wakeAt = Long.MAX_VALUE;
    private boolean registered;

    ServerLine(EndpointId endpoint, Server server, DeliverySettings settings, Link link, Peer peer) {
        this.endpoint = endpoint;
        this.server = server;
        this.world = server.world();
        this.weather = server.weather();
        this.store = server.store();
        this.link = link;
        this.peer = peer;
        this.toHub = world.new Lane(server.hopMillisMax());
        this.session = new EndpointSession(
                endpoint,
                EndpointKind.PARLEY,
                settings,
                this,
                new SplittableRandom(world.random.nextLong()),
                DeliveryObserver.NONE);
        sayOnline();
    }

    EndpointId endpoint() {
        return endpoint;
    }

    Link link() {
        return link;
    }

    private void sayOnline() {
        toHub.send(() -> {
            if (!life.isOver()) {
                server.hub(endpoint.user()).online(this);
            }
        });
        world.after(registered ? ONLINE_MILLIS : ONLINE_FIRST_MILLIS, life, this::sayOnline);
    }

    private void step(LongConsumer input) {
        if (life.isOver()) {
            return;
        }
        input.accept(world.now());
        long dueAt = session.dueAt();
        if (dueAt < wakeAt) {
            wakeAt = dueAt;
            world.after(Math.max(1, dueAt - world.now()), life, () -> {
                wakeAt = Long.MAX_VALUE;
                step(session::tick);
            });
        }
    }

    // ---- told by the user's entity and by owners

    void registered(boolean fresh) {
        registered = true;
        step(now -> session.registered(fresh, now));
    }

    void committed(Block block) {
        step(now -> session.committed(block, now));
    }

    void receipted(ConversationId conversation, UserName whose, UserMarks marks) {
        step(now -> {
            if (session.receipted(conversation, whose, marks, now)) {
                toEndpoint(() -> peer.receipted(conversation, whose, marks));
            }
        });
    }

    /** An owner somewhere is gone, as after the death of its node. */
    void newsMissed() {
        world.after(world.between(1, NEWS_SPREAD_MILLIS), life, () -> step(session::newsMissed));
    }

    void takenOver() {
        if (!life.isOver()) {
            link.closedByServer();
            end();
        }
    }

    // ---- told by the endpoint

    void sync(SyncDemand demand) {
        step(now -> session.sync(demand, now));
    }

    void receipt(Map<ConversationId, Long> received, Map<ConversationId, Long> read) {
        step(now -> session.receipt(received, read, now));
    }

    /** The connection is gone. */
    void end() {
        if (!life.isOver()) {
            step(session::close);
            life.end();
            toHub.send(() -> server.hub(endpoint.user()).offline(this));
        }
    }

    /** The process is gone. */
    void crash() {
        life.end();
    }

    // ---- the session's wishes

    @Override
    public long unixMillis() {
        return world.unixMillis();
    }

    @Override
    public void deliver(Delivery delivery) {
        if (weather.strikes(world, weather.deliveryLost)) {
            world.trace(() -> endpoint + " loses delivery " + delivery.message().seq());
            return;
        }
        world.trace(() -> endpoint + " is sent " + delivery.message().seq() + " of " + delivery.conversation()
                + (delivery.resend() > 0 ? " again" : ""));
        link.toClient(() -> peer.delivered(delivery));
        if (weather.strikes(world, weather.duplicated)) {
            link.toClient(() -> peer.delivered(delivery));
        }
    }

    @Override
    public void reply(SyncDemand demand, SyncReply reply) {
        toEndpoint(() -> peer.synced(demand, reply));
    }

    /** QoS 0: a broker under pressure drops it. */
    private void toEndpoint(Runnable packet) {
        if (!weather.strikes(world, weather.replyLost)) {
            link.toClient(packet);
        }
    }

    @Override
    public void read(LogRead read) {
        CompletionStage<List<StoredMessage>> messages =
                store.read(read.conversation(), read.fromSeq(), read.toSeq(), read.messagesMax(), read.bytesMax());
        answer(messages, (found, now) -> session.read(read, found, now), now -> session.readFailed(read, now));
    }

    @Override
    public void loadConversations() {
        answer(store.standingsOf(endpoint.user()), session::conversations, session::conversationsFailed);
    }

    @Override
    public void loadMarks() {
        answer(store.marksOf(endpoint), session::marks, session::marksFailed);
    }

    @Override
    public void saveMarks(Map<ConversationId, Long> received) {
        answer(
                store.saveMarks(endpoint, received),
                (nothing, now) -> session.marksSaved(true, now),
                now -> session.marksSaved(false, now));
    }

    private <T> void answer(CompletionStage<T> stage, BiConsumer<T, Long> found, LongConsumer failed) {
        stage.whenComplete((value, fault) -> {
            if (fault == null) {
                step(now -> found.accept(value, now));
            } else {
                step(failed);
            }
        });
    }

    @Override
    public void unread(UnreadEvent event) {}

    @Override
    public void askHead(ConversationId conversation) {
        toOwner(
                conversation,
                (owner, now) -> owner.askHead(
                        endpoint.user(),
                        1,
                        head -> world.after(
                                world.between(0, server.hopMillisMax()),
                                life,
                                () -> step(then -> session.head(conversation, head, 0, then))),
                        now));
    }

    @Override
    public void receipt(ConversationId conversation, long received, long read) {
        if (weather.strikes(world, weather.receiptLost)) {
            // as with an owner that dies before it has stored it, and nobody hears of that
            world.trace(() -> endpoint + " loses the receipt of " + received + " in " + conversation);
            return;
        }
        world.trace(() -> endpoint + " has received " + received + " and read " + read + " of " + conversation);
        toOwner(
                conversation,
                (owner, now) -> owner.receipt(
                        endpoint, received, read, refusal -> server.promises().receiptRefused(endpoint, refusal), now));
    }

    /** Also used for what the edge submits, so that one connection's messages keep their order. */
    void toOwner(ConversationId conversation, BiConsumer<Conversation, Long> what) {
        long sentIn = server.life();
        toOwners.computeIfAbsent(conversation, it -> world.new Lane(server.hopMillisMax()))
                .send(() -> {
                    if (server.life() == sentIn) {
                        server.owner(conversation, owner -> owner.step(now -> what.accept(owner.conversation(), now)));
                    }
                });
    }

    Consumer<Runnable> acks() {
        return this::toEndpoint;
    }
}
