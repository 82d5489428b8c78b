package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import io.parley.simulator.history.Called;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Logged;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Edits, recalls and reactions: what the server says became of a message is what the side log, as endpoints were handed
 * it, makes of it; and every entry was asked for.
 */
final class AmendmentCheck {
    private final Findings findings;
    private final Map<ConversationId, NavigableMap<Long, Handed>> sideLogs = new TreeMap<>();

    AmendmentCheck(List<EndpointHistory> endpoints, Findings findings) {
        this.findings = findings;
        for (EndpointHistory history : endpoints) {
            for (Handed handed : history.handed()) {
                if (handed.conversation().isAmendments()) {
                    sideLogs.computeIfAbsent(handed.conversation(), it -> new TreeMap<>())
                            .putIfAbsent(handed.seq(), handed);
                }
            }
        }
    }

    void check(List<ConversationLog> logs, List<Called> calls) {
        for (ConversationLog log : logs) {
            ConversationId side = log.conversation().amendments();
            if (!log.conversation().isAmendments()) {
                NavigableMap<Long, Handed> entries = sideLogs.getOrDefault(side, new TreeMap<>());
                outcome(log, entries);
                asked(
                        side,
                        entries,
                        calls.stream()
                                .filter(it -> it.conversation().equals(side))
                                .toList());
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

    private void outcome(ConversationLog log, NavigableMap<Long, Handed> entries) {
        Map<Long, Sum> sums = new HashMap<>();
        for (Handed entry : entries.values()) {
            try {
                Amendment amendment = Contents.readAmendment(entry.content().getBytes(StandardCharsets.UTF_8));
                sums.computeIfAbsent(amendment.seq(), it -> new Sum()).apply(amendment, entry.from());
            } catch (BadBodyException e) {
                findings.found(
                        Fault.DISAGREED,
                        "seq " + entry.seq() + " of " + entry.conversation() + " is no amendment: " + e.getMessage());
            }
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

    private void asked(ConversationId side, NavigableMap<Long, Handed> entries, List<Called> calls) {
        Map<UserName, Long> allowed = new HashMap<>();
        for (Called call : calls) {
            if (!(call.fate() instanceof Fate.Refused)) {
                allowed.merge(call.by(), 1L, Long::sum);
            }
            if (call.fate() instanceof Fate.Accepted accepted) {
                Handed entry = entries.get(accepted.seq());
                if (entry == null || !entry.from().equals(call.by())) {
                    findings.found(
                            Fault.LOST,
                            call.by() + " was told that an amendment is seq " + accepted.seq() + " of " + side
                                    + ", and nobody was handed it");
                }
            }
        }
        Map<UserName, Long> made = new TreeMap<>();
        entries.values().forEach(it -> made.merge(it.from(), 1L, Long::sum));
        made.forEach((user, count) -> {
            long asked = allowed.getOrDefault(user, 0L);
            if (count > asked) {
                findings.found(
                        Fault.UNEXPLAINED,
                        side + " has " + count + " entries by " + user + ", who asked for " + asked + " at most");
            }
        });
    }
}
