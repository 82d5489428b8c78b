package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All endpoints of a user end up with the same: what each was handed and what it sent itself together. */
final class EqualCheck {
    private final Findings findings;

    EqualCheck(Findings findings) {
        this.findings = findings;
    }

    void check(List<EndpointHistory> endpoints) {
        Map<UserName, List<EndpointHistory>> byUser = new TreeMap<>();
        endpoints.forEach(it -> byUser.computeIfAbsent(it.endpoint().user(), user -> new ArrayList<>())
                .add(it));
        byUser.values().forEach(this::compare);
    }

    private void compare(List<EndpointHistory> own) {
        Map<ConversationId, NavigableMap<Long, MessageId>> all = new TreeMap<>();
        List<Map<ConversationId, NavigableMap<Long, MessageId>>> each = new ArrayList<>();
        for (EndpointHistory history : own) {
            Map<ConversationId, NavigableMap<Long, MessageId>> holds = holds(history);
            each.add(holds);
            holds.forEach((conversation, messages) ->
                    all.computeIfAbsent(conversation, it -> new TreeMap<>()).putAll(messages));
        }
        for (int i = 0; i < own.size(); i++) {
            String who = own.get(i).endpoint().toString();
            Map<ConversationId, NavigableMap<Long, MessageId>> holds = each.get(i);
            Beginnings beginnings = new Beginnings(own.get(i));
            all.forEach((conversation, messages) -> {
                NavigableMap<Long, MessageId> mine = holds.getOrDefault(conversation, new TreeMap<>());
                List<Long> different = messages.tailMap(beginnings.of(conversation)).entrySet().stream()
                        .filter(it -> !it.getValue().equals(mine.get(it.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
                if (!different.isEmpty()) {
                    findings.found(
                            Fault.UNEQUAL,
                            who + " differs from another endpoint of its user in " + conversation + ": "
                                    + different.size() + " of " + messages.size() + ", the first at seq "
                                    + different.get(0));
                }
            });
        }
    }

    private static Map<ConversationId, NavigableMap<Long, MessageId>> holds(EndpointHistory history) {
        Map<ConversationId, NavigableMap<Long, MessageId>> holds = new TreeMap<>();
        for (Handed handed : history.handed()) {
            holds.computeIfAbsent(handed.conversation(), it -> new TreeMap<>()).put(handed.seq(), handed.id());
        }
        for (Sent sent : history.sent()) {
            if (sent.fate() instanceof Fate.Accepted accepted) {
                holds.computeIfAbsent(sent.conversation(), it -> new TreeMap<>())
                        .put(accepted.seq(), sent.id());
            }
        }
        return holds;
    }
}
