package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.simulator.history.Called;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.SideLog;
import io.parley.simulator.history.SocialHistory.SideHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Edits, recalls and reactions: what the server says became of a message is what the side log makes of it; applications
 * hear of them in its order, once; and every entry was asked for.
 */
final class AmendmentCheck {
    private final Map<ConversationId, List<SideLog.Entry>> sideLogs = new TreeMap<>();
    private final List<SideLog.Told> told;
    private final List<SideLog.Shown> shown;
    private final Audience audience;
    private final Findings findings;

    AmendmentCheck(SideHistory history, Audience audience, Findings findings) {
        this.audience = audience;
        this.findings = findings;
        this.told = history.told();
        this.shown = history.shown();
        history.logs().forEach(it -> sideLogs.put(it.subject(), it.entries()));
    }

    void check(List<ConversationLog> logs, List<Called> calls, List<EndpointHistory> endpoints) {
        for (ConversationLog log : logs) {
            List<SideLog.Entry> entries = sideLogs.getOrDefault(log.conversation(), List.of());
            outcome(log, entries);
            ConversationId side = log.conversation().amendments();
            asked(
                    side,
                    entries,
                    calls.stream().filter(it -> it.conversation().equals(side)).toList());
        }
        told.forEach(this::heard);
        shown(logs, endpoints);
    }

    /** Every endpoint of who may see the whole side log shows each message it has as the server does. */
    private void shown(List<ConversationLog> logs, List<EndpointHistory> endpoints) {
        Map<List<Object>, Logged.Amended> views = new HashMap<>();
        shown.forEach(it -> views.put(List.of(it.endpoint(), it.subject(), it.seq()), it.amended()));
        for (ConversationLog log : logs) {
            List<Logged> messages = log.messages();
            GroupStory story = audience.group(log.conversation());
            for (EndpointHistory history : endpoints) {
                EndpointId endpoint = history.endpoint();
                if (log.conversation().mayConcern(endpoint.user())
                        && (story == null || story.isForEver(endpoint.user()))) {
                    long first = new Beginnings(history).of(log.conversation());
                    messages.stream().filter(it -> it.seq() >= first).forEach(it -> {
                        Logged.Amended view =
                                views.getOrDefault(List.of(endpoint, log.conversation(), it.seq()), Logged.Amended.NOT);
                        if (it.amended().recalled() ? !view.recalled() : !view.equals(it.amended())) {
                            findings.found(
                                    Fault.DISAGREED,
                                    endpoint + " shows seq " + it.seq() + " of " + log.conversation() + " as " + view
                                            + ", the server as " + it.amended());
                        }
                    });
                }
            }
        }
    }

    /** What came of one message. */
    private static final class Sum {
        private boolean edited;
        private boolean recalled;
        private final Map<String, Set<UserName>> reactions = new TreeMap<>();

        void apply(Amendment amendment, UserName by) {
            switch (amendment.kind()) {
                case EDIT -> edited = true;
                case RECALL -> recalled = true;
                case REACT ->
                    reactions
                            .computeIfAbsent(amendment.emoji(), it -> new TreeSet<>())
                            .add(by);
                case UNREACT -> {
                    reactions.getOrDefault(amendment.emoji(), new TreeSet<>()).remove(by);
                    reactions.values().removeIf(Set::isEmpty);
                }
            }
        }

        /** Of a recalled message nothing else needs to be told. */
        boolean is(Logged.Amended told) {
            return recalled
                    ? told.recalled()
                    : !told.recalled() && edited == told.edited() && reactions.equals(told.reactions());
        }

        @Override
        public String toString() {
            return "edited " + edited + ", recalled " + recalled + ", reactions " + reactions;
        }
    }

    private void outcome(ConversationLog log, List<SideLog.Entry> entries) {
        Map<Long, Sum> sums = new HashMap<>();
        long expected = 1;
        for (SideLog.Entry entry : entries) {
            sums.computeIfAbsent(entry.amendment().seq(), it -> new Sum()).apply(entry.amendment(), entry.by());
            if (entry.seq() != expected) {
                findings.found(
                        Fault.GAP,
                        "seq " + entry.seq() + " of " + log.conversation().amendments() + ", expected " + expected);
            }
            expected = entry.seq() + 1;
        }
        for (Logged message : log.messages()) {
            Sum sum = sums.getOrDefault(message.seq(), new Sum());
            if (!sum.is(message.amended())) {
                findings.found(
                        Fault.DISAGREED,
                        "seq " + message.seq() + " of " + log.conversation() + " is told as " + message.amended()
                                + ", the side log says " + sum);
            }
        }
    }

    private void asked(ConversationId side, List<SideLog.Entry> entries, List<Called> calls) {
        NavigableMap<Long, SideLog.Entry> bySeq = new TreeMap<>();
        entries.forEach(it -> bySeq.put(it.seq(), it));
        Map<UserName, Long> allowed = new HashMap<>();
        for (Called call : calls) {
            if (!(call.fate() instanceof Fate.Refused)) {
                allowed.merge(call.by(), 1L, Long::sum);
            }
            if (call.fate() instanceof Fate.Accepted accepted) {
                SideLog.Entry entry = bySeq.get(accepted.seq());
                if (entry == null || !entry.by().equals(call.by())) {
                    findings.found(
                            Fault.LOST,
                            call.by() + " was told that an amendment is seq " + accepted.seq() + " of " + side
                                    + ", and it is not there");
                }
            }
        }
        Map<UserName, Long> made = new TreeMap<>();
        entries.forEach(it -> made.merge(it.by(), 1L, Long::sum));
        made.forEach((user, count) -> {
            long asked = allowed.getOrDefault(user, 0L);
            if (count > asked) {
                findings.found(
                        Fault.UNEXPLAINED,
                        side + " has " + count + " entries by " + user + ", who asked for " + asked + " at most");
            }
        });
    }

    /** In the order of the side log, none twice; all of them if the application was there and the user may see all. */
    private void heard(SideLog.Told it) {
        List<SideLog.Entry> entries = sideLogs.getOrDefault(it.subject(), List.of());
        GroupStory story = audience.group(it.subject());
        boolean all =
                it.complete() && (story == null || story.isForEver(it.endpoint().user()));
        String who = it.endpoint() + " of " + it.subject().amendments();
        int at = 0;
        for (SideLog.Heard heard : it.heard()) {
            int found = at;
            while (found < entries.size() && !isHeard(entries.get(found), heard)) {
                found++;
            }
            if (found == entries.size()) {
                findings.found(
                        Fault.REORDERED,
                        who + " was told " + heard + ", which is nowhere after what it was told before");
                return;
            }
            if (all && found > at) {
                findings.found(
                        Fault.LOST,
                        who + " was never told of seq " + entries.get(at).seq());
                all = false;
            }
            at = found + 1;
        }
        if (all && at < entries.size()) {
            findings.found(
                    Fault.LOST,
                    who + " was never told of seq " + entries.get(at).seq());
        }
    }

    private static boolean isHeard(SideLog.Entry entry, SideLog.Heard heard) {
        return entry.by().equals(heard.by()) && entry.amendment().equals(heard.amendment());
    }
}
