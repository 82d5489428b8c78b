package io.parley.broker.delivery;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One conversation on its way to one endpoint: {@code acked <= sent <= last}. Part of {@link EndpointSession} and of its
 * thread.
 *
 * <pre>
 *   1 ........ acked ........ sent ........ last
 *     received       in flight      in the log
 * </pre>
 */
final class Flow {
    /** What was sent and is not acknowledged, or seqs that needed no sending. */
    private static final class Sent {
        private final long first;
        private long last;
        private final long bytes;
        private final boolean counted;
        /** Needs no acknowledgement, or has it out of turn. */
        private boolean done;

        Sent(long first, long last, long bytes, boolean counted, boolean done) {
            this.first = first;
            this.last = last;
            this.bytes = bytes;
            this.counted = counted;
            this.done = done;
        }
    }

    private final ConversationId conversation;
    private final Window window;
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private int unacknowledged;
    private boolean positioned;
    private long acked;
    private long sent;
    /** Highest seq ever sent from this position: up to here a sending is a resending. */
    private long sentMax;

    private long last;
    /** A receipt of what the owner has not told us of yet, 0 if none. */
    private long early;

    /** What of the log is for this user, as far as the owner has said. */
    private Spans visible;

    /** Whether the owner has said so. */
    private boolean seen;

    private long joined = 1;
    /** The entry of a side log that comes next and is not for this user; 0 if none is known. */
    private long hidden;
    /** Up to here nothing is for this endpoint, but what was sent before; 0 if there is no such place. */
    private long floor;

    private UserMarks mine = UserMarks.NONE;
    private UserMarks peers = UserMarks.NONE;

    // For the resend.
    int resends;
    boolean parked;
    long resendAt = Long.MAX_VALUE;

    // For reads from the log.
    @Nullable LogRead reading;

    int readFailures;
    boolean waitsForTurn;

    /** Above this the endpoint's own messages are not sent to it: it made them while it was here. */
    long ownFrom;

    Flow(ConversationId conversation, Window window) {
        this.conversation = conversation;
        this.window = window;
        // who is in a group, and since when, only its owner knows
        this.seen = !conversation.isGroup() && !conversation.isAmendments();
        this.visible = seen ? Spans.ALL : Spans.NONE;
    }

    ConversationId conversation() {
        return conversation;
    }

    boolean isPositioned() {
        return positioned;
    }

    long acked() {
        return acked;
    }

    long sent() {
        return sent;
    }

    long sentMax() {
        return sentMax;
    }

    long last() {
        return last;
    }

    int unacknowledged() {
        return unacknowledged;
    }

    /** Whether the log holds something for the endpoint. */
    boolean isBehind() {
        return positioned && !parked && sent < last && visible.next(sent + 1) <= last;
    }

    /** Whether that may be sent now; what lies behind something hidden waits, see {@link #passHidden}. */
    boolean mayRead() {
        return isBehind() && visible.contains(sent + 1) && sent + 1 != hidden;
    }

    /** What the owner says of this user's membership. */
    void see(Spans spans, long joinedAt) {
        seen = true;
        visible = spans.above(mine.cleared());
        joined = joinedAt;
        hidden = 0;
    }

    /** Whether it is known what of it is for this user. */
    boolean isSeen() {
        return seen;
    }

    boolean isVisible(long seq) {
        return visible.contains(seq);
    }

    /** Last seq that may be read in one go from {@code sent + 1} on. */
    long readTo() {
        return visible.endOf(sent + 1, last);
    }

    /** The newest seq the user may see. */
    long visibleLast() {
        return visible.lastOf(last);
    }

    /** Promise 6. */
    long unread() {
        return mine.unread(visibleLast(), joined - 1);
    }

    /** What the endpoint has yet to learn of what is not for it; 0 for nothing. */
    long floorToTell() {
        return acked <= floor ? floor : 0;
    }

    /**
     * Passes over what comes next and is not for this endpoint, once everything before it is acknowledged: the floor it
     * is then told makes it give up whatever is missing below. What is not visible at the end waits, unless it was
     * cleared: the owner may yet say that it is.
     */
    void passHidden() {
        if (positioned && !parked && acked == sent && sent < last) {
            long next = visible.next(sent + 1);
            long to = next <= last ? next - 1 : Math.min(mine.cleared(), last);
            if (sent + 1 == hidden) {
                to = Math.max(to, hidden);
            }
            if (to > sent) {
                sent = to;
                sentMax = Math.max(sentMax, to);
                acked = to;
                floor = to;
            }
        }
    }

    /**
     * The message that comes next turns out not to be for this user.
     *
     * @return whether it is passed over already
     */
    boolean hide(long seq) {
        hidden = seq;
        passHidden();
        return sent >= seq;
    }

    /** Whether a block that starts at {@code firstSeq} follows on what was sent. */
    boolean isJoinedBy(long firstSeq) {
        return positioned && !parked && reading == null && sent == last && firstSeq <= sent + 1;
    }

    void lastIs(long seq) {
        last = Math.max(last, seq);
    }

    /** Starts anew behind {@code seq}: everything up to it is received, nothing after it is sent. */
    void position(long seq) {
        forget();
        positioned = true;
        parked = false;
        acked = seq;
        sent = seq;
        sentMax = seq;
        early = 0;
        floor = 0;
        hidden = 0;
        resends = 0;
        ownFrom = last;
    }

    /** Nothing of it is sent any more; what was in flight gives its room back. */
    void leave() {
        forget();
        positioned = false;
    }

    /** Back to what is acknowledged; what was in flight gives its room back. */
    void goBack() {
        forget();
        sent = acked;
    }

    private void forget() {
        for (Sent entry : inFlight) {
            giveBack(entry);
        }
        inFlight.clear();
        resendAt = Long.MAX_VALUE;
    }

    /** Starts anew behind {@code seq}; what lies between that and {@code newFloor} is not for the endpoint. */
    void position(long seq, long newFloor) {
        position(Math.max(seq, newFloor));
        floor = newFloor > seq ? newFloor : 0;
    }

    private void giveBack(Sent entry) {
        if (!entry.done) {
            unacknowledged--;
        }
        if (entry.counted) {
            window.release(1, entry.bytes);
        }
    }

    /** @param counted whether it takes room in the window */
    void send(long seq, long bytes, boolean counted) {
        advance(seq);
        inFlight.add(new Sent(seq, seq, bytes, counted, false));
        unacknowledged++;
        if (counted) {
            window.take(1, bytes);
        }
    }

    /** Passes over a message this endpoint is not sent; it counts as received once everything before it is. */
    void skip(long seq) {
        advance(seq);
        Sent newest = inFlight.peekLast();
        if (newest == null) {
            acked = seq;
        } else if (newest.done && !newest.counted) {
            newest.last = seq;
        } else {
            inFlight.add(new Sent(seq, seq, 0, false, true));
        }
    }

    private void advance(long seq) {
        if (seq != sent + 1) {
            throw new IllegalStateException("seq " + seq + " after " + sent + " in " + conversation);
        }
        sent = seq;
        sentMax = Math.max(sentMax, seq);
    }

    /**
     * Everything up to {@code seq} is received, sent by us or not: as in a sync, the endpoint knows best. What is beyond
     * the last message we know of is believed later, when there is that much.
     */
    void receiptOf(long seq) {
        early = seq > last ? seq : 0;
        if (early == 0 && seq > acked) {
            acked = seq;
            sent = Math.max(sent, seq);
            sentMax = Math.max(sentMax, seq);
            settle();
        }
    }

    /** To be called when {@code last} moved: applies a receipt that came before. */
    void catchUpWithReceipt() {
        if (early != 0 && early <= last) {
            receiptOf(early);
        }
    }

    /** Exactly {@code seq} is received. */
    void acknowledgementOf(long seq) {
        for (Sent entry : inFlight) {
            if (entry.first == seq && !entry.done) {
                entry.done = true;
                unacknowledged--;
                break;
            }
        }
        settle();
    }

    private void settle() {
        Sent oldest = inFlight.peekFirst();
        while (oldest != null && (oldest.last <= acked || (oldest.done && oldest.first <= acked + 1))) {
            acked = Math.max(acked, oldest.last);
            giveBack(oldest);
            inFlight.removeFirst();
            oldest = inFlight.peekFirst();
        }
    }

    /** The marks of {@code whose}, as far as {@code viewer} is interested: its own and its peer's. */
    void learn(UserName viewer, UserName whose, UserMarks marks) {
        if (whose.equals(viewer)) {
            mine = mine.advancedTo(marks);
            visible = visible.above(mine.cleared());
        }
        if (!conversation.isGroup() && whose.equals(conversation.peerOf(viewer))) {
            peers = peers.advancedTo(marks);
        }
    }

    void learnSenders(UserName viewer, Block block) {
        for (StoredMessage message : block.messages()) {
            if (message.from().equals(viewer)) {
                mine = mine.advancedTo(UserMarks.ofOwn(message.seq()));
            } else if (!conversation.isGroup()) {
                peers = peers.advancedTo(UserMarks.ofOwn(message.seq()));
            }
        }
    }

    /** Whether somebody waits to hear that the user has received it: nobody does for the user's own messages. */
    boolean awaitsReceipt() {
        return conversation.isGroup() || peers.own() > mine.received();
    }

    UserMarks mine() {
        return mine;
    }

    UserMarks peers() {
        return peers;
    }
}
