package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.json.Change;
import io.parley.simulator.history.Called;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares the server's own record of each conversation with what was sent to it and asked of it. */
final class LogCheck {
    private final Map<ConversationId, ConversationLog> logs = new TreeMap<>();
    private final Ledger ledger;
    private final Findings findings;

    LogCheck(List<ConversationLog> logs, Ledger ledger, Findings findings) {
        logs.forEach(log -> this.logs.put(log.conversation(), log));
        this.ledger = ledger;
        this.findings = findings;
    }

    void check(List<EndpointHistory> endpoints, List<Called> calls) {
        endpoints.forEach(this::durable);
        logs.values().forEach(log -> {
            messages(log);
            changes(
                    log,
                    calls.stream()
                            .filter(it -> it.conversation().equals(log.conversation()))
                            .toList());
        });
    }

    /** Accepted means in the log. */
    private void durable(EndpointHistory history) {
        Map<ConversationId, Set<MessageKey>> held = new HashMap<>();
        for (Sent sent : history.sent()) {
            ConversationLog log = logs.get(sent.conversation());
            if (log != null && sent.fate() instanceof Fate.Accepted accepted) {
                MessageKey message =
                        new MessageKey(sent.conversation(), history.endpoint().user(), sent.id());
                if (!held.computeIfAbsent(sent.conversation(), it -> keys(log)).contains(message)) {
                    findings.found(
                            Fault.LOST, message + " was accepted as seq " + accepted.seq() + ", and the log lacks it");
                }
            }
        }
    }

    private static Set<MessageKey> keys(ConversationLog log) {
        return Set.copyOf(log.messages().stream()
                .map(it -> new MessageKey(log.conversation(), it.from(), it.id()))
                .toList());
    }

    private void messages(ConversationLog log) {
        for (Logged logged : log.messages()) {
            MessageKey message = new MessageKey(log.conversation(), logged.from(), logged.id());
            Ledger.Origin origin = ledger.origin(message);
            if (origin == null) {
                findings.found(
                        Fault.UNEXPLAINED, "the log has " + message + " at seq " + logged.seq() + ": nobody sent it");
            } else if (origin.fate() instanceof Fate.Refused refused) {
                findings.found(
                        Fault.UNEXPLAINED,
                        "the log has " + message + " at seq " + logged.seq()
                                + ", and its sender was told it is refused: " + refused.reason());
            }
        }
    }

    /** Each change was asked for, once, and whoever was told that it is done finds it at the place told. */
    private void changes(ConversationLog log, List<Called> calls) {
        Map<Long, Called> accepted = new HashMap<>();
        List<Called> open = new ArrayList<>();
        for (Called call : calls) {
            if (call.fate() instanceof Fate.Accepted it) {
                accepted.put(it.seq(), call);
            } else if (call.fate() instanceof Fate.Unknown) {
                open.add(call);
            }
        }
        for (Logged logged : log.messages()) {
            if (logged.change().isPresent()) {
                Change change = logged.change().get();
                Called told = accepted.remove(logged.seq());
                if (told != null ? !explains(told, logged, change) : !removeFirst(open, logged, change)) {
                    findings.found(
                            Fault.UNEXPLAINED,
                            logged.from() + " never asked for " + change.kind().code() + " " + change.users()
                                    + " at seq " + logged.seq() + " of " + log.conversation());
                }
            }
        }
        accepted.forEach((seq, call) -> findings.found(
                Fault.LOST,
                call.by() + " was told that " + call.kinds() + " " + call.users() + " is seq " + seq + " of "
                        + log.conversation() + ", and no change is there"));
    }

    private static boolean explains(Called call, Logged logged, Change change) {
        return call.by().equals(logged.from())
                && call.kinds().contains(change.kind())
                && call.users().containsAll(change.users());
    }

    private static boolean removeFirst(List<Called> open, Logged logged, Change change) {
        for (Called call : open) {
            if (explains(call, logged, change)) {
                return open.remove(call);
            }
        }
        return false;
    }
}
