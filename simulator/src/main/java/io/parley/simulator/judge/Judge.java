package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Sent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares what was accepted with what every application was handed. Pure; knows nothing of how the histories came
 * about. The order of its findings is the order of the histories.
 */
public final class Judge {
    private final Ledger ledger;
    private final Audience audience;
    private final Findings findings;

    Judge(Ledger ledger, Audience audience, Findings findings) {
        this.ledger = ledger;
        this.audience = audience;
        this.findings = findings;
    }

    /**
     * Judges chats alone.
     *
     * @param endpoints every endpoint of every user that took part, also those that neither sent nor received
     */
    public static Verdict judge(List<EndpointHistory> endpoints) {
        Findings findings = new Findings();
        Ledger ledger = Ledger.of(endpoints, List.of(), Audience.OF_CHATS);
        new Judge(ledger, Audience.OF_CHATS, findings).check(endpoints);
        return findings.verdict(ledger.accepted(), delivered(endpoints));
    }

    static long delivered(List<EndpointHistory> endpoints) {
        return endpoints.stream().mapToLong(it -> it.handed().size()).sum();
    }

    void check(List<EndpointHistory> endpoints) {
        places();
        endpoints.forEach(this::sends);
        endpoints.forEach(this::handed);
    }

    /** Every place of a conversation holds exactly one message, and every message has exactly one place. */
    private void places() {
        ledger.conversations().forEach((conversation, places) -> {
            long expected = 1;
            for (Map.Entry<Long, ? extends Set<MessageKey>> place : places.entrySet()) {
                for (; expected < place.getKey(); expected++) {
                    found(Fault.GAP, "nothing is at seq " + expected + " of " + conversation);
                }
                expected = place.getKey() + 1;
                if (place.getValue().size() > 1) {
                    found(
                            Fault.REORDERED,
                            "several messages are at seq " + place.getKey() + " of " + conversation + ": "
                                    + sorted(place.getValue()));
                }
            }
        });
        ledger.placesOfMessages().forEach((message, seqs) -> {
            if (seqs.size() > 1) {
                found(Fault.REPEATED, message + " is at several places: " + seqs);
            }
        });
    }

    private static String sorted(Set<MessageKey> messages) {
        return messages.stream().map(MessageKey::toString).sorted().collect(Collectors.joining(", "));
    }

    /** Every send has an end its sender knows, and places follow the order of the sends. */
    private void sends(EndpointHistory history) {
        Map<ConversationId, Long> highest = new HashMap<>();
        for (Sent sent : history.sent()) {
            if (sent.fate() instanceof Fate.Unknown) {
                found(
                        Fault.UNEXPLAINED,
                        history.endpoint() + " never learned what became of " + sent.id() + " in "
                                + sent.conversation());
            } else if (sent.fate() instanceof Fate.Accepted accepted) {
                Long before = highest.get(sent.conversation());
                if (before != null && accepted.seq() <= before) {
                    found(
                            Fault.REORDERED,
                            history.endpoint() + " sent " + sent.id() + " after what got seq " + before + " of "
                                    + sent.conversation() + ", and it got " + accepted.seq());
                } else {
                    highest.put(sent.conversation(), accepted.seq());
                }
            }
        }
    }

    /** An application was handed everything, once, in order, and nothing that was not sent. */
    private void handed(EndpointHistory history) {
        Map<MessageKey, Long> seen = new HashMap<>();
        Map<ConversationId, TreeMap<Long, MessageKey>> read = new HashMap<>();
        for (Handed handed : history.handed()) {
            MessageKey message = new MessageKey(handed.conversation(), handed.from(), handed.id());
            explain(history.endpoint(), message, handed.seq());
            admit(history.endpoint(), message, handed.seq());
            if (seen.putIfAbsent(message, handed.seq()) != null) {
                found(Fault.REPEATED, history.endpoint() + " was handed " + message + " again, at seq " + handed.seq());
                continue;
            }
            TreeMap<Long, MessageKey> places = read.computeIfAbsent(handed.conversation(), it -> new TreeMap<>());
            if (!places.isEmpty() && places.lastKey() >= handed.seq()) {
                found(
                        Fault.REORDERED,
                        history.endpoint() + " was handed " + message + " with seq " + handed.seq() + " after seq "
                                + places.lastKey());
            }
            places.put(handed.seq(), message);
        }
        Beginnings beginnings = new Beginnings(history);
        passedOver(history.endpoint(), read, beginnings);
        Map<MessageKey, Long> due = ledger.dueTo(history.endpoint());
        began(history, due, beginnings);
        due.forEach((message, seq) -> {
            if (seq >= beginnings.of(message.conversation()) && !seen.containsKey(message)) {
                found(Fault.LOST, history.endpoint() + " was never handed " + message + ", accepted as seq " + seq);
            }
        });
    }

    /** Who begins with the newest of each conversation begins with enough of them. */
    private void began(EndpointHistory history, Map<MessageKey, Long> due, Beginnings beginnings) {
        Map<ConversationId, long[]> counts = new TreeMap<>();
        due.forEach((message, seq) -> {
            long[] count = counts.computeIfAbsent(message.conversation(), it -> new long[2]);
            count[0]++;
            count[1] += seq >= beginnings.of(message.conversation()) ? 1 : 0;
        });
        // what it sent itself is among the newest without being handed to it, also right before what was handed first
        for (Sent sent : history.sent()) {
            long[] count = counts.get(sent.conversation());
            if (count != null
                    && sent.fate() instanceof Fate.Accepted accepted
                    && accepted.seq() >= beginnings.of(sent.conversation()) - history.newest()) {
                count[0]++;
                count[1]++;
            }
        }
        counts.forEach((conversation, count) -> {
            if (count[1] < Math.min(count[0], history.newest())) {
                found(
                        Fault.LOST,
                        history.endpoint() + " began with the newest " + history.newest() + " of " + conversation
                                + ", and has " + count[1] + " of " + count[0]);
            }
        });
    }

    private void explain(EndpointId endpoint, MessageKey message, long seq) {
        Ledger.Origin origin = ledger.origin(message);
        if (origin == null) {
            found(Fault.UNEXPLAINED, endpoint + " was handed " + message + " at seq " + seq + ", which nobody sent");
        } else if (origin.fate() instanceof Fate.Refused refused) {
            found(
                    Fault.UNEXPLAINED,
                    endpoint + " was handed " + message + " at seq " + seq + ", which its sender was told is refused: "
                            + refused.reason());
        } else if (origin.isOf(endpoint)) {
            found(Fault.REPEATED, endpoint + " was handed " + message + " at seq " + seq + ", which it sent itself");
        }
    }

    private void admit(EndpointId endpoint, MessageKey message, long seq) {
        if (audience.right(endpoint.user(), message.conversation(), seq) == Audience.Right.NONE) {
            found(
                    Fault.TRESPASS,
                    endpoint + " was handed " + message + " at seq " + seq + ", which is not theirs to see");
        }
    }

    /** Places below the highest one an endpoint was handed, which it was not handed and did not send. */
    private void passedOver(
            EndpointId endpoint, Map<ConversationId, TreeMap<Long, MessageKey>> read, Beginnings beginnings) {
        read.forEach((conversation, places) -> {
            for (long seq = beginnings.of(conversation); seq < places.lastKey(); seq++) {
                if (!places.containsKey(seq) && ledger.holdsOfAnother(conversation, seq, endpoint)) {
                    found(
                            Fault.GAP,
                            endpoint + " passed over seq " + seq + " of " + conversation + " and went on to "
                                    + places.lastKey());
                }
            }
        });
    }

    private void found(Fault fault, String detail) {
        findings.found(fault, detail);
    }
}
