package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.HistoryPage;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.MemoryStore;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.sdk.internal.transport.Packet;
import io.parley.sdk.internal.transport.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** One seed: an endpoint of alice, its server, the network between them, and an application that checks. */
final class Life {
    private static final UserName ALICE = new UserName("alice");
    private static final EndpointId PHONE = new EndpointId(ALICE, "phone");
    private static final long TROUBLE_MILLIS = 60_000;
    private static final long PEACE_MILLIS = 240_000;
    private static final boolean TRACE = Boolean.getBoolean("parley.trace");
    private static final int TICKS_MAX = 200_000;
    private static final Wire WIRE = new Wire(ALICE);

    private final SplittableRandom random;
    private final ServerModel server;
    private final Network network;
    private final MemoryStore store = new MemoryStore(PHONE);
    private final List<ConversationId> conversations;
    private final OwnSends sends = new OwnSends();
    private final Set<MessageId> own = sends.ids;
    private final Set<ConversationId> stopped = new HashSet<>();
    private final List<ConversationId> groups;
    private final Application application;
    private final Session.Settings settings;
    private final boolean transactional;
    private final int batchMax;
    private final double handlerThrows;

    private Session session;
    private long ids;
    private long handlerBound;
    private long incarnation;
    private long batched;
    private long repaired;

    Life(long seed) {
        random = new SplittableRandom(seed);
        server = new ServerModel(ALICE, random.split());
        network = new Network(random.split(), this::step);
        server.busy = random.nextInt(3) == 0 ? 0.2 : 0;
        server.refusesWhole = random.nextInt(3) == 0 ? 0.2 : 0;
        batchMax = random.nextInt(4) == 0 ? 1 : random.nextInt(2, 65);
        transactional = random.nextBoolean();
        handlerThrows = random.nextInt(3) == 0 ? 0.05 : 0;
        conversations = new ArrayList<>(List.of("bob", "carol", "alice").subList(0, 1 + random.nextInt(3)).stream()
                .map(it -> ConversationId.chat(ALICE, new UserName(it)))
                .toList());
        groups = List.of("climbers", "choir").subList(0, random.nextInt(3)).stream()
                .map(it -> ConversationId.group(new GroupName(it)))
                .toList();
        conversations.addAll(groups);
        groups.stream()
                .filter(it -> random.nextBoolean())
                .forEach(it -> server.log(it).leave());
        application = new Application(own, transactional);
        settings = new Session.Settings(
                ReceiptMode.AUTOMATIC,
                transactional,
                random.nextBoolean() ? 0 : random.nextInt(1, 30),
                random.nextInt(3) == 0 ? SomeLimits.naming(random.nextInt(1, 4)) : SessionLimits.DEFAULT);
    }

    void live() {
        start();
        planTrouble();
        run(TROUBLE_MILLIS);
        network.peace = true;
        server.busy = 0;
        server.refusesWhole = 0;
        run(TROUBLE_MILLIS + PEACE_MILLIS);
        judge();
    }

    private void resend() {
        deliver(server.resend(own));
        pushLive();
        network.at(network.now + 5_000, this::resend);
    }

    private void planTrouble() {
        resend();
        int sends = random.nextInt(40);
        for (int i = 0; i < sends; i++) {
            network.at(random.nextLong(TROUBLE_MILLIS), this::send);
        }
        int burst = random.nextInt(4) == 0 ? 150 : 0;
        long burstAt = random.nextLong(TROUBLE_MILLIS);
        for (int i = 0; i < burst; i++) {
            network.at(burstAt, this::send);
        }
        int others = random.nextInt(60);
        for (int i = 0; i < others; i++) {
            network.at(random.nextLong(TROUBLE_MILLIS), this::peerSends);
        }
        int amendments = random.nextInt(30);
        for (int i = 0; i < amendments; i++) {
            network.at(random.nextLong(TROUBLE_MILLIS), this::peerAmends);
        }
        int changes = random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            network.at(random.nextLong(TROUBLE_MILLIS), random.nextInt(3) == 0 ? this::clears : this::joinsOrLeaves);
        }
        int backlog = random.nextInt(10) == 0 ? 450 : 0;
        for (int i = 0; i < backlog; i++) {
            peerSends();
        }
        int amendedBefore = random.nextInt(5) == 0 ? 60 : 0;
        for (int i = 0; i < amendedBefore; i++) {
            peerSends();
            peerAmends();
        }
        int cuts = random.nextInt(6);
        for (int i = 0; i < cuts; i++) {
            network.at(random.nextLong(TROUBLE_MILLIS), this::cut);
        }
        int crashes = random.nextInt(4);
        for (int i = 0; i < crashes; i++) {
            network.at(random.nextLong(TROUBLE_MILLIS), this::crash);
        }
    }

    private Now time() {
        return new Now(network.now, network.now);
    }

    private void note(Supplier<String> what) {
        if (TRACE) {
            System.out.println(network.now + " " + what.get());
        }
    }

    private void run(long until) {
        for (int ticks = 0; ; ticks++) {
            if (ticks > TICKS_MAX) {
                throw new AssertionError("no rest after " + ticks + " steps");
            }
            long due = Math.max(network.now, session.dueAt(time()));
            Long event = network.next();
            long next = event == null ? due : Math.min(due, event);
            if (next > until) {
                network.now = until;
                return;
            }
            network.now = Math.max(network.now, next);
            if (event != null && event <= network.now) {
                network.runNext();
            } else {
                step(List.of());
            }
        }
    }

    private void start() {
        incarnation++;
        network.change();
        stopped.clear();
        server.connectionChanged();
        session = new Session(PHONE, store, settings, random.split());
        store.begin();
        session.start(time(), store.load());
        store.commit();
        perform(session.takeOutputs());
    }

    /** One turn of the engine; a crash may strike before the commit, or between commit and effects. */
    private void step(List<Input> inputs) {
        store.begin();
        inputs.forEach(it -> session.accept(time(), it));
        session.advance(time());
        int fate = network.peace ? 1_000 : random.nextInt(1_000);
        if (fate == 0) {
            note(() -> "crash before commit");
            store.rollback();
            start();
            return;
        }
        store.commit();
        List<Output> outputs = session.takeOutputs();
        if (fate == 1) {
            note(() -> "crash after commit");
            outputs.stream()
                    .filter(Output.Queued.class::isInstance)
                    .forEach(it -> sends.queued(((Output.Queued) it).id()));
            outputs.stream().filter(Output.Amended.class::isInstance).forEach(it -> amended((Output.Amended) it));
            start();
            return;
        }
        perform(outputs);
    }

    private void crash() {
        note(() -> "crash");
        start();
    }

    private void cut() {
        if (session.state().phase() == io.parley.sdk.ConnectionState.Phase.SYNCING
                || session.state().phase() == io.parley.sdk.ConnectionState.Phase.ONLINE) {
            note(() -> "cut");
            network.change();
            server.connectionChanged();
            step(List.of(new Input.Disconnected(session.connection(), Input.Cause.LOST, "cut")));
        }
    }

    private void send() {
        ConversationId conversation = someConversation();
        MessageId id = new MessageId(1, ++ids);
        String text = random.nextInt(20) == 0 ? "bad " + ids : "m" + ids;
        note(() -> "send " + id + " " + conversation);
        step(List.of(
                new Input.Send(new Outgoing(id, conversation, null, Content.ofText(text), network.now, 0, false))));
        if (store.isOutgoing(id)) {
            sends.sent(conversation, id);
        }
    }

    private void amended(Output.Amended it) {
        application.amended(it.entry());
    }

    /** Bob writes, or alice from her laptop; some of it has expired. */
    private void peerSends() {
        peerSays(someConversation());
    }

    private void peerAmends() {
        ConversationId conversation = someConversation();
        int messages = server.log(conversation).entries.size();
        peerSays(conversation.amendments(), SideLogs.some(random, messages, ids));
    }

    private ConversationId someConversation() {
        return conversations.get(random.nextInt(conversations.size()));
    }

    /** On another endpoint; whatever was not received by then never will be. */
    private void clears() {
        ServerModel.Log log = server.log(someConversation());
        log.raiseFloor(log.last());
    }

    /** What happens is said in the group, and alice reads that; while she is away it goes on without her. */
    private void joinsOrLeaves() {
        if (groups.isEmpty()) {
            return;
        }
        ConversationId group = groups.get(random.nextInt(groups.size()));
        ServerModel.Log log = server.log(group);
        ServerModel.Log amendments = server.log(group.amendments());
        if (log.isMember()) {
            peerSays(group);
            log.leave();
            amendments.leave();
        } else {
            peerSays(group);
            int seenBefore = random.nextInt(3) == 0 ? log.entries.size() : random.nextInt(1, 10);
            log.join(seenBefore);
            amendments.join(0);
            pushLive();
        }
    }

    private void peerSays(ConversationId conversation) {
        peerSays(conversation, Content.ofText("p" + (ids + 1)));
    }

    private void peerSays(ConversationId conversation, Content content) {
        UserName from = random.nextInt(4) == 0
                ? ALICE
                : conversation.isGroup() ? new UserName("bob") : conversation.peerOf(ALICE);
        MessageId id = new MessageId(2, ++ids);
        server.peerSays(conversation, new ServerModel.Entry(id, from, content, random.nextInt(15) == 0));
        pushLive();
    }

    private void pushLive() {
        deliver(server.live(own));
    }

    private void deliver(List<Input.Arrived> messages) {
        for (List<Input.Arrived> packet : ServerPackets.of(messages, batchMax)) {
            String topic =
                    "inbox/alice/" + packet.get(0).message().conversation().seenBy(ALICE);
            network.toClient(ServerPackets.read(packet, WIRE, topic));
        }
    }

    private void perform(List<Output> outputs) {
        for (Output output : outputs) {
            note(() -> "out " + output);
            if (output instanceof Output.Connect it) {
                connect(it.connection());
            } else if (output instanceof Output.Disconnect) {
                network.change();
                server.connectionChanged();
            } else if (output instanceof Output.PublishMessage it) {
                network.toServer(() -> submit(it));
            } else if (output instanceof Output.PublishBatch it) {
                network.toServer(() -> submit(it));
            } else if (output instanceof Output.PublishSync it) {
                long onLink = network.link();
                network.toServer(() -> {
                    if (onLink == network.link()) {
                        sync(it);
                    }
                });
            } else if (output instanceof Output.PublishReceipt it) {
                network.toServer(() -> receipt(it));
            } else if (output instanceof Output.Hand it) {
                long in = incarnation;
                handlerBound = Math.max(handlerBound, network.now + 1 + random.nextInt(3));
                network.at(handlerBound, () -> handle(it, in));
            } else if (output instanceof Output.Amended it) {
                amended(it);
            } else if (output instanceof Output.WantRepair it) {
                repair(it.conversation());
            } else if (output instanceof Output.StatusChanged it) {
                sends.told(it);
            }
        }
    }

    private void connect(long number) {
        network.change();
        long onLink = network.link();
        boolean works = network.peace || random.nextInt(4) > 0;
        network.at(network.now + network.delay(), () -> {
            if (onLink == network.link()) {
                server.connectionChanged();
                step(List.of(
                        works
                                ? new Input.Connected(number)
                                : new Input.Disconnected(number, Input.Cause.LOST, "no network")));
            }
        });
    }

    private void submit(Output.PublishMessage it) {
        Ack ack = server.submit(it.message(), it.after());
        submitted(it.message().conversation(), List.of(ack));
    }

    private void submit(Output.PublishBatch it) {
        Packet packet = WIRE.encode(it);
        assertThat(packet.contentType()).isEqualTo(Batches.CONTENT_TYPE);
        try {
            ServerModel.Answer answer = server.submit(it.conversation(), packet.payload(), packet.after());
            network.toClient(new Input.Answered(packet.token(), answer.refusal()));
            if (answer.refusal() == null) {
                batched += answer.acks().size();
                submitted(it.conversation(), answer.acks());
            }
        } catch (BadBodyException e) {
            throw new AssertionError(e);
        }
    }

    private void submitted(ConversationId conversation, List<Ack> acks) {
        network.toClient(new Input.Acks(acks));
        pushLive();
        ServerModel.Log log = server.log(conversation);
        if (!conversation.isGroup() && (network.peace || random.nextInt(3) == 0)) {
            log.peerReceived = log.entries.size();
            log.peerRead = random.nextBoolean() ? log.peerReceived : log.peerRead;
            network.toClient(
                    new Input.Receipted(conversation, conversation.peerOf(ALICE), log.peerReceived, log.peerRead));
        }
    }

    private void sync(Output.PublishSync it) {
        ServerModel.Page page = server.sync(it.body());
        deliver(page.messages());
        network.toClient(new Input.SyncAnswered(it.request(), page.reply()));
    }

    private void repair(ConversationId conversation) {
        HistoryPage.Edge edge = store.edge(conversation);
        long after = Math.max(0, edge.before() - 1);
        network.toServer(() -> {
            MessageId request = new MessageId(3, ++ids);
            network.toClient(new Input.Paged(request, SideLogs.page(conversation, server, after, edge.asOf())));
            repaired++;
        });
    }

    private void receipt(Output.PublishReceipt it) {
        it.marks().received().forEach((seen, mark) -> {
            ConversationId id = ConversationId.parse(seen, ALICE).orElseThrow();
            assertThat(mark)
                    .as("receipt beyond last in " + seen)
                    .isLessThanOrEqualTo(server.log(id).entries.size());
        });
        it.marks()
                .received()
                .forEach((seen, mark) ->
                        server.receipt(ConversationId.parse(seen, ALICE).orElseThrow(), mark));
        network.toClient(new Input.Answered(it.token(), null));
        pushLive();
    }

    /** The application. With a transaction its log and the mark are one; without, its log is what it deduplicates by {@code repeated}. */
    private void handle(Output.Hand hand, long in) {
        if (in != incarnation) {
            return;
        }
        Incoming message = hand.message();
        ConversationId conversation = message.conversation();
        if (hand.retry()) {
            stopped.remove(conversation);
        }
        if (stopped.contains(conversation)) {
            return;
        }
        if (!network.peace && random.nextDouble() < handlerThrows) {
            stopped.add(conversation);
            step(List.of(new Input.HandlerFailed(conversation, message.seq(), new Exception("no"))));
            return;
        }
        application.handed(hand);
        if (transactional) {
            store.begin();
            store.addIncoming(message);
            store.mark(conversation, message.seq());
            store.commit();
        }
        if (!network.peace && random.nextInt(200) == 0) {
            note(() -> "crash after handler");
            start();
            return;
        }
        step(List.of(new Input.HandlerDone(conversation, message.seq())));
    }

    private void judge() {
        assertThat(session.waiting()).as("unexplained").isEmpty();
        for (ConversationId conversation : conversations) {
            ConversationId side = conversation.amendments();
            application.judge(conversation, server.log(conversation), session.mark(conversation));
            SideLogs.judge(server, conversation, store.history(conversation, 1, 10_000, 0));
            application.judge(side, server.log(side), session.mark(side));
            sends.judge(conversation, server);
        }
        sends.judge(server, store);
    }

    long acceptedCount() {
        return server.known.size();
    }

    /** How many own messages the server answered in batches. */
    long batchedCount() {
        return batched;
    }

    long repairedCount() {
        return repaired;
    }

    long amendedCount() {
        return application.givenCount(true);
    }

    long handedCount() {
        return application.givenCount(false);
    }
}
