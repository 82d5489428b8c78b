package io.parley.broker.delivery;

import io.parley.broker.conversation.Head;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Standing;
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
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The world around one endpoint, in virtual time and out of one seed: conversations that grow, a user entity that tells
 * of it and sometimes forgets, owners and a store that are slow and fail, a wire that loses and breaks. After the storm
 * come whispers: now and then a message that is as likely lost as not, with nothing behind it that would betray the loss.
 * Then all is calm, and everything must have arrived.
 */
final class SessionSimulation {
    static final UserName BOB = new UserName("bob");
    static final EndpointId PHONE = new EndpointId(BOB, "phone");

    private static final long STORM_MILLIS = 50_000;
    private static final long WHISPER_MILLIS = 300_000;
    private static final long CALM_MILLIS = 900_000;
    private static final int STEPS_MAX = 200_000;

    private record Event(long at, long order, Runnable what) {}

    /** The other end of the wire. */
    interface Client {
        void connected();

        void disconnected();

        void delivered(Delivery delivery);

        void replied(SyncReply reply);

        /** An ack of one of its own messages. */
        void acked(ConversationId conversation, long seq);

        void checkAtTheEnd();
    }

    final SplittableRandom random;
    final DeliverySettings settings;
    final SimulatedLogs logs;
    final Map<ConversationId, List<StoredMessage>> log;
    private final Map<ConversationId, UserMarks> userMarks;
    final Map<ConversationId, Long> endpointMarks = new HashMap<>();
    /** What owners were told by a session that has not ended since. */
    private final Map<ConversationId, UserMarks> told = new HashMap<>();

    /** The newest the client heard of unread messages. */
    final Map<String, Long> unreadTold = new HashMap<>();

    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (one, other) -> one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.order, other.order));
    private final EndpointKind kind;
    private final Client client;
    private final double lossRate;
    private final double failRate;
    private long order;
    private long now;
    private boolean storm = true;
    private boolean calm;
    private @Nullable EndpointSession session;
    /** Counts connections: what was meant for a former one is void. */
    private int connection;

    /** Whether the user entity knows the session. */
    private boolean known;

    private long tickAt = Long.MAX_VALUE;
    private long newsAt;
    private long deliverAt;
    /** Answers of one owner come in the order they were given. */
    private final Map<ConversationId, Long> headAt = new HashMap<>();

    SessionSimulation(long seed) {
        random = new SplittableRandom(seed);
        kind = random.nextInt(4) == 0 ? EndpointKind.PLAIN : EndpointKind.PARLEY;
        settings = random.nextInt(3) == 0 ? DeliverySettings.DEFAULT : tight();
        lossRate = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2;
        failRate = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3;
        logs = new SimulatedLogs(random.split(), kind == EndpointKind.PARLEY);
        log = logs.log;
        userMarks = logs.userMarks;
        client = kind == EndpointKind.PARLEY ? new ParleyClient(this) : new PlainClient(this);
    }

    private DeliverySettings tight() {
        return new DeliverySettings(
                4 + random.nextInt(8),
                200,
                75,
                1 + random.nextInt(5),
                60,
                2,
                2,
                100,
                5_000,
                60_000,
                60_000,
                8,
                2,
                1_000,
                100,
                3,
                5_000,
                4_096,
                1_000,
                30_000,
                250);
    }

    void run() {
        for (int i = random.nextInt(6); i > 0; i--) {
            append(logs.anyConversation(), random.nextInt(60));
        }
        after(0, this::connect);
        after(random.nextInt(500), this::speak);
        after(random.nextInt(10_000), this::mishap);
        after(random.nextInt(5_000), this::happen);
        turn(STORM_MILLIS);
        storm = false;
        if (session == null) {
            connect();
        }
        after(60_000, this::whisper);
        turn(STORM_MILLIS + WHISPER_MILLIS);
        calm = true;
        turn(STORM_MILLIS + WHISPER_MILLIS + CALM_MILLIS);
        client.checkAtTheEnd();
        log.keySet().stream().filter(it -> !it.isAmendments()).forEach(this::checkUnread);
        told.forEach((conversation, marks) -> {
            UserMarks stand = userMarks.getOrDefault(conversation, UserMarks.NONE);
            check(stand.equals(stand.advancedTo(marks)), conversation + " was told " + marks + ", has " + stand);
        });
        if (session == null || session.window().messages() != 0) {
            throw new AssertionError("the window still holds something when everything is acknowledged");
        }
    }

    private void checkUnread(ConversationId conversation) {
        long heard = unreadTold.getOrDefault(conversation.seenBy(BOB), 0L);
        long byLog = logs.unread(conversation);
        check(heard == byLog, conversation + " has " + byLog + " unread, last told " + heard);
    }

    private void turn(long until) {
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            Event next = events.peek();
            if (next == null || next.at > until) {
                now = until;
                return;
            }
            events.remove();
            now = next.at;
            next.what.run();
            if (session != null) {
                Window window = session.window();
                check(window.messages() <= settings.windowMessagesMax(), "window " + window.messages());
                wake(session);
            }
        }
        throw new AssertionError("no rest after " + STEPS_MAX + " steps");
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private void wake(EndpointSession current) {
        if (current.dueAt() < tickAt) {
            tickAt = current.dueAt();
            int mine = connection;
            at(tickAt, () -> {
                if (mine == connection && session != null) {
                    tickAt = Long.MAX_VALUE;
                    session.tick(now);
                }
            });
        }
    }

    void after(long millis, Runnable what) {
        at(now + millis, what);
    }

    private void at(long when, Runnable what) {
        events.add(new Event(Math.max(now, when), order++, what));
    }

    boolean fails() {
        return storm && random.nextDouble() < failRate;
    }

    private boolean loses() {
        return !calm && random.nextDouble() < (storm ? lossRate : 0.5);
    }

    // --- the storm ---

    private void speak() {
        if (storm) {
            say(1 + random.nextInt(random.nextInt(8) == 0 ? 30 : 3));
            after(random.nextInt(random.nextInt(5) == 0 ? 3_000 : 300), this::speak);
        }
    }

    private void whisper() {
        if (!calm) {
            say(1);
            after(20_000 + random.nextInt(60_000), this::whisper);
        }
    }

    private void say(int messages) {
        ConversationId conversation = logs.anyConversation();
        tell(append(conversation, messages), logs.isMember(conversation));
    }

    /** By way of the user entity, in order. */
    private void tell(Block block, boolean concernsBob) {
        if (concernsBob) {
            news(it -> it.committed(block, now));
        }
    }

    private void news(Consumer<EndpointSession> input) {
        int mine = connection;
        newsAt = Math.max(newsAt, now + random.nextInt(20));
        at(newsAt, () -> {
            if (known && session != null && mine == connection) {
                input.accept(session);
            }
        });
    }

    /** Bob comes and goes, things are amended, cleared. */
    private void happen() {
        if (!storm) {
            return;
        }
        ConversationId conversation = logs.anyConversation();
        int what = random.nextInt(10);
        if (what < 4 && conversation.isGroup()) {
            tell(logs.comeOrGo(conversation, now), true);
            news(it -> it.touched(conversation, now));
        } else if (what < 8 && logs.mayAmend(conversation)) {
            tell(logs.amend(conversation, now), logs.isMember(conversation));
        } else if (what == 8 && logs.visibleLast(conversation) > 0) {
            UserMarks marks = logs.clear(conversation);
            news(it -> it.receipted(conversation, BOB, marks, now));
        }
        after(random.nextInt(random.nextInt(5) == 0 ? 6_000 : 600), this::happen);
    }

    static boolean isOwn(StoredMessage message) {
        return message.from().equals(BOB) && message.endpoint().equals("phone");
    }

    private Block append(ConversationId conversation, int messages) {
        Block block = logs.append(conversation, messages, session != null, now);
        for (StoredMessage message : block.messages()) {
            if (isOwn(message)) {
                after(random.nextInt(3_000), () -> client.acked(conversation, message.seq()));
            }
        }
        return block;
    }

    private void mishap() {
        if (!storm) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> disconnect();
            case 1 -> forget();
            default -> client.disconnected();
        }
        after(random.nextInt(12_000), this::mishap);
    }

    private void disconnect() {
        if (session != null) {
            session.close(now);
            session = null;
            told.clear();
            connection++;
            tickAt = Long.MAX_VALUE;
            client.disconnected();
            after(random.nextInt(8_000), () -> {
                if (session == null) {
                    connect();
                }
            });
        }
    }

    /** The user entity moves: for a while nobody hears of commits, then the session is new to it. */
    private void forget() {
        append(logs.anyConversation(), 1 + random.nextInt(10));
        int mine = connection;
        known = false;
        after(random.nextInt(5_000), () -> register(mine));
    }

    private void connect() {
        int mine = ++connection;
        tickAt = Long.MAX_VALUE;
        deliverAt = now;
        newsAt = now;
        session = new EndpointSession(PHONE, kind, settings, new Host(mine), random.split(), DeliveryObserver.NONE);
        known = false;
        headAt.clear();
        unreadTold.clear();
        after(random.nextInt(100), () -> register(mine));
        client.connected();
    }

    private void register(int mine) {
        if (session != null && mine == connection) {
            known = true;
            session.registered(true, now);
        }
    }

    private void toSession(int mine, Consumer<EndpointSession> input) {
        if (session != null && mine == connection) {
            input.accept(session);
        }
    }

    // --- what the client does ---

    /** What a client sends arrives in order, unless the connection ends first. */
    void send(Consumer<EndpointSession> packet) {
        int mine = connection;
        after(1, () -> toSession(mine, packet));
    }

    long now() {
        return now;
    }

    int connection() {
        return connection;
    }

    boolean isConnected() {
        return session != null;
    }

    private final class Host implements SessionHost {
        private final int mine;

        Host(int mine) {
            this.mine = mine;
        }

        private void answer(long withinMillis, Consumer<EndpointSession> input) {
            after(random.nextLong(withinMillis), () -> toSession(mine, input));
        }

        /** To the client, in order. */
        private void wire(boolean mayBeLost, Runnable packet) {
            if (mayBeLost && loses()) {
                return;
            }
            deliverAt = Math.max(deliverAt, now + random.nextInt(30));
            at(deliverAt, () -> {
                if (mine == connection && session != null) {
                    packet.run();
                }
            });
        }

        @Override
        public long unixMillis() {
            return now;
        }

        @Override
        public void deliver(Delivery delivery) {
            wire(kind == EndpointKind.PARLEY, () -> client.delivered(delivery));
        }

        @Override
        public void reply(SyncDemand demand, SyncReply reply) {
            wire(true, () -> client.replied(reply));
        }

        @Override
        public void read(LogRead read) {
            List<StoredMessage> found = logs.read(read);
            boolean failed = fails();
            answer(50, it -> {
                if (failed) {
                    it.readFailed(read, now);
                } else {
                    it.read(read, found, now);
                }
            });
        }

        @Override
        public void unread(UnreadEvent event) {
            unreadTold.putAll(event.unread());
        }

        @Override
        public void askHead(ConversationId conversation) {
            if (!fails()) {
                // what the owner answers is what is committed when it is asked; the answer takes its time
                ConversationId owner = conversation.subject();
                Head head = logs.head(owner);
                Head ofSide = logs.head(owner.amendments());
                long amendmentsLast = logs.amendmentsLast(owner);
                long when = Math.max(headAt.getOrDefault(owner, 0L), now + random.nextInt(100));
                headAt.put(owner, when);
                at(
                        when,
                        () -> toSession(mine, it -> {
                            it.head(owner, head, amendmentsLast, now);
                            if (conversation.isAmendments()) {
                                it.head(conversation, ofSide, 0, now);
                            }
                        }));
            }
        }

        @Override
        public void loadConversations() {
            Map<ConversationId, Standing> all = logs.conversationsOfBob();
            boolean failed = fails();
            answer(50, it -> {
                if (failed) {
                    it.conversationsFailed(now);
                } else {
                    it.conversations(all, now);
                }
            });
        }

        @Override
        public void loadMarks() {
            Map<ConversationId, Long> marks = Map.copyOf(endpointMarks);
            boolean failed = fails();
            answer(50, it -> {
                if (failed) {
                    it.marksFailed(now);
                } else {
                    it.marks(marks, now);
                }
            });
        }

        @Override
        public void saveMarks(Map<ConversationId, Long> received) {
            boolean failed = fails();
            if (!failed) {
                received.forEach((conversation, seq) -> endpointMarks.merge(conversation, seq, Math::max));
            }
            answer(50, it -> it.marksSaved(!failed, now));
        }

        private void stored(ConversationId conversation, UserMarks marks) {
            UserMarks before = userMarks.getOrDefault(conversation, UserMarks.NONE);
            UserMarks stand = before.advancedTo(marks);
            userMarks.put(conversation, stand);
            if (stand.read() > before.read() && known) {
                answer(100, it -> it.receipted(conversation, BOB, stand, now));
            }
        }

        @Override
        public void receipt(ConversationId conversation, long received, long read) {
            long last = logs.visibleLast(conversation);
            check(
                    Math.max(received, read) <= last,
                    conversation + " receipt " + received + ", " + read + " beyond " + last);
            UserMarks marks = new UserMarks(Math.max(received, read), read);
            told.merge(conversation, marks, UserMarks::advancedTo);
            if (!loses()) {
                // as any owner, it dies now and then before the mark is stored
                after(random.nextInt(300), () -> stored(conversation, marks));
            }
        }
    }
}
