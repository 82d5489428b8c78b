package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Marks;
import io.parley.simulator.history.Sent;
import io.parley.simulator.history.SocialHistory.MarkHistory;
import io.parley.simulator.history.Unread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Receipts are true: nobody is ever told that somebody received what no application of theirs had been handed, or read
 * what they had not marked; and in the end everybody is told of what was. Whoever says something has seen what was before.
 */
final class MarkCheck {
    private final Reach received = new Reach();
    private final Reach read = new Reach();
    private final Audience audience;
    private final Findings findings;

    MarkCheck(Audience audience, Findings findings) {
        this.audience = audience;
        this.findings = findings;
    }

    void check(List<EndpointHistory> endpoints, MarkHistory marks, List<Unread.Listed> listed) {
        for (EndpointHistory history : endpoints) {
            UserName user = history.endpoint().user();
            Beginnings beginnings = new Beginnings(history);
            for (Handed it : history.handed()) {
                received.reached(user, it.conversation(), it.seq(), it.atNanos());
                // what an endpoint left to history counts as received once it says where it stands
                received.reached(user, it.conversation(), beginnings.of(it.conversation()) - 1, Long.MIN_VALUE);
            }
            for (Sent it : history.sent()) {
                if (it.fate() instanceof Fate.Accepted accepted) {
                    received.reached(user, it.conversation(), accepted.seq(), Long.MIN_VALUE);
                    read.reached(user, it.conversation(), accepted.seq(), Long.MIN_VALUE);
                }
            }
        }
        marks.reads().forEach(it -> read.reached(it.endpoint().user(), it.conversation(), it.seq(), it.atNanos()));
        marks.told().forEach(this::told);
        marks.counted().forEach(this::counted);
        marks.answered().forEach(this::answered);
        endpoints.forEach(it -> toldInTheEnd(it, marks.told()));
        reads(marks.reads(), listed);
    }

    private void told(Marks.Told it) {
        if (!received.isReached(it.user(), it.conversation(), it.received(), it.atNanos())) {
            wrong(it.endpoint() + " was told that " + it.user() + " received seq " + it.received() + " of "
                    + it.conversation() + ", which no endpoint of theirs had been handed");
        }
        if (!read.isReached(it.user(), it.conversation(), it.read(), it.atNanos())) {
            wrong(it.endpoint() + " was told that " + it.user() + " read seq " + it.read() + " of " + it.conversation()
                    + ", which none of theirs had marked");
        }
    }

    /** Who has written to a chat is told of what the peer has of it. */
    private void toldInTheEnd(EndpointHistory history, List<Marks.Told> told) {
        EndpointId endpoint = history.endpoint();
        Map<ConversationId, Long> due = new HashMap<>();
        for (Sent sent : history.sent()) {
            ConversationId conversation = sent.conversation();
            if (!conversation.isGroup()
                    && sent.fate() instanceof Fate.Accepted accepted
                    && received.furthest(conversation.peerOf(endpoint.user()), conversation) >= accepted.seq()) {
                due.merge(conversation, accepted.seq(), Math::max);
            }
        }
        Map<ConversationId, Long> known = new HashMap<>();
        told.stream().filter(it -> it.endpoint().equals(endpoint)).forEach(it -> {
            if (!it.conversation().isGroup()
                    && it.user().equals(it.conversation().peerOf(endpoint.user()))) {
                known.merge(it.conversation(), it.received(), Math::max);
            }
        });
        due.forEach((conversation, seq) -> {
            boolean alone = conversation.first().equals(conversation.second());
            if (!alone && known.getOrDefault(conversation, 0L) < seq) {
                wrong(endpoint + " was never told that its seq " + seq + " of " + conversation + " was received");
            }
        });
    }

    private void counted(Marks.Counted it) {
        GroupStory story = audience.group(it.conversation());
        if (story == null) {
            return;
        }
        long reached = 0;
        long reading = 0;
        for (UserName user : story.everybody()) {
            if (!user.equals(it.endpoint().user())) {
                // an endpoint that left what was before its user's time to history is past it without having had it
                boolean before = story.periods(user).stream().noneMatch(period -> period.joined() <= it.seq());
                reached += before || received.isReached(user, it.conversation(), it.seq(), it.atNanos()) ? 1 : 0;
                reading += before || read.isReached(user, it.conversation(), it.seq(), it.atNanos()) ? 1 : 0;
            }
        }
        String what = " seq " + it.seq() + " of " + it.conversation() + ", as told to " + it.endpoint();
        if (it.received() > reached || it.received() > it.of()) {
            wrong(it.received() + " of " + it.of() + " have received" + what + "; only " + reached + " had");
        }
        if (it.read() > reading || it.read() > it.of()) {
            wrong(it.read() + " of " + it.of() + " have read" + what + "; only " + reading + " had");
        }
    }

    private void answered(Marks.Answered it) {
        GroupStory story = audience.group(it.conversation());
        if (story == null) {
            return;
        }
        Set<UserName> others = new TreeSet<>();
        for (UserName user : story.roles().keySet()) {
            if (!user.equals(it.by()) && story.sees(user, it.seq())) {
                others.add(user);
            }
        }
        String what = " seq " + it.seq() + " of " + it.conversation();
        if (it.of() != others.size()) {
            wrong("whom it may concern:" + what + " is for " + others.size() + ", told as " + it.of());
        }
        Set<UserName> reached = new TreeSet<>(others);
        reached.removeIf(user -> !received.isReached(user, it.conversation(), it.seq()));
        if (!reached.equals(it.receivedBy())) {
            wrong("received" + what + ": " + reached + ", told as " + new TreeSet<>(it.receivedBy()));
        }
        Set<UserName> reading = new TreeSet<>(others);
        reading.removeIf(user -> !read.isReached(user, it.conversation(), it.seq()));
        if (!reading.containsAll(it.readBy())) {
            wrong("read" + what + ": " + reading + ", told as " + new TreeSet<>(it.readBy()));
        }
    }

    /** What was marked last stands, on the server as well, and nothing is marked there that nobody marked. */
    private void reads(List<Marks.Read> reads, List<Unread.Listed> listed) {
        Map<List<Object>, Long> stands = new HashMap<>();
        listed.forEach(it -> {
            stands.put(List.of(it.user(), it.conversation()), it.read());
            if (!read.isReached(it.user(), it.conversation(), it.read())) {
                wrong(it.user() + " is listed as having read seq " + it.read() + " of " + it.conversation()
                        + ", which none of theirs had marked");
            }
        });
        for (Marks.Read it : reads) {
            UserName user = it.endpoint().user();
            long stand = stands.getOrDefault(List.of(user, it.conversation()), it.last() ? 0L : it.seq());
            if (it.last() && stand < it.seq()) {
                wrong(it.endpoint() + " marked seq " + it.seq() + " of " + it.conversation() + " as read, listed is "
                        + stand);
            }
        }
    }

    private void wrong(String detail) {
        findings.found(Fault.FALSE_RECEIPT, detail);
    }
}
