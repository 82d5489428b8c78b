package io.parley.simulator.world;

import io.parley.broker.conversation.Submission;
import io.parley.broker.delivery.Delivery;
import io.parley.broker.delivery.SyncDemand;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import io.parley.protocol.json.SyncReply;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.session.Now;
import io.parley.sdk.internal.session.Output;
import io.parley.sdk.internal.session.Session;
import io.parley.sdk.internal.session.SessionLimits;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.MemoryStore;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An application with its SDK session. Its store outlives its process: a process may end at any moment, in the middle of
 * a transaction or between a commit and what follows from it.
 */
final class Phone implements ServerLine.Peer {
    private static final long HANDLER_MILLIS_MAX = 40;
    private static final int HANDS_TOGETHER_MAX = 5;
    private static final long CONNECT_MILLIS_MAX = 300;

    private final EndpointId me;
    private final World world;
    private final Weather weather;
    private final Server server;
    private final Promises promises;
    private final SessionLimits limits;
    private final boolean transactional;
    private final long clockSkewMillis;

    // what survives the process
    private final MemoryStore store;
    private final List<Handed> handed = new ArrayList<>();
    private final List<MessageId> sends = new ArrayList<>();
    private final Map<MessageId, ConversationId> conversations = new HashMap<>();
    private final Set<MessageId> toldQueued = new HashSet<>();
    private final Map<MessageId, Fate> toldFates = new HashMap<>();

    // the process
    private World.Life life = new World.Life();
    private @Nullable Session session;
    private @Nullable Link link;
    private @Nullable ServerLine line;
    private final List<Input> mailbox = new ArrayList<>();
    private final Deque<Output.Hand> hands = new ArrayDeque<>();
    private final Set<ConversationId> stopped = new HashSet<>();
    private boolean turnPlanned;
    private boolean handing;
    private long bootMillis;
    private long wakeAt = Long.MAX_VALUE;

    Phone(EndpointId me, Server server, SessionLimits limits) {
        this.me = me;
        this.server = server;
        this.world = server.world();
        this.weather = server.weather();
        this.promises = server.promises();
        this.limits = limits;
        this.transactional = world.random.nextInt(4) != 0;
        this.clockSkewMillis = world.random.nextInt(3) == 0 ? world.between(-600_000, 600_000) : 0;
        this.store = new MemoryStore(me);
        start();
    }

    EndpointId me() {
        return me;
    }

    // ---- the process

    private void start() {
        life = new World.Life();
        bootMillis = world.now() - world.between(0, 1_000);
        session = new Session(
                me, store, ReceiptMode.AUTOMATIC, transactional, limits, new SplittableRandom(world.random.nextLong()));
        toldQueued.forEach(id -> {
            if (!store.isOutgoing(id)) {
                throw new AssertionError(me + " was told " + id + " is queued, and its store does not have it");
            }
        });
        Session fresh = session;
        act(now -> fresh.start(now, store.load()));
    }

    void crash() {
        if (session == null) {
            return;
        }
        world.trace(() -> me + " crashes");
        life.end();
        session = null;
        mailbox.clear();
        hands.clear();
        stopped.clear();
        turnPlanned = false;
        handing = false;
        wakeAt = Long.MAX_VALUE;
        letGo();
        world.after(world.between(0, 5_000), this::start);
    }

    private void letGo() {
        if (link != null) {
            link.closedByClient();
            link = null;
            line = null;
        }
    }

    private Now now() {
        return new Now(world.now() - bootMillis, world.unixMillis() + clockSkewMillis);
    }

    private void tell(Input input) {
        mailbox.add(input);
        planTurn();
    }

    private void planTurn() {
        if (!turnPlanned) {
            turnPlanned = true;
            world.after(world.between(0, 2), life, this::turn);
        }
    }

    private void turn() {
        turnPlanned = false;
        Session current = session;
        if (current == null) {
            return;
        }
        List<Input> inputs = List.copyOf(mailbox);
        mailbox.clear();
        act(now -> {
            inputs.forEach(input -> current.accept(now, input));
            current.advance(now);
        });
    }

    /** One transaction, then its effects; the process may end at any point of it. */
    private void act(Consumer<Now> work) {
        Session current = session;
        if (current == null) {
            return;
        }
        boolean dies = weather.strikes(world, weather.crashInTurn);
        store.begin();
        work.accept(now());
        if (dies && world.random.nextBoolean()) {
            store.rollback();
            crash();
            return;
        }
        store.commit();
        List<Output> outputs = current.takeOutputs();
        int performed = dies ? world.random.nextInt(outputs.size() + 1) : outputs.size();
        outputs.subList(0, performed).forEach(this::perform);
        if (dies) {
            crash();
            return;
        }
        Now now = now();
        long due = current.dueAt(now);
        if (due != Long.MAX_VALUE && due < wakeAt) {
            wakeAt = due;
            world.after(Math.max(1, due - now.millis()), life, () -> {
                wakeAt = Long.MAX_VALUE;
                planTurn();
            });
        }
    }

    private void perform(Output output) {
        if (output instanceof Output.PublishMessage it) {
            publish(List.of(it));
        } else if (output instanceof Output.PublishBatch it) {
            publish(it.messages());
        } else if (output instanceof Output.PublishReceipt it) {
            publish(it);
        } else if (output instanceof Output.PublishSync it) {
            publish(it);
        } else if (output instanceof Output.Hand it) {
            hands.add(it);
            planHanding();
        } else if (output instanceof Output.Connect it) {
            world.after(world.between(0, CONNECT_MILLIS_MAX), life, () -> connect(it.connection()));
        } else if (output instanceof Output.Disconnect it) {
            letGo();
        } else if (output instanceof Output.Queued it) {
            toldQueued.add(it.id());
        } else if (output instanceof Output.StatusChanged it) {
            told(it);
        } else if (output instanceof Output.Warning it) {
            world.trace(() -> me + " warns: " + it.text());
        }
    }

    private void told(Output.StatusChanged it) {
        MessageStatus status = it.status();
        if (status.stage() == MessageStatus.Stage.FAILED) {
            throw new AssertionError(me + " is told " + it.id() + " failed: " + status);
        }
        if (status.seq() > 0) {
            promises.toldAccepted(me, it.id(), status.seq());
            toldFates.put(it.id(), new Fate.Accepted(status.seq()));
        }
    }

    // ---- connection

    private void connect(long number) {
        if (session == null || session.connection() != number) {
            return;
        }
        if (!server.isUp()) {
            tell(new Input.Disconnected(number, Input.Cause.LOST, "refused"));
            return;
        }
        letGo();
        World.Life thisLife = life;
        Link opened = new Link(world, number, weather.linkMillisMax, () -> {
            if (!thisLife.isOver()) {
                tell(new Input.Disconnected(number, Input.Cause.LOST, "lost"));
            }
        });
        link = opened;
        opened.toServer(() -> {
            if (server.isUp()) {
                line = server.connect(me, opened, this);
                opened.toClient(() -> tell(new Input.Connected(number)));
            } else {
                opened.closedByServer();
            }
        });
    }

    /** On the wire of the connection as it is now; without one it is lost. */
    private void send(Consumer<ServerLine> packet) {
        Link current = link;
        if (current != null) {
            current.toServer(() -> {
                if (line != null && line.link() == current) {
                    packet.accept(line);
                }
            });
        }
    }

    /** In one packet. */
    private void publish(List<Output.PublishMessage> messages) {
        Link current = link;
        if (current != null) {
            List<Submission> submissions =
                    messages.stream().map(it -> submission(it, current)).toList();
            send(to -> submissions.forEach(it -> server.submit(to, it, acks -> tell(new Input.Acks(acks)))));
        }
    }

    private Submission submission(Output.PublishMessage it, Link on) {
        Outgoing message = it.message();
        return new Submission(
                message.conversation(),
                me,
                on.number(),
                message.id(),
                it.after(),
                0,
                message.contentType() == null ? "" : message.contentType(),
                message.content());
    }

    private void publish(Output.PublishReceipt it) {
        Map<ConversationId, Long> received = byId(it.marks().received());
        Map<ConversationId, Long> read = byId(it.marks().read());
        send(to -> {
            to.receipt(received, read);
            to.link().toClient(() -> tell(new Input.Answered(it.token(), null)));
        });
    }

    private void publish(Output.PublishSync it) {
        SyncDemand demand =
                new SyncDemand(byId(it.body().received()), it.body().limit(), 0, Topics.reply(me.user()), it.request());
        send(to -> to.sync(demand));
    }

    private Map<ConversationId, Long> byId(Map<String, Long> seen) {
        Map<ConversationId, Long> byId = new HashMap<>();
        seen.forEach(
                (name, seq) -> byId.put(ConversationId.parse(name, me.user()).orElseThrow(), seq));
        return byId;
    }

    @Override
    public void delivered(Delivery delivery) {
        StoredMessage message = delivery.message();
        tell(new Input.Arrived(new Incoming(
                delivery.conversation(),
                message.seq(),
                message.id(),
                message.from(),
                message.at(),
                message.contentType().isEmpty() ? null : message.contentType(),
                message.content(),
                delivery.gone())));
    }

    @Override
    public void synced(SyncDemand demand, SyncReply reply) {
        if (demand.correlation() != null) {
            tell(new Input.SyncAnswered(demand.correlation(), reply));
        }
    }

    @Override
    public void receipted(ConversationId conversation, UserName whose, UserMarks marks) {
        tell(new Input.Receipted(conversation, whose, marks.received(), marks.read()));
    }

    // ---- the application

    void send(ConversationId conversation, Content content) {
        if (session == null) {
            return;
        }
        long unix = now().unixMillis();
        MessageId id = new MessageId(
                unix << 16 | 0x7000 | world.random.nextInt(1 << 12),
                world.random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
        sends.add(id);
        conversations.put(id, conversation);
        promises.asked(me, id, conversation, content);
        tell(new Input.Send(new Outgoing(id, conversation, "text/plain", content, unix, 0, false)));
    }

    private void planHanding() {
        if (!handing) {
            handing = true;
            world.after(world.between(0, HANDLER_MILLIS_MAX), life, this::handSome);
        }
    }

    private void handSome() {
        handing = false;
        List<Input> reports = new ArrayList<>();
        List<Output.Hand> together = new ArrayList<>();
        int most = transactional ? world.random.nextInt(1, HANDS_TOGETHER_MAX + 1) : 1;
        store.begin();
        for (Output.Hand hand = nextHand(); hand != null; hand = together.size() < most ? nextHand() : null) {
            Incoming message = hand.message();
            if (weather.strikes(world, weather.handlerThrows)) {
                stopped.add(message.conversation());
                reports.add(new Input.HandlerFailed(
                        message.conversation(), message.seq(), new IllegalStateException("simulated")));
                continue;
            }
            together.add(hand);
            if (transactional) {
                store.addIncoming(message);
                store.mark(message.conversation(), message.seq());
            }
            reports.add(new Input.HandlerDone(message.conversation(), message.seq()));
        }
        boolean dies = weather.strikes(world, weather.crashInTurn);
        if (dies && transactional && world.random.nextBoolean()) {
            store.rollback();
            crash();
            return;
        }
        store.commit();
        together.forEach(this::remember);
        if (dies) {
            crash();
            return;
        }
        reports.forEach(this::tell);
        if (!hands.isEmpty()) {
            planHanding();
        }
    }

    private Output.@Nullable Hand nextHand() {
        for (Output.Hand hand = hands.poll(); hand != null; hand = hands.poll()) {
            ConversationId conversation = hand.message().conversation();
            if (hand.retry()) {
                stopped.remove(conversation);
            }
            if (!stopped.contains(conversation)) {
                return hand;
            }
        }
        return null;
    }

    private void remember(Output.Hand hand) {
        Incoming message = hand.message();
        world.trace(() -> me + " is handed " + message.seq() + " of " + message.conversation());
        if (promises.handed(me, message, !transactional && hand.repeated())) {
            handed.add(new Handed(message.conversation(), message.seq(), message.id(), message.from()));
        }
        Session current = session;
        if (current != null && message.seq() % 3 == 0) {
            tell(new Input.MarkRead(message.conversation(), message.seq()));
        }
    }

    // ---- the end

    /** Whether it is online, waits for nothing, and has everything there is. */
    boolean isSettled(Map<ConversationId, Long> lasts) {
        Session current = session;
        if (current == null
                || current.state().phase() != ConnectionState.Phase.ONLINE
                || !current.waiting().isEmpty()
                || !mailbox.isEmpty()) {
            return false;
        }
        return lasts.entrySet().stream()
                .filter(it -> it.getKey().mayConcern(me.user()))
                .allMatch(it -> current.mark(it.getKey()) == it.getValue());
    }

    /** Whether it has heard that everything it sent was received. */
    boolean knowsItsMessagesReceived() {
        return sends.stream()
                .allMatch(id -> !store.isOutgoing(id)
                        || status(id).stage().ordinal() >= MessageStatus.Stage.RECEIVED.ordinal());
    }

    /** What it has not heard of, for people. */
    String unheard() {
        return me + " "
                + sends.stream()
                        .filter(id -> store.isOutgoing(id)
                                && status(id).stage().ordinal() < MessageStatus.Stage.RECEIVED.ordinal())
                        .map(id -> conversations.get(id) + " " + status(id))
                        .toList();
    }

    String state() {
        Session current = session;
        return me + " " + (current == null ? "dead" : current.state() + ", waiting " + current.waiting());
    }

    private MessageStatus status(MessageId id) {
        for (HistoryEntry entry : store.history(conversations.get(id), 1, 10_000, 0)) {
            if (entry.id().equals(id) && entry.status() != null) {
                return entry.status();
            }
        }
        throw new AssertionError(me + " sent " + id + ", and its store has no word of it");
    }

    EndpointHistory history() {
        List<Sent> sent = new ArrayList<>();
        for (MessageId id : sends) {
            if (store.isOutgoing(id)) {
                MessageStatus status = status(id);
                Fate fate = status.seq() > 0 ? new Fate.Accepted(status.seq()) : new Fate.Unknown();
                sent.add(new Sent(conversations.get(id), id, fate));
                Fate told = toldFates.getOrDefault(id, fate);
                if (!told.equals(fate)) {
                    sent.add(new Sent(conversations.get(id), id, told));
                }
            }
        }
        return new EndpointHistory(me, sent, handed);
    }
}
