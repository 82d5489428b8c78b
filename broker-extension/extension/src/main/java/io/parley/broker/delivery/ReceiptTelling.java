package io.parley.broker.delivery;

import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tells the owners how far the endpoint has come, and sees to it that it stands: a receipt is one message, and its owner
 * may die before the mark is durable. Part of {@link EndpointSession} and of its thread.
 *
 * <p>What was told is remembered until the owner's mark is known to have reached it. Nobody is asked while receipts keep
 * coming, each makes up for those before it; when a conversation has been quiet for a while, its owner is asked for its
 * marks, and told again if they are behind. So a burst of receipts costs one question, and none if the marks came by
 * themselves.
 */
final class ReceiptTelling {
    /** All conversations are looked through at most that often. */
    private static final long LOOK_PAUSE_MILLIS = 1_000;

    private static final long ASKED = Long.MAX_VALUE;

    private static final class Told {
        private UserMarks marks = UserMarks.NONE;
        /** How often it was told again, or put off. */
        private int repeats;
        /** When its owner is to be asked; {@link #ASKED} until it answers. */
        private long askAt;
    }

    private final DeliverySettings settings;
    private final SessionHost host;
    private final RandomGenerator random;
    private final Flows flows;
    private final Heads heads;
    private final Map<ConversationId, Told> unconfirmed = new LinkedHashMap<>();
    /** Nobody is to be asked before this; it may be early, never late. */
    private long dueAt = Long.MAX_VALUE;

    ReceiptTelling(DeliverySettings settings, SessionHost host, RandomGenerator random, Flows flows, Heads heads) {
        this.settings = settings;
        this.host = host;
        this.random = random;
        this.flows = flows;
        this.heads = heads;
    }

    void tell(Map<ConversationId, Long> received, Map<ConversationId, Long> read, long now) {
        received.forEach((conversation, seq) -> tell(conversation, seq, read.getOrDefault(conversation, 0L), now));
        read.forEach((conversation, seq) -> {
            if (!received.containsKey(conversation)) {
                tell(conversation, 0, seq, now);
            }
        });
    }

    /** 0 says nothing. */
    void tell(ConversationId conversation, long received, long read, long now) {
        if (conversation.isAmendments()) {
            // nobody asks how far somebody is with a side log
            return;
        }
        UserMarks marks = new UserMarks(received, read);
        Flow flow = flows.get(conversation);
        Told told = unconfirmed.get(conversation);
        boolean confirmed = told == null || reaches(marksOf(flow), told.marks);
        if (flow != null && confirmed && reaches(flow.mine(), marks)) {
            // it stands already, its owner need not be woken
            return;
        }
        host.receipt(conversation, received, read);
        if (told == null && !reaches(marksOf(flow), marks) && hasRoomFor(flow)) {
            told = new Told();
            unconfirmed.put(conversation, told);
        }
        if (told != null) {
            told.marks = told.marks.advancedTo(marks);
            if (reaches(marks.advancedTo(marksOf(flow)), told.marks)) {
                // this one makes up for all before it, even for what is asked about
                told.repeats = 0;
                startClock(told, now);
            }
        }
    }

    /** A receipt of the endpoint's that the owner has not: it was lost with a former connection. What lies below a floor was never received. */
    void tellIfAhead(Flow flow, long now) {
        if (flow.acked() > flow.mine().received() && flow.floorToTell() == 0 && flow.awaitsReceipt()) {
            tell(flow.conversation(), flow.acked(), 0, now);
        }
    }

    /** Conversations of the user are bounded by what there is; of others there are as many as an endpoint may name. */
    private boolean hasRoomFor(@Nullable Flow flow) {
        return flow != null || unconfirmed.size() < settings.unconfirmedMax();
    }

    private static UserMarks marksOf(@Nullable Flow flow) {
        return flow == null ? UserMarks.NONE : flow.mine();
    }

    private static boolean reaches(UserMarks marks, UserMarks told) {
        return marks.received() >= told.received() && marks.read() >= told.read();
    }

    private void startClock(Told told, long now) {
        told.askAt = now + settings.confirmDelayMillis(told.repeats, random);
        dueAt = Math.min(dueAt, told.askAt);
    }

    void tick(long now) {
        if (now < dueAt) {
            return;
        }
        dueAt = Long.MAX_VALUE;
        Iterator<Map.Entry<ConversationId, Told>> each = unconfirmed.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<ConversationId, Told> entry = each.next();
            Flow flow = flows.get(entry.getKey());
            Told told = entry.getValue();
            if (reaches(marksOf(flow), told.marks) || (flow == null && told.repeats > settings.resendsMax())) {
                each.remove();
            } else if (now < told.askAt) {
                dueAt = Math.min(dueAt, told.askAt);
            } else if (flow == null) {
                // not known yet to be one of the user's; to ask would wake an owner for any name there is
                told.repeats++;
                startClock(told, now);
            } else {
                told.askAt = ASKED;
                heads.ask(entry.getKey(), now);
            }
        }
        dueAt = Math.max(dueAt, now + LOOK_PAUSE_MILLIS);
    }

    /** An owner has told its marks, asked by whomever; the flow has learned them. */
    void headCame(Flow flow, long now) {
        Told told = unconfirmed.get(flow.conversation());
        if (told == null) {
            return;
        }
        boolean asked = told.askAt == ASKED;
        if (asked) {
            told.marks = withoutBeyond(flow.last(), told.marks);
        }
        if (reaches(flow.mine(), told.marks)) {
            unconfirmed.remove(flow.conversation());
        } else if (asked) {
            host.receipt(flow.conversation(), told.marks.received(), told.marks.read());
            told.repeats++;
            startClock(told, now);
        }
    }

    /** What is beyond the last message was refused, and would be again. */
    private static UserMarks withoutBeyond(long last, UserMarks marks) {
        return new UserMarks(marks.received() > last ? 0 : marks.received(), marks.read() > last ? 0 : marks.read());
    }

    long dueAt() {
        return dueAt;
    }
}
