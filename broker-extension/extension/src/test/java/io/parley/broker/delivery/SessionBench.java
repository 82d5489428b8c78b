package io.parley.broker.delivery;

import io.parley.broker.conversation.Head;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.UnreadEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A session of bob's phone on a bench: a log, owners and stores that answer when told to, and a clock turned by hand. */
final class SessionBench implements SessionHost {
    static final UserName BOB = new UserName("bob");
    static final EndpointId PHONE = new EndpointId(BOB, "phone");
    static final ConversationId ALICE = chat("alice");
    static final ConversationId CAROL = chat("carol");

    /** One receipt as an owner was told it. */
    record Told(ConversationId conversation, long received, long read) {}

    final Map<ConversationId, List<StoredMessage>> log = new HashMap<>();
    final Map<ConversationId, Map<UserName, UserMarks>> userMarks = new HashMap<>();
    final Map<ConversationId, Long> endpointMarks = new HashMap<>();
    final List<Delivery> delivered = new ArrayList<>();
    final List<SyncReply> replies = new ArrayList<>();
    final List<Told> receipts = new ArrayList<>();
    final List<LogRead> reads = new ArrayList<>();
    final List<ConversationId> heads = new ArrayList<>();
    /** What bob may see; of what is not named, everything. */
    final Map<ConversationId, Spans> visible = new HashMap<>();

    final List<UnreadEvent> unread = new ArrayList<>();
    /** Owners that do not answer. */
    final Set<ConversationId> silent = new HashSet<>();
    /** Owners that die before they have stored what they are told. */
    final Set<ConversationId> forgetful = new HashSet<>();

    private final Deque<Runnable> answers = new ArrayDeque<>();
    final EndpointSession session;
    boolean storeDown;
    /** Whether the store says of chats what owners would. */
    boolean storeTells;

    int loads;
    int saves;
    long now;
    long unixMillis = 1_700_000_000_000L;
    private long ids;

    SessionBench(EndpointKind kind) {
        this(kind, DeliverySettings.DEFAULT);
    }

    SessionBench(EndpointKind kind, DeliverySettings settings) {
        session = new EndpointSession(PHONE, kind, settings, this, new SplittableRandom(1), DeliveryObserver.NONE);
    }

    static ConversationId chat(String peer) {
        return ConversationId.chat(BOB, new UserName(peer));
    }

    /** A Parley endpoint that has synced and is up to date with an empty log. */
    static SessionBench live() {
        SessionBench bench = new SessionBench(EndpointKind.PARLEY);
        bench.register();
        bench.sync(Map.of(), 200);
        bench.settle();
        return bench;
    }

    void register() {
        session.registered(true, now);
        settle();
    }

    void sync(Map<ConversationId, Long> received, int limit) {
        session.sync(new SyncDemand(received, limit, 0, "inbox/bob/reply", null), now);
        settle();
    }

    void receipt(ConversationId conversation, long received) {
        session.receipt(Map.of(conversation, received), Map.of(), now);
        settle();
    }

    /** Answers everything that is asked, until nothing is. */
    void settle() {
        while (answerNext()) {}
    }

    boolean answerNext() {
        Runnable answer = answers.poll();
        if (answer != null) {
            answer.run();
        }
        return answer != null;
    }

    /** Lets time pass, stopping wherever something is due. */
    void pass(long millis) {
        long until = now + millis;
        while (session.dueAt() <= until) {
            unixMillis += Math.max(0, session.dueAt() - now);
            now = Math.max(now, session.dueAt());
            session.tick(now);
            settle();
        }
        unixMillis += until - now;
        now = until;
    }

    /** Puts messages into the log and tells nobody. */
    Block append(ConversationId conversation, UserName from, String endpoint, int messages, int bytes) {
        List<StoredMessage> all = log.computeIfAbsent(conversation, id -> new ArrayList<>());
        List<StoredMessage> block = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            block.add(new StoredMessage(
                    all.size() + 1,
                    new MessageId(1, ++ids),
                    from,
                    endpoint,
                    unixMillis,
                    0,
                    "",
                    Content.wrap(new byte[bytes])));
            all.add(block.get(i));
        }
        return new Block(conversation, 1, 1, 0, block);
    }

    Block append(ConversationId conversation, int messages) {
        return append(conversation, conversation.peerOf(BOB), "elsewhere", messages, 10);
    }

    void commit(Block block) {
        session.committed(block, now);
    }

    /** The peer says so much, one block, and the session is told. */
    void commit(ConversationId conversation, int messages) {
        commit(append(conversation, messages));
    }

    /** The seqs delivered so far of one conversation, resends and all. */
    List<Long> seqs(ConversationId conversation) {
        return delivered.stream()
                .filter(it -> it.conversation().equals(conversation))
                .map(it -> it.message().seq())
                .toList();
    }

    SyncReply lastReply() {
        return replies.get(replies.size() - 1);
    }

    @Override
    public long unixMillis() {
        return unixMillis;
    }

    @Override
    public void deliver(Delivery delivery) {
        delivered.add(delivery);
    }

    @Override
    public void reply(SyncDemand demand, SyncReply reply) {
        replies.add(reply);
    }

    @Override
    public void read(LogRead read) {
        reads.add(read);
        answers.add(() -> {
            if (storeDown) {
                session.readFailed(read, now);
            } else {
                session.read(read, found(read), now);
            }
        });
    }

    private List<StoredMessage> found(LogRead read) {
        List<StoredMessage> found = new ArrayList<>();
        long bytes = 0;
        for (StoredMessage message : log.getOrDefault(read.conversation(), List.of())) {
            boolean wanted = message.seq() >= read.fromSeq() && message.seq() <= read.toSeq();
            if (wanted && found.size() < read.messagesMax()) {
                bytes += message.content().size();
                if (!found.isEmpty() && bytes > read.bytesMax()) {
                    break;
                }
                found.add(message);
            }
        }
        return found;
    }

    @Override
    public void unread(UnreadEvent event) {
        unread.add(event);
    }

    @Override
    public void askHead(ConversationId conversation) {
        heads.add(conversation);
        answers.add(() -> {
            if (!silent.contains(conversation)) {
                session.head(
                        conversation,
                        new Head(
                                log.getOrDefault(conversation, List.of()).size(),
                                ownerMarks(conversation),
                                visible.getOrDefault(conversation, Spans.ALL),
                                1),
                        0,
                        now);
            }
        });
    }

    @Override
    public void loadConversations() {
        loads++;
        answers.add(() -> {
            if (storeDown) {
                session.conversationsFailed(now);
                return;
            }
            Map<ConversationId, Standing> all = new HashMap<>();
            log.keySet().forEach(it -> all.put(it, standing(it)));
            session.conversations(all, now);
        });
    }

    private Standing standing(ConversationId conversation) {
        UserMarks stored = userMarks.getOrDefault(conversation, Map.of()).getOrDefault(BOB, UserMarks.NONE);
        if (!storeTells || conversation.isGroup()) {
            return Standing.ofMarks(stored);
        }
        return Standing.ofChat(
                stored,
                ownerMarks(conversation).getOrDefault(conversation.peerOf(BOB), UserMarks.NONE),
                log.getOrDefault(conversation, List.of()).size(),
                log.getOrDefault(conversation.amendments(), List.of()).size());
    }

    /** An owner knows what everybody sent. */
    private Map<UserName, UserMarks> ownerMarks(ConversationId conversation) {
        Map<UserName, UserMarks> marks = new HashMap<>(userMarks.getOrDefault(conversation, Map.of()));
        for (StoredMessage message : log.getOrDefault(conversation, List.of())) {
            marks.merge(message.from(), UserMarks.ofOwn(message.seq()), UserMarks::advancedTo);
        }
        return marks;
    }

    @Override
    public void loadMarks() {
        answers.add(() -> {
            if (storeDown) {
                session.marksFailed(now);
            } else {
                session.marks(Map.copyOf(endpointMarks), now);
            }
        });
    }

    @Override
    public void saveMarks(Map<ConversationId, Long> received) {
        saves++;
        if (!storeDown) {
            endpointMarks.putAll(received);
        }
        boolean done = !storeDown;
        answers.add(() -> session.marksSaved(done, now));
    }

    @Override
    public void receipt(ConversationId conversation, long received, long read) {
        receipts.add(new Told(conversation, received, read));
        long last = log.getOrDefault(conversation, List.of()).size();
        long furthest = Math.max(received, read);
        if (!forgetful.contains(conversation) && furthest <= last) {
            Map<UserName, UserMarks> marks = new HashMap<>(userMarks.getOrDefault(conversation, Map.of()));
            marks.merge(BOB, new UserMarks(furthest, read), UserMarks::advancedTo);
            userMarks.put(conversation, marks);
        }
    }
}
