package io.parley.broker.group;

import static io.parley.broker.group.GroupReplay.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.broker.conversation.AmendmentRules;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.FaultyStore;
import io.parley.broker.conversation.FaultyStore.Fate;
import io.parley.broker.conversation.FaultyStore.Op;
import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.MessageIds;
import io.parley.broker.conversation.Submission;
import io.parley.broker.conversation.TestSettings;
import io.parley.broker.conversation.VirtualOwner;
import io.parley.broker.conversation.VirtualTime;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import io.parley.protocol.json.CountsEvent.Count;
import io.parley.protocol.json.GroupSettings.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One run: a group and its side log, users who write, come, go, rule, read and clear, a store that times out, an owner
 * that dies at any moment; everything decided by the seed. What the log says by itself is the truth that rows, heads,
 * answers and counts are held against.
 */
final class GroupSimulation implements VirtualOwner.Users {
    private static final GroupName NAME = new GroupName("g");
    private static final ConversationId GROUP = ConversationId.group(NAME);
    private static final GroupLimits LIMITS = new GroupLimits(5, 7);
    private static final int USERS = 8;
    private static final long TURBULENCE = 15_000;
    private static final long CALM_MAX = 120_000;

    /** Something sent until it is answered for good. */
    private static final class Sent {
        final Submission submission;
        /** What was acked when it was first sent: nothing before that may judge it. */
        final long loggedBefore;

        final long amendedBefore;
        long repeatAt;
        boolean decided;

        Sent(Submission submission, long loggedBefore, long amendedBefore) {
            this.submission = submission;
            this.loggedBefore = loggedBefore;
            this.amendedBefore = amendedBefore;
        }
    }

    private final Random random;
    private final RandomChanges changes;
    private final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    private final FaultyStore store = new FaultyStore(time);
    private final ConversationSettings settings;
    private final double faultRate;
    private final double crashRate;
    private final List<Sent> open = new ArrayList<>();
    private final Map<MessageId, Sent> sent = new HashMap<>();
    private final GroupReplay acked = new GroupReplay(NAME, LIMITS);
    private final Map<UserName, UserMarks> marksTold = new HashMap<>();
    /** Whom the present owner told of the block with this last seq. */
    private final Map<Long, Set<UserName>> told = new HashMap<>();

    private final Set<UserName> offline = new HashSet<>();
    private long amended;
    private VirtualOwner owner;
    private VirtualOwner side;
    private long owners;
    private long ids;
    private boolean calm;

    GroupSimulation(long seed) {
        random = new Random(seed);
        changes = new RandomChanges(random, USERS);
        settings = settings();
        faultRate = random.nextInt(4) * 0.1;
        crashRate = random.nextInt(4) * 0.015;
        store.fates(this::fate);
        newOwner();
    }

    private ConversationSettings settings() {
        TestSettings small = new TestSettings();
        small.blockMessagesMax = 1 + random.nextInt(6);
        small.pendingPatienceMillis = 100 + random.nextInt(1_000);
        small.recentIdsMax = small.blockMessagesMax + random.nextInt(10);
        small.recoverMessagesMin = 1 + random.nextInt(20);
        small.bucketMessagesMax = 1 + random.nextInt(20);
        small.trustedAppendMillis = 1 + random.nextInt(50);
        small.backoffMaxMillis = 20 + random.nextInt(200);
        return small.build();
    }

    void run() {
        send(GROUP, RandomChanges.user(0), ContentTypes.CHANGE, Contents.write(changes.creation()));
        long start = time.millis();
        while (time.millis() - start < TURBULENCE) {
            act();
            time.pass(random.nextInt(20));
        }
        calm = true;
        long calmAt = time.millis();
        while (!open.isEmpty()) {
            repeat();
            time.pass(10);
            check(time.millis() - calmAt < CALM_MAX, "unanswered after the store healed: " + open.size());
        }
        time.pass(10_000);
        checkOwner();
        checkHeads();
        newOwner();
        checkHeads();
        checkRows();
    }

    private void act() {
        repeat();
        UserName user = changes.user();
        switch (random.nextInt(12)) {
            case 0, 1 -> send(GROUP, user, ContentTypes.CHANGE, Contents.write(changes.any()));
            case 2, 3, 4 -> send(GROUP, user, "text/plain", ("text " + ids).getBytes(UTF_8));
            case 5 -> amend(user);
            case 6, 7 -> receipt(user);
            case 8 -> clear(user);
            case 9 -> comeOrGo(user);
            default -> {}
        }
        if (random.nextDouble() < crashRate) {
            owner.kill();
            side.kill();
            time.pass(random.nextInt(300));
            newOwner();
        }
        if (random.nextInt(40) == 0) {
            checkHeads();
        }
        checkOwner();
    }

    private void checkOwner() {
        check(!owner.isStopped() && !side.isStopped(), "fenced, with one owner at a time");
    }

    private void newOwner() {
        owners++;
        told.clear();
        if (owner != null) {
            owner.kill();
            side.kill();
        }
        GroupRules rules = new GroupRules(NAME, store.groups(), LIMITS, this::amendmentsLast);
        side = null;
        owner = new VirtualOwner(GROUP, time, store, rules, this, settings, ConversationObserver.NONE);
        VirtualOwner subject = owner;
        side = new VirtualOwner(
                GROUP.amendments(),
                time,
                store,
                new AmendmentRules(
                        GROUP.amendments(),
                        rules,
                        () -> subject.conversation().mayJudge(time.millis()),
                        store.amendments()),
                new SideUsers(),
                settings,
                ConversationObserver.NONE);
        owner.livesWith(side);
    }

    private long amendmentsLast() {
        return side == null ? -1 : side.conversation().lastIfOpen();
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

    // ---- what users do

    private void send(ConversationId log, UserName from, String type, byte[] content) {
        Submission submission = new Submission(
                log,
                new EndpointId(from, "phone"),
                0,
                MessageIds.v7(time.millis(), ++ids),
                null,
                0,
                type,
                Content.wrap(content));
        Sent one = new Sent(submission, acked.seq(), amended);
        open.add(one);
        sent.put(submission.id(), one);
        toOwner(one);
    }

    private void amend(UserName from) {
        Amendment amendment = new Amendment(Amendment.Kind.REACT, 1 + random.nextInt(20), "+1", "", "");
        send(GROUP.amendments(), from, ContentTypes.AMENDMENT, Contents.write(amendment));
    }

    private void repeat() {
        open.removeIf(one -> one.decided);
        for (Sent one : List.copyOf(open)) {
            if (time.millis() >= one.repeatAt) {
                toOwner(one);
            }
        }
    }

    private void toOwner(Sent one) {
        one.repeatAt = time.millis() + 800;
        VirtualOwner addressed = one.submission.conversation().isAmendments() ? side : owner;
        addressed.submit(one.submission, (connection, acks) -> acks.forEach(ack -> answered(one, ack)));
    }

    private void receipt(UserName user) {
        long seq = acked.state().member(user) == null
                ? 0
                : acked.state().member(user).visible().lastOf(acked.seq());
        if (seq > 0) {
            long received = 1 + random.nextInt((int) seq);
            long read = random.nextInt((int) seq + 1);
            owner.receipt(new EndpointId(user, "phone"), received, read, refusal -> {
                throw new AssertionError("receipt of " + user + " refused: " + refusal);
            });
        }
    }

    private void clear(UserName user) {
        long before = acked.state().member(user) == null
                ? 0
                : acked.state().member(user).visible().lastOf(acked.seq());
        if (random.nextInt(6) == 0) {
            owner.clear(user, () -> {
                UserMarks stored = store.tail(GROUP).marks().getOrDefault(user, UserMarks.NONE);
                check(stored.cleared() >= before, user + " cleared up to " + before + ", stored " + stored);
                marksTold.merge(user, stored, UserMarks::advancedTo);
            });
        }
    }

    private void comeOrGo(UserName user) {
        if (offline.remove(user)) {
            owner.askHead(user, owners * 1_000 + ++ids, head -> {});
        } else {
            offline.add(user);
        }
    }

    // ---- what the owner says

    private void answered(Sent one, Ack ack) {
        Reason reason = ack.reason();
        boolean ofGroup = !one.submission.conversation().isAmendments();
        if (reason == Reason.BUSY || reason == Reason.UNKNOWN_OUTCOME) {
            one.repeatAt = time.millis() + 50 + random.nextInt(200);
        } else if (reason != null) {
            one.decided = true;
            checkRefusal(one, reason);
        } else if (ofGroup) {
            boolean first = ack.status() == Ack.Status.ACCEPTED;
            one.decided = true;
            List<StoredMessage> log = store.log(GROUP);
            StoredMessage logged = log.get((int) ack.seq() - 1);
            check(logged.id().equals(ack.id()), ack + " but the log has " + logged.id());
            acked.takeAll(log, Math.max(acked.seq(), ack.seq()));
            if (GroupReplay.isChange(logged)) {
                long saved = store.group(NAME).map(Group::version).orElse(0L);
                check(saved >= ack.seq(), "change " + ack.seq() + " is acked, rows stand at " + saved);
            }
            if (first) {
                checkTold(ack.seq());
            }
        } else {
            one.decided = true;
            amended = Math.max(amended, ack.seq());
            checkWasMember(one);
        }
    }

    /** Somewhere between its sending and now there was a state that refuses it so. */
    private void checkRefusal(Sent one, Reason reason) {
        List<StoredMessage> log = store.log(GROUP);
        GroupReplay replay = new GroupReplay(NAME, LIMITS);
        replay.takeAll(log, one.loggedBefore);
        boolean explained = refuses(replay, one, reason);
        while (!explained && replay.seq() < log.size()) {
            replay.takeAll(log, replay.seq() + 1);
            explained = refuses(replay, one, reason);
        }
        check(explained, describe(one) + " was refused " + reason + " by no state since seq " + one.loggedBefore);
    }

    private boolean refuses(GroupReplay replay, Sent one, Reason reason) {
        UserName from = one.submission.from().user();
        if (one.submission.contentType().equals(ContentTypes.CHANGE)) {
            return reason == replay.state().refusalOf(change(one), from);
        }
        // muted until then
        long then = one.submission.id().unixMillis();
        return one.submission.conversation().isAmendments()
                ? reason == replay.state().refusalOfAmendment(from, then)
                : reason == replay.state().refusalOfMessage(from, then);
    }

    private void checkWasMember(Sent one) {
        List<StoredMessage> log = store.log(GROUP);
        GroupReplay replay = new GroupReplay(NAME, LIMITS);
        replay.takeAll(log, one.loggedBefore);
        UserName from = one.submission.from().user();
        boolean was = replay.state().members().contains(from);
        while (!was && replay.seq() < log.size()) {
            replay.takeAll(log, replay.seq() + 1);
            was = replay.state().members().contains(from);
        }
        check(was, from + " amended and was no member since seq " + one.loggedBefore);
    }

    private static Change change(Sent one) {
        return GroupReplay.change(new StoredMessage(
                1,
                one.submission.id(),
                one.submission.from().user(),
                "phone",
                0,
                0,
                ContentTypes.CHANGE,
                one.submission.content()));
    }

    private static String describe(Sent one) {
        return one.submission.content().asText() + " by "
                + one.submission.from().user();
    }

    @Override
    public void committed(UserName user, Block block) {
        throw new AssertionError("with a period");
    }

    @Override
    public void committed(UserName user, long period, Block block) {
        told.computeIfAbsent(block.lastSeq(), fresh -> new HashSet<>()).add(user);
        List<StoredMessage> log = store.log(GROUP);
        for (StoredMessage message : block.messages()) {
            check(log.get((int) message.seq() - 1).equals(message), "told what the log has not: " + message);
        }
        GroupReplay replay = new GroupReplay(NAME, LIMITS);
        replay.takeAll(log, block.lastSeq());
        for (StoredMessage message : block.messages()) {
            GroupMember member = replay.state().member(user);
            check(
                    member != null && member.visible().contains(message.seq()),
                    user + " was told seq " + message.seq() + " and may not see it");
        }
        if (offline.contains(user)) {
            VirtualOwner then = owner;
            time.after(random.nextInt(50), () -> then.away(user, period));
        }
    }

    /** By the owner that acks it, everybody in it who is online has been told. */
    private void checkTold(long seq) {
        Set<UserName> heard = new HashSet<>();
        told.forEach((last, users) -> {
            if (last >= seq && last < seq + settings.blockMessagesMax()) {
                heard.addAll(users);
            }
        });
        GroupReplay replay = new GroupReplay(NAME, LIMITS);
        replay.takeAll(store.log(GROUP), seq - 1);
        Set<UserName> concerned = new HashSet<>(replay.state().members());
        replay.takeAll(store.log(GROUP), seq);
        concerned.addAll(replay.state().members());
        for (UserName user : concerned) {
            check(heard.contains(user) || offline.contains(user), user + " was not told seq " + seq);
        }
    }

    @Override
    public void receipted(UserName user, UserName whose, UserMarks marks) {
        check(user.equals(whose), user + " was told the marks of " + whose);
        UserMarks stored = store.tail(GROUP).marks().getOrDefault(whose, UserMarks.NONE);
        check(
                stored.received() >= marks.received() && stored.read() >= marks.read(),
                whose + " is told " + marks + ", stored " + stored);
        marksTold.merge(whose, marks, UserMarks::advancedTo);
    }

    @Override
    public void counts(UserName sender, int of, List<Count> counts) {
        Map<UserName, UserMarks> stored = store.tail(GROUP).marks();
        for (Count count : counts) {
            long received = stored.entrySet().stream()
                    .filter(it -> !it.getKey().equals(sender) && it.getValue().received() >= count.seq())
                    .filter(it -> maySee(it.getKey(), count.seq()))
                    .count();
            check(count.received() <= received, "seq " + count.seq() + " received " + count + ", stored " + stored);
            check(count.read() <= count.received(), "more have read than received: " + count);
        }
        // a change that is durable is applied before it is acked
        List<StoredMessage> log = store.log(GROUP);
        GroupReplay replay = new GroupReplay(NAME, LIMITS);
        replay.takeAll(log, owner.conversation().last());
        boolean explained = of == others(replay, sender);
        replay.takeAll(log, log.size());
        check(explained || of == others(replay, sender), of + " others of " + sender);
    }

    private static int others(GroupReplay replay, UserName sender) {
        return replay.state().members().size() - (replay.state().members().contains(sender) ? 1 : 0);
    }

    private boolean maySee(UserName user, long seq) {
        GroupMember member = acked.state().member(user);
        return member == null || seq > acked.seq() || member.visible().contains(seq);
    }

    @Override
    public void expired(UserName sender, long seq, MessageId id) {
        throw new AssertionError("nothing expires here");
    }

    /** Nobody is told of marks in a side log. */
    private final class SideUsers implements VirtualOwner.Users {
        @Override
        public void committed(UserName user, Block block) {
            check(store.log(GROUP.amendments()).containsAll(block.messages()), "told what the log has not");
        }

        @Override
        public void receipted(UserName user, UserName whose, UserMarks marks) {
            throw new AssertionError("a mark in a side log");
        }

        @Override
        public void expired(UserName sender, long seq, MessageId id) {
            throw new AssertionError("nothing expires here");
        }
    }

    // ---- what must hold

    /** Unread messages by the head are unread messages by the log, whoever died with whatever mark unsaved. */
    private void checkHeads() {
        for (int i = 0; i < USERS; i++) {
            UserName user = RandomChanges.user(i);
            owner.askHead(user, 0, head -> checkHead(user, head));
        }
    }

    private void checkHead(UserName user, Head head) {
        UserMarks marks = head.marksOf(user);
        UserMarks heard = marksTold.getOrDefault(user, UserMarks.NONE);
        check(
                marks.read() >= heard.read()
                        && marks.received() >= heard.received()
                        && marks.cleared() >= heard.cleared(),
                user + " was told " + heard + ", now " + marks);
        long own = 0;
        for (StoredMessage message : store.log(GROUP)) {
            if (message.from().equals(user)
                    && message.seq() <= owner.conversation().last()) {
                own = message.seq();
            }
        }
        long byLog = Math.max(
                0, head.last() - Math.max(Math.max(head.joined() - 1, marks.cleared()), Math.max(marks.read(), own)));
        check(head.unread(user) == byLog, user + " has " + head.unread(user) + " unread, by the log " + byLog);
        check(head.visible().equals(head.visible().above(marks.cleared())), user + " sees what is cleared");
    }

    private void checkRows() {
        List<StoredMessage> log = store.log(GROUP);
        GroupReplay replay = new GroupReplay(NAME, LIMITS);
        replay.takeAll(log, log.size());
        if (!replay.state().wasCreated()) {
            return;
        }
        Group stored = store.group(NAME).orElseThrow();
        check(
                stored.version() == replay.state().version(),
                "rows at " + stored.version() + ", log says " + replay.state().version());
        check(stored.settings().equals(replay.state().settings()), "other settings");
        check(stored.dissolved() == !replay.state().exists(), "dissolved or not");
        for (GroupMember row : stored.members()) {
            GroupMember truth = replay.state().member(row.user());
            check(
                    truth != null
                            && row.state() == truth.state()
                            && row.role() == truth.role()
                            && row.visible().equals(truth.visible())
                            && row.mutedUntil() == truth.mutedUntil()
                            && row.joined() == truth.joined()
                            && row.amendments().isOpen() == truth.amendments().isOpen(),
                    "row " + row + ", log says " + truth);
            checkAmendments(row, log);
        }
    }

    /** Who came once, and sees nothing of what was before, sees no amendment of that time either. */
    private void checkAmendments(GroupMember row, List<StoredMessage> log) {
        boolean onlyFromThen =
                row.visible().spans().size() == 1 && row.visible().floor() == row.joined() - 1;
        if (onlyFromThen && row.joined() > 1 && row.isMember()) {
            Sent joining = sent.get(log.get((int) row.joined() - 1).id());
            check(
                    row.amendments().next(1) > joining.amendedBefore || joinedWithHistory(row, log),
                    row + " sees amendments from before seq " + joining.amendedBefore);
        }
    }

    private static boolean joinedWithHistory(GroupMember row, List<StoredMessage> log) {
        GroupReplay replay = new GroupReplay(NAME, LIMITS);
        replay.takeAll(log, row.joined() - 1);
        return replay.state().settings().history() != History.JOINED;
    }
}
