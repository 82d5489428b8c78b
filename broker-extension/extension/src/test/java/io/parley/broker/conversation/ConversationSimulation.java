package io.parley.broker.conversation;

import io.parley.broker.contact.ChatRules;
import io.parley.broker.contact.OpenChats;
import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One run: a conversation, a few senders, a store that times out, owners that die; everything decided by the seed. The
 * promises are checked with every answer, at every change of owner and at the end.
 */
final class ConversationSimulation implements VirtualOwner.Users {
    static final UserName ALICE = new UserName("alice");
    static final UserName BOB = new UserName("bob");
    static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);
    private static final int MESSAGES_PER_SENDER = 24;
    private static final long TURBULENCE = 20_000;
    private static final long CALM_MAX = 120_000;

    private final Random random;
    private final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    private final FaultyStore store = new FaultyStore(time);
    private final ConversationSettings settings;
    private final List<SimulatedSender> senders = new ArrayList<>();
    private final Map<SenderId, Long> told = new HashMap<>();
    private final Map<UserName, UserMarks> marksTold = new HashMap<>();
    private final double faultRate;
    private final double crashRate;
    private VirtualOwner owner;
    private long ids;
    private long ownerNumber;
    private boolean calm;

    ConversationSimulation(long seed) {
        this.random = new Random(seed);
        this.settings = settings();
        this.faultRate = random.nextInt(4) * 0.1;
        this.crashRate = random.nextInt(4) * 0.01;
        for (EndpointId endpoint : List.of(
                new EndpointId(ALICE, "phone"), new EndpointId(ALICE, "laptop"), new EndpointId(BOB, "phone"))) {
            senders.add(new SimulatedSender(endpoint, time, random, this::toOwner));
        }
        store.fates(this::fate);
        this.owner = newOwner();
    }

    private ConversationSettings settings() {
        TestSettings small = new TestSettings();
        small.blockMessagesMax = 1 + random.nextInt(6);
        small.blockBytesMax = 20 + random.nextInt(100);
        small.pendingMessagesMax = 4 + random.nextInt(16);
        small.pendingPatienceMillis = 100 + random.nextInt(1_000);
        small.recentIdsMax = small.blockMessagesMax + random.nextInt(10);
        small.filteredIdsMax = random.nextBoolean() ? 0 : random.nextInt(64);
        small.recoverMessagesMin = 1 + random.nextInt(10);
        small.clockSkewMaxMillis = random.nextInt(200);
        small.bucketMessagesMax = 1 + random.nextInt(20);
        small.bucketBytesMax = 50 + random.nextInt(400);
        small.trustedAppendMillis = 1 + random.nextInt(50);
        small.expiriesMax = 1 + random.nextInt(10);
        small.backoffMaxMillis = 20 + random.nextInt(200);
        return small.build();
    }

    void run() {
        long start = time.millis();
        while (time.millis() - start < TURBULENCE && !everythingWrittenIsDone()) {
            act();
            time.pass(random.nextInt(20));
        }
        calm = true;
        ensureOwner();
        long calmAt = time.millis();
        while (!senders.stream().allMatch(SimulatedSender::isDone)) {
            senders.forEach(SimulatedSender::work);
            time.pass(10);
            ensureOwner();
            check(time.millis() - calmAt < CALM_MAX, "senders still unanswered after the store healed");
        }
        time.pass(10_000);
        checkLog();
        checkMarks();
    }

    private boolean everythingWrittenIsDone() {
        return senders.stream().allMatch(sender -> sender.outbox.size() >= MESSAGES_PER_SENDER && sender.isDone());
    }

    private void act() {
        SimulatedSender sender = senders.get(random.nextInt(senders.size()));
        if (sender.outbox.size() < MESSAGES_PER_SENDER && random.nextInt(3) == 0) {
            sender.write(randomId(), "text " + random.nextInt(1_000), randomExpiry());
        }
        sender.work();
        switch (random.nextInt(24)) {
            case 0 -> sender.reconnect();
            case 1, 2 -> sender.repeatOld();
            case 3 -> sendConflict();
            case 4 -> receipt();
            default -> {}
        }
        if (random.nextDouble() < crashRate) {
            owner.kill();
            checkLog();
            time.pass(random.nextInt(300));
            owner = newOwner();
        }
        ensureOwner();
    }

    private void ensureOwner() {
        check(!owner.isStopped(), "fenced, with one owner at a time");
    }

    private VirtualOwner newOwner() {
        ownerNumber++;
        return new VirtualOwner(
                CHAT,
                time,
                store,
                new ChatRules(CHAT, new OpenChats(user -> true)),
                this,
                settings,
                ConversationObserver.NONE);
    }

    private MessageId randomId() {
        long now = time.millis();
        return switch (random.nextInt(8)) {
            case 0 -> MessageIds.other(++ids);
            case 1 -> MessageIds.v7(now + random.nextInt(100_000), ++ids);
            case 2 -> MessageIds.v7(now - random.nextInt(100_000), ++ids);
            default -> MessageIds.v7(now - random.nextInt(50), ++ids);
        };
    }

    private long randomExpiry() {
        return random.nextInt(5) == 0 ? 1 + random.nextInt(3_000) : 0;
    }

    private Fate fate(Op op) {
        long way = 1 + random.nextInt(10);
        if (calm || random.nextDouble() >= faultRate) {
            return Fate.slow(way);
        }
        return switch (random.nextInt(6)) {
            case 0 -> Fate.refused();
            case 1 -> Fate.lost(50 + random.nextInt(200));
            case 2 -> Fate.inDoubt(way, 50 + random.nextInt(200));
            case 3 -> Fate.inDoubt(100 + random.nextInt(5_000), 50 + random.nextInt(100));
            case 4 -> Fate.halfDone(50 + random.nextInt(100));
            default -> Fate.slow(random.nextInt(400));
        };
    }

    private void toOwner(Submission submission) {
        VirtualOwner addressed = owner;
        SimulatedSender sender = senderOf(submission);
        addressed.submit(
                submission,
                (connection, acks) -> acks.forEach(ack -> {
                    checkAck(submission.from().user(), ack);
                    time.after(random.nextInt(5), () -> sender.answered(connection, ack));
                }));
    }

    private SimulatedSender senderOf(Submission submission) {
        return senders.stream()
                .filter(sender -> sender.endpoint.equals(submission.from()))
                .findFirst()
                .orElseThrow();
    }

    /** The id of something accepted, with other bytes: must not be accepted, and must not disturb. */
    private void sendConflict() {
        SimulatedSender sender = senders.get(random.nextInt(senders.size()));
        sender.outbox.stream().filter(message -> message.seq != 0).findFirst().ifPresent(message -> {
            Submission forged = new Submission(
                    CHAT,
                    sender.endpoint,
                    -1,
                    message.submission.id(),
                    null,
                    0,
                    "text/plain",
                    Content.ofText("forged"));
            owner.submit(
                    forged,
                    (connection, acks) -> acks.forEach(ack -> check(
                            ack.reason() == Reason.CONFLICT || ack.reason() == Reason.BUSY, "conflict got " + ack)));
        });
    }

    private void receipt() {
        EndpointId from = senders.get(random.nextInt(senders.size())).endpoint;
        long known = told.values().stream().mapToLong(seq -> seq).max().orElse(0);
        if (known > 0) {
            owner.receipt(from, 1 + random.nextInt((int) known), random.nextInt((int) known + 1), refusal -> {
                throw new AssertionError("receipt refused: " + refusal);
            });
        }
    }

    private void checkAck(UserName from, Ack ack) {
        if (ack.status() == Ack.Status.REJECTED) {
            return;
        }
        Long before = told.put(new SenderId(from, ack.id()), ack.seq());
        check(before == null || before == ack.seq(), ack.id() + " got seq " + ack.seq() + ", before " + before);
        check(before == null || ack.status() == Ack.Status.DUPLICATE || ownerNumber > 0, "accepted twice: " + ack);
        List<StoredMessage> there = store.at(CHAT, ack.seq());
        check(there.size() == 1 && there.get(0).id().equals(ack.id()), ack + " but the log has " + there);
    }

    private void checkLog() {
        List<StoredMessage> log = store.log(CHAT);
        Set<SenderId> seen = new HashSet<>();
        Map<SenderId, StoredMessage> byId = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            StoredMessage message = log.get(i);
            SenderId id = new SenderId(message.from(), message.id());
            check(message.seq() == i + 1, "seq " + message.seq() + " at place " + (i + 1));
            check(seen.add(id), message.id() + " is twice in the log");
            byId.put(id, message);
        }
        told.forEach((id, seq) -> {
            StoredMessage message = byId.get(id);
            check(message != null && message.seq() == seq, "acked " + id.id() + " at " + seq + ", log: " + message);
        });
        senders.forEach(sender -> checkSender(sender, byId));
    }

    /** Its bytes, and its order. */
    private void checkSender(SimulatedSender sender, Map<SenderId, StoredMessage> byId) {
        long seq = 0;
        for (SimulatedSender.Outgoing sent : sender.outbox) {
            StoredMessage message = byId.get(new SenderId(sender.endpoint.user(), sent.submission.id()));
            if (message != null) {
                check(message.content().equals(sent.submission.content()), "other bytes at " + message.seq());
                check(message.seq() > seq, "seq " + message.seq() + " of " + sender.endpoint + " follows " + seq);
                seq = message.seq();
            }
        }
    }

    private void checkMarks() {
        Map<UserName, UserMarks> stored = store.tail(CHAT).marks();
        marksTold.forEach((user, marks) -> check(
                stored.get(user) != null
                        && stored.get(user).received() >= marks.received()
                        && stored.get(user).read() >= marks.read(),
                user + " was told at " + marks + ", stored " + stored));
    }

    @Override
    public void committed(UserName user, Block block) {
        for (StoredMessage message : block.messages()) {
            check(store.at(CHAT, message.seq()).equals(List.of(message)), "delivered what the log has not: " + message);
        }
    }

    @Override
    public void receipted(UserName user, UserName whose, UserMarks marks) {
        UserMarks before = marksTold.getOrDefault(whose, UserMarks.NONE);
        check(marks.advancedTo(before).equals(marks), "marks of " + whose + " went from " + before + " to " + marks);
        marksTold.put(whose, marks);
    }

    @Override
    public void expired(UserName sender, long seq, MessageId id) {
        check(store.at(CHAT, seq).get(0).isExpiredAt(time.millis()), "seq " + seq + " is not expired");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
