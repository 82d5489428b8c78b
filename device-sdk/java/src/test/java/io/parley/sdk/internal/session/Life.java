package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.MemoryStore;
import io.parley.sdk.internal.store.Outgoing;
import io.parley.sdk.internal.transport.Packet;
import io.parley.sdk.internal.transport.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
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

    private record Event(long at, long order, Runnable run) {}

    private final SplittableRandom random;
    private final ServerModel server;
    private final MemoryStore store = new MemoryStore(PHONE);
    private final List<ConversationId> conversations;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<ConversationId, Set<MessageId>> committed = new HashMap<>();
    private final Map<ConversationId, List<MessageId>> sentOrder = new HashMap<>();
    private final Map<MessageId, MessageStatus> statuses = new LinkedHashMap<>();
    private final Set<MessageId> own = new LinkedHashSet<>();
    private final Set<ConversationId> stopped = new HashSet<>();
    private final boolean transactional;
    private final int batchMax;
    private final double loss;
    private final double repeat;
    private final double handlerThrows;

    private Session session;
    private long now;
    private long order;
    private long ids;
    private long handlerBound;
    private long incarnation;
    private long batched;
    private boolean peace;
    private long link;

    Life(long seed) {
        random = new SplittableRandom(seed);
        server = new ServerModel(ALICE, random.split());
        server.busy = random.nextInt(3) == 0 ? 0.2 : 0;
        server.refusesWhole = random.nextInt(3) == 0 ? 0.2 : 0;
        batchMax = random.nextInt(4) == 0 ? 1 : random.nextInt(2, 65);
        transactional = random.nextBoolean();
        loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2;
        repeat = random.nextDouble() * 0.1;
        handlerThrows = random.nextInt(3) == 0 ? 0.05 : 0;
        conversations = List.of("bob", "carol", "alice").subList(0, 1 + random.nextInt(3)).stream()
                .map(it -> ConversationId.chat(ALICE, new UserName(it)))
                .toList();
    }

    void live() {
        start();
        planTrouble();
        run(TROUBLE_MILLIS);
        peace = true;
        server.busy = 0;
        server.refusesWhole = 0;
        run(TROUBLE_MILLIS + PEACE_MILLIS);
        judge();
    }

    private void resend() {
        deliver(server.resend(own));
        pushLive();
        at(now + 5_000, this::resend);
    }

    private void planTrouble() {
        resend();
        int sends = random.nextInt(40);
        for (int i = 0; i < sends; i++) {
            at(random.nextLong(TROUBLE_MILLIS), this::send);
        }
        int burst = random.nextInt(4) == 0 ? 150 : 0;
        long burstAt = random.nextLong(TROUBLE_MILLIS);
        for (int i = 0; i < burst; i++) {
            at(burstAt, this::send);
        }
        int others = random.nextInt(60);
        for (int i = 0; i < others; i++) {
            at(random.nextLong(TROUBLE_MILLIS), this::peerSends);
        }
        int backlog = random.nextInt(10) == 0 ? 450 : 0;
        for (int i = 0; i < backlog; i++) {
            peerSends();
        }
        int cuts = random.nextInt(6);
        for (int i = 0; i < cuts; i++) {
            at(random.nextLong(TROUBLE_MILLIS), this::cut);
        }
        int crashes = random.nextInt(4);
        for (int i = 0; i < crashes; i++) {
            at(random.nextLong(TROUBLE_MILLIS), this::crash);
        }
    }

    private void at(long time, Runnable run) {
        events.add(new Event(time, ++order, run));
    }

    private Now time() {
        return new Now(now, now);
    }

    private void note(Supplier<String> what) {
        if (TRACE) {
            System.out.println(now + " " + what.get());
        }
    }

    private void run(long until) {
        for (int ticks = 0; ; ticks++) {
            if (ticks > TICKS_MAX) {
                throw new AssertionError("no rest after " + ticks + " steps");
            }
            long due = Math.max(now, session.dueAt(time()));
            long next = events.isEmpty() ? due : Math.min(due, events.peek().at());
            if (next > until) {
                now = until;
                return;
            }
            now = Math.max(now, next);
            if (!events.isEmpty() && events.peek().at() <= now) {
                events.remove().run().run();
            } else {
                step(List.of());
            }
        }
    }

    private void start() {
        incarnation++;
        link++;
        stopped.clear();
        server.connectionChanged();
        session =
                new Session(PHONE, store, ReceiptMode.AUTOMATIC, transactional, SessionLimits.DEFAULT, random.split());
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
        int fate = peace ? 1_000 : random.nextInt(1_000);
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
            outputs.stream().filter(Output.Queued.class::isInstance).forEach(it -> queued((Output.Queued) it));
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
            link++;
            server.connectionChanged();
            step(List.of(new Input.Disconnected(session.connection(), Input.Cause.LOST, "cut")));
        }
    }

    private void send() {
        ConversationId conversation = conversations.get(random.nextInt(conversations.size()));
        MessageId id = new MessageId(1, ++ids);
        String text = random.nextInt(20) == 0 ? "bad " + ids : "m" + ids;
        note(() -> "send " + id + " " + conversation);
        step(List.of(new Input.Send(new Outgoing(id, conversation, null, Content.ofText(text), now, 0, false))));
        if (store.isOutgoing(id)) {
            own.add(id);
            sentOrder.computeIfAbsent(conversation, it -> new ArrayList<>()).add(id);
            statuses.putIfAbsent(id, MessageStatus.QUEUED);
        }
    }

    private void queued(Output.Queued it) {
        statuses.putIfAbsent(it.id(), MessageStatus.QUEUED);
    }

    /** Bob writes, or alice from her laptop; some of it has expired. */
    private void peerSends() {
        ConversationId conversation = conversations.get(random.nextInt(conversations.size()));
        UserName from = random.nextInt(4) == 0 ? ALICE : conversation.peerOf(ALICE);
        MessageId id = new MessageId(2, ++ids);
        server.peerSays(
                conversation, new ServerModel.Entry(id, from, Content.ofText("p" + ids), random.nextInt(15) == 0));
        pushLive();
    }

    private void pushLive() {
        deliver(server.live(own));
    }

    private void deliver(List<Incoming> messages) {
        for (List<Incoming> packet : ServerPackets.of(messages, batchMax)) {
            String topic = "inbox/alice/" + packet.get(0).conversation().seenBy(ALICE);
            toClient(ServerPackets.read(packet, WIRE, topic));
        }
    }

    private long delay() {
        return 1 + random.nextInt(peace ? 5 : 40);
    }

    /** In order on a connection, but for what is lost or repeated; what a former connection had under way is late, not lost. */
    private long clientBound;

    private void toClient(Input input) {
        toClient(List.of(input));
    }

    private void toClient(List<Input> packet) {
        long onLink = link;
        if (!peace && random.nextDouble() < loss) {
            return;
        }
        int copies = !peace && random.nextDouble() < repeat ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            clientBound = Math.max(clientBound, now + delay());
            long arrival = i == 0 ? clientBound : clientBound + delay() * 10;
            at(arrival, () -> {
                if (onLink == link || (packet.get(0) instanceof Input.Arrived && random.nextInt(5) == 0)) {
                    step(packet);
                }
            });
        }
    }

    /** In order on a connection; the server may still read a dead connection when the next one is up. */
    private long serverBound;

    private void toServer(Runnable action) {
        long onLink = link;
        serverBound = Math.max(serverBound, now + delay());
        at(serverBound, () -> {
            if (onLink == link || random.nextInt(3) == 0) {
                action.run();
            }
        });
    }

    private void perform(List<Output> outputs) {
        for (Output output : outputs) {
            note(() -> "out " + output);
            if (output instanceof Output.Connect it) {
                connect(it.connection());
            } else if (output instanceof Output.Disconnect) {
                link++;
                server.connectionChanged();
            } else if (output instanceof Output.PublishMessage it) {
                toServer(() -> submit(it));
            } else if (output instanceof Output.PublishBatch it) {
                toServer(() -> submit(it));
            } else if (output instanceof Output.PublishSync it) {
                long onLink = link;
                toServer(() -> {
                    if (onLink == link) {
                        sync(it);
                    }
                });
            } else if (output instanceof Output.PublishReceipt it) {
                toServer(() -> receipt(it));
            } else if (output instanceof Output.Hand it) {
                long in = incarnation;
                handlerBound = Math.max(handlerBound, now + 1 + random.nextInt(3));
                at(handlerBound, () -> handle(it, in));
            } else if (output instanceof Output.StatusChanged it) {
                status(it);
            }
        }
    }

    private void connect(long number) {
        link++;
        long onLink = link;
        boolean works = peace || random.nextInt(4) > 0;
        at(now + delay(), () -> {
            if (onLink == link) {
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
            toClient(new Input.Answered(packet.token(), answer.refusal()));
            if (answer.refusal() == null) {
                batched += answer.acks().size();
                submitted(it.conversation(), answer.acks());
            }
        } catch (BadBodyException e) {
            throw new AssertionError(e);
        }
    }

    private void submitted(ConversationId conversation, List<Ack> acks) {
        toClient(new Input.Acks(acks));
        pushLive();
        ServerModel.Log log = server.log(conversation);
        if (peace || random.nextInt(3) == 0) {
            log.peerReceived = log.entries.size();
            log.peerRead = random.nextBoolean() ? log.peerReceived : log.peerRead;
            toClient(new Input.Receipted(conversation, conversation.peerOf(ALICE), log.peerReceived, log.peerRead));
        }
    }

    private void sync(Output.PublishSync it) {
        ServerModel.Page page = server.sync(it.body().received(), it.body().limit());
        deliver(page.messages());
        toClient(new Input.SyncAnswered(it.request(), page.reply()));
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
        toClient(new Input.Answered(it.token(), null));
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
        if (!peace && random.nextDouble() < handlerThrows) {
            stopped.add(conversation);
            step(List.of(new Input.HandlerFailed(conversation, message.seq(), new Exception("no"))));
            return;
        }
        handed(hand);
        if (transactional) {
            store.begin();
            store.addIncoming(message);
            store.mark(conversation, message.seq());
            store.commit();
        }
        if (!peace && random.nextInt(200) == 0) {
            note(() -> "crash after handler");
            start();
            return;
        }
        step(List.of(new Input.HandlerDone(conversation, message.seq())));
    }

    private void handed(Output.Hand hand) {
        Incoming message = hand.message();
        Set<MessageId> log = committed.computeIfAbsent(message.conversation(), it -> new LinkedHashSet<>());
        if (!log.add(message.id())) {
            assertThat(transactional)
                    .as("handed twice in a transaction: " + message)
                    .isFalse();
            assertThat(hand.repeated()).as("handed twice, unmarked: " + message).isTrue();
        }
        assertThat(own).as("own message handed").doesNotContain(message.id());
        assertThat(message.gone()).isFalse();
    }

    private void status(Output.StatusChanged it) {
        MessageStatus before = statuses.get(it.id());
        if (before != null && before.stage() == Stage.FAILED) {
            throw new AssertionError(it + " after " + before);
        }
        statuses.put(it.id(), it.status());
    }

    private void judge() {
        assertThat(session.waiting()).as("unexplained").isEmpty();
        for (ConversationId conversation : conversations) {
            List<ServerModel.Entry> log = server.log(conversation).entries;
            List<MessageId> expected = log.stream()
                    .filter(it -> !it.gone() && !own.contains(it.id()))
                    .map(ServerModel.Entry::id)
                    .toList();
            assertThat(List.copyOf(committed.getOrDefault(conversation, Set.of())))
                    .as("handed of " + conversation)
                    .isEqualTo(expected);
            assertThat(session.mark(conversation)).as("mark of " + conversation).isEqualTo(log.size());
            List<MessageId> mine = log.stream()
                    .map(ServerModel.Entry::id)
                    .filter(own::contains)
                    .toList();
            List<MessageId> acceptedInOrder = sentOrder.getOrDefault(conversation, List.of()).stream()
                    .filter(server.known::containsKey)
                    .toList();
            assertThat(mine).as("order of own in " + conversation).isEqualTo(acceptedInOrder);
        }
        for (MessageId id : own) {
            boolean known = server.known.containsKey(id);
            Stage stage = store.status(id).orElseThrow().stage();
            assertThat(known ? stage.ordinal() < Stage.FAILED.ordinal() : stage == Stage.FAILED)
                    .as("told " + stage + " of " + id + ", known " + known)
                    .isTrue();
        }
    }

    long acceptedCount() {
        return server.known.size();
    }

    /** How many own messages the server answered in batches. */
    long batchedCount() {
        return batched;
    }

    long handedCount() {
        return committed.values().stream().mapToLong(Set::size).sum();
    }
}
