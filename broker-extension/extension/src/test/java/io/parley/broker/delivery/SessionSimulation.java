package io.parley.broker.delivery;

import io.parley.broker.conversation.Head;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.UnreadEvent;
import java.util.ArrayList;
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
    final Map<ConversationId, List<StoredMessage>> log = new HashMap<>();
    final Map<ConversationId, UserMarks> userMarks = new HashMap<>();
    final Map<ConversationId, Long> endpointMarks = new HashMap<>();
    /** What owners were told by a session that has not ended since. */
    private final Map<ConversationId, UserMarks> told = new HashMap<>();

    /** The newest the client heard of unread messages. */
    final Map<String, Long> unreadTold = new HashMap<>();

    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (one, other) -> one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.order, other.order));
    private final List<ConversationId> conversations = new ArrayList<>();
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
    private long ids;

    SessionSimulation(long seed) {
        random = new SplittableRandom(seed);
        kind = random.nextInt(4) == 0 ? EndpointKind.PLAIN : EndpointKind.PARLEY;
        settings = random.nextInt(3) == 0 ? DeliverySettings.DEFAULT : tight();
        lossRate = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2;
        failRate = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3;
        client = kind == EndpointKind.PARLEY ? new ParleyClient(this) : new PlainClient(this);
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            conversations.add(ConversationId.chat(BOB, new UserName("peer" + i)));
        }
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
        for (ConversationId conversation : conversations) {
            if (random.nextBoolean()) {
                append(conversation, random.nextInt(60));
            }
        }
        after(0, this::connect);
        after(random.nextInt(500), this::speak);
        after(random.nextInt(10_000), this::mishap);
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
        told.forEach((conversation, marks) -> {
            UserMarks stand = userMarks.getOrDefault(conversation, UserMarks.NONE);
            check(stand.equals(stand.advancedTo(marks)), conversation + " was told " + marks + ", has " + stand);
        });
        if (session == null || session.window().messages() != 0) {
            throw new AssertionError("the window still holds something when everything is acknowledged");
        }
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
        ConversationId conversation = conversations.get(random.nextInt(conversations.size()));
        Block block = append(conversation, messages);
        int mine = connection;
        newsAt = Math.max(newsAt, now + random.nextInt(20));
        at(newsAt, () -> {
            if (known && session != null && mine == connection) {
                session.committed(block, now);
            }
        });
    }

    static boolean isOwn(StoredMessage message) {
        return message.from().equals(BOB) && message.endpoint().equals("phone");
    }

    private Block append(ConversationId conversation, int messages) {
        List<StoredMessage> all = log.computeIfAbsent(conversation, id -> new ArrayList<>());
        List<StoredMessage> block = new ArrayList<>();
        for (int i = 0; i < Math.max(1, messages); i++) {
            int who = random.nextInt(10);
            boolean own = who < 2 && session != null;
            StoredMessage message = new StoredMessage(
                    all.size() + 1,
                    new MessageId(7, ++ids),
                    who < 3 ? BOB : conversation.peerOf(BOB),
                    own ? "phone" : "other",
                    now,
                    0,
                    "",
                    Content.wrap(new byte[random.nextInt(40)]));
            all.add(message);
            block.add(message);
            if (own) {
                after(random.nextInt(3_000), () -> client.acked(conversation, message.seq()));
            }
        }
        return new Block(conversation, 1, 1, 0, block);
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
        append(conversations.get(random.nextInt(conversations.size())), 1 + random.nextInt(10));
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
            List<StoredMessage> all = log.getOrDefault(read.conversation(), List.of());
            List<StoredMessage> found = new ArrayList<>();
            long bytes = 0;
            for (long seq = read.fromSeq(); seq <= read.toSeq() && found.size() < read.messagesMax(); seq++) {
                StoredMessage message = all.get((int) seq - 1);
                bytes += message.content().size();
                if (!found.isEmpty() && bytes > read.bytesMax()) {
                    break;
                }
                found.add(message);
            }
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
                long last = log.getOrDefault(conversation, List.of()).size();
                Map<UserName, UserMarks> marks = Map.of(BOB, userMarks.getOrDefault(conversation, UserMarks.NONE));
                answer(100, it -> it.head(conversation, new Head(last, marks, Spans.ALL, 1), 0, now));
            }
        }

        @Override
        public void loadConversations() {
            Map<ConversationId, UserMarks> all = new HashMap<>();
            log.keySet().forEach(it -> all.put(it, userMarks.getOrDefault(it, UserMarks.NONE)));
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
            long last = log.getOrDefault(conversation, List.of()).size();
            check(Math.max(received, read) <= last, "receipt " + received + ", " + read + " beyond " + last);
            UserMarks marks = new UserMarks(Math.max(received, read), read);
            told.merge(conversation, marks, UserMarks::advancedTo);
            if (!loses()) {
                // as any owner, it dies now and then before the mark is stored
                after(random.nextInt(300), () -> stored(conversation, marks));
            }
        }
    }
}
