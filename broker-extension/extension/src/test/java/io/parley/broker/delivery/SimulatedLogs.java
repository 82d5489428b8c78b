package io.parley.broker.delivery;

import io.parley.broker.conversation.Head;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The logs of {@link SessionSimulation} as their owners have them: chats, groups that bob comes to and leaves, side logs;
 * and what of each is for bob.
 */
final class SimulatedLogs {
    private static final UserName BOB = SessionSimulation.BOB;

    /** What bob has of one log. */
    private static final class Place {
        Spans visible = Spans.NONE;
        long joined = 1;
        /** Seqs an endpoint may have passed over, and need not be sent any more whatever bob may see later. */
        final Set<Long> passed = new HashSet<>();
        /** Everything bob could see at some time. */
        final Set<Long> everVisible = new HashSet<>();
    }

    final Map<ConversationId, List<StoredMessage>> log = new HashMap<>();
    final Map<ConversationId, UserMarks> userMarks = new HashMap<>();
    private final Map<ConversationId, Place> places = new HashMap<>();
    private final List<ConversationId> conversations = new ArrayList<>();
    private final SplittableRandom random;
    private final boolean withSideLogs;
    private long ids;

    SimulatedLogs(SplittableRandom random, boolean withSideLogs) {
        this.random = random;
        this.withSideLogs = withSideLogs;
        int chats = 1 + random.nextInt(4);
        for (int i = 0; i < chats; i++) {
            conversations.add(ConversationId.chat(BOB, new UserName("peer" + i)));
            place(conversations.get(i)).visible = Spans.ALL;
            place(conversations.get(i).amendments()).visible = Spans.ALL;
        }
        int groups = random.nextInt(3);
        for (int i = 0; i < groups; i++) {
            conversations.add(ConversationId.group(new GroupName("group" + i)));
        }
    }

    private Place place(ConversationId conversation) {
        return places.computeIfAbsent(conversation, id -> new Place());
    }

    ConversationId anyConversation() {
        return conversations.get(random.nextInt(conversations.size()));
    }

    boolean isMember(ConversationId conversation) {
        return place(conversation).visible.isOpen();
    }

    long last(ConversationId conversation) {
        return log.getOrDefault(conversation, List.of()).size();
    }

    private Spans visible(ConversationId conversation) {
        return place(conversation)
                .visible
                .above(userMarks.getOrDefault(conversation, UserMarks.NONE).cleared());
    }

    Head head(ConversationId conversation) {
        Place place = place(conversation);
        UserMarks marks = userMarks.getOrDefault(conversation, UserMarks.NONE);
        return new Head(
                place.visible.lastOf(last(conversation)),
                conversation.isGroup() || conversation.isAmendments()
                        ? Map.of(BOB, marks)
                        : Map.of(BOB, marks, conversation.peerOf(BOB), ownOf(conversation, conversation.peerOf(BOB))),
                visible(conversation),
                place.joined);
    }

    long amendmentsLast(ConversationId conversation) {
        return conversation.isAmendments()
                ? 0
                : place(conversation.amendments()).visible.lastOf(last(conversation.amendments()));
    }

    /** As the owner refuses a receipt beyond it. */
    long visibleLast(ConversationId conversation) {
        return place(conversation).visible.lastOf(last(conversation));
    }

    /** Promise 6, by the log. */
    long unread(ConversationId conversation) {
        return head(conversation).unread(BOB);
    }

    /** Those of which a row says that they are bob's; now and then no more than that. */
    Map<ConversationId, Standing> conversationsOfBob() {
        Map<ConversationId, Standing> all = new HashMap<>();
        for (ConversationId conversation : conversations) {
            if (last(conversation) > 0
                    && (!conversation.isGroup() || !place(conversation).visible.isEmpty())) {
                all.put(conversation, standingOfBob(conversation));
            }
        }
        return all;
    }

    private Standing standingOfBob(ConversationId conversation) {
        if (conversation.isGroup()) {
            return Standing.ofMarks(UserMarks.NONE);
        }
        UserMarks marks = userMarks.getOrDefault(conversation, UserMarks.NONE);
        // what a former owner left behind may make the log look longer than it is
        long left = random.nextInt(8) == 0 ? random.nextInt(1, 4) : 0;
        return random.nextInt(4) == 0
                ? Standing.ofMarks(marks)
                : Standing.ofChat(
                        marks,
                        ownOf(conversation, conversation.peerOf(BOB)),
                        last(conversation) + left,
                        amendmentsLast(conversation));
    }

    private UserMarks ownOf(ConversationId conversation, UserName user) {
        return log.getOrDefault(conversation, List.of()).stream()
                .filter(message -> message.from().equals(user))
                .reduce((before, later) -> later)
                .map(message -> UserMarks.ofOwn(message.seq()))
                .orElse(UserMarks.NONE);
    }

    List<StoredMessage> read(LogRead read) {
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
        return found;
    }

    // ---- what happens to them

    Block append(ConversationId conversation, int messages, boolean online, long now) {
        List<StoredMessage> block = new ArrayList<>();
        for (int i = 0; i < Math.max(1, messages); i++) {
            int who = isMember(conversation) ? random.nextInt(10) : 9;
            boolean own = who < 2 && online;
            UserName other = conversation.isGroup() ? new UserName("someone") : conversation.peerOf(BOB);
            add(conversation, block, who < 3 ? BOB : other, own ? "phone" : "other", "", bytes(), now);
        }
        return new Block(conversation, 1, 1, 0, block);
    }

    private byte[] bytes() {
        return new byte[random.nextInt(40)];
    }

    private void add(
            ConversationId conversation,
            List<StoredMessage> block,
            UserName from,
            String endpoint,
            String type,
            byte[] content,
            long now) {
        List<StoredMessage> all = log.computeIfAbsent(conversation, id -> new ArrayList<>());
        long seq = all.size() + 1;
        StoredMessage message =
                new StoredMessage(seq, new MessageId(7, ++ids), from, endpoint, now, 0, type, Content.wrap(content));
        all.add(message);
        block.add(message);
        if (from.equals(BOB) && !conversation.isAmendments()) {
            userMarks.merge(conversation, UserMarks.ofOwn(seq), UserMarks::advancedTo);
        }
        noteVisible(conversation);
    }

    /** Somebody amends something, bob's to see or not. */
    Block amend(ConversationId conversation, long now) {
        List<StoredMessage> block = new ArrayList<>();
        long target = 1 + random.nextLong(last(conversation));
        byte[] content = Contents.write(new Amendment(Amendment.Kind.REACT, target, "+1", "", ""));
        add(conversation.amendments(), block, new UserName("someone"), "other", ContentTypes.AMENDMENT, content, now);
        return new Block(conversation.amendments(), 1, 1, 0, block);
    }

    boolean mayAmend(ConversationId conversation) {
        return withSideLogs && last(conversation) > 0;
    }

    /** Bob is put in, with some history or none, or is removed; the change is the last message of the block. */
    Block comeOrGo(ConversationId group, long now) {
        Block block = append(group, 1 + random.nextInt(3), false, now);
        long seq = last(group);
        long amendmentsLast = last(group.amendments());
        Place place = place(group);
        Place side = place(group.amendments());
        notePassed(group);
        if (isMember(group)) {
            place.visible = place.visible.closed(seq);
            side.visible = side.visible.closed(amendmentsLast);
        } else {
            long history = random.nextInt(3);
            long first = history == 0 ? seq : history == 1 ? 1 : Math.max(1, seq - random.nextInt(8));
            place.visible = place.visible.opened(first);
            place.joined = seq;
            side.visible = side.visible.opened(history == 0 ? amendmentsLast + 1 : 1);
        }
        notePassed(group);
        noteVisible(group);
        noteVisible(group.amendments());
        return Objects.requireNonNull(block.seenThrough(place.visible));
    }

    UserMarks clear(ConversationId conversation) {
        notePassed(conversation);
        UserMarks marks =
                userMarks.merge(conversation, UserMarks.ofCleared(visibleLast(conversation)), UserMarks::advancedTo);
        notePassed(conversation);
        return marks;
    }

    // ---- what must come of it

    private void noteVisible(ConversationId conversation) {
        Place place = place(conversation);
        for (long seq = last(conversation); seq > 0 && !place.everVisible.contains(seq); seq--) {
            if (place.visible.contains(seq)) {
                place.everVisible.add(seq);
            }
        }
        if (place.visible.isOpen()) {
            for (long seq = 1; seq <= last(conversation); seq++) {
                if (place.visible.contains(seq)) {
                    place.everVisible.add(seq);
                }
            }
        }
    }

    /** What is hidden now with something visible behind it may be given up for good. */
    private void notePassed(ConversationId conversation) {
        pass(conversation);
        pass(conversation.amendments());
    }

    private void pass(ConversationId conversation) {
        Place place = place(conversation);
        long cleared = userMarks.getOrDefault(conversation, UserMarks.NONE).cleared();
        boolean more = false;
        for (long seq = last(conversation); seq > 0; seq--) {
            boolean visible = place.visible.contains(seq) && seq > cleared;
            more |= visible;
            if (seq <= cleared || (more && !visible) || (visible && isTargetHidden(conversation, seq))) {
                place.passed.add(seq);
            }
        }
    }

    /** Amendments of what the endpoint need not have, it need not have either. */
    private boolean isTargetHidden(ConversationId conversation, long seq) {
        if (!conversation.isAmendments()) {
            return false;
        }
        try {
            StoredMessage entry = log.get(conversation).get((int) seq - 1);
            long target = Contents.readAmendment(entry.content().toBytes()).seq();
            return !isRequired(conversation.subject(), target);
        } catch (BadBodyException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether bob's endpoint must be sent it. */
    boolean isRequired(ConversationId conversation, long seq) {
        return visible(conversation).contains(seq)
                && !isTargetHidden(conversation, seq)
                && !place(conversation).passed.contains(seq);
    }

    /** Whether it was bob's to see at any time. */
    boolean isAllowed(ConversationId conversation, long seq) {
        return place(conversation).everVisible.contains(seq);
    }
}
