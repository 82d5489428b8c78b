package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.SocialHistory.UnreadHistory;
import io.parley.simulator.history.Unread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Unread counts against the formula, computed from the log: {@code max(0, last - max(joined-1, read, lastOwnSend))}.
 * Conversations are never cleared in a simulation.
 */
final class UnreadCheck {
    private final Map<ConversationId, ConversationLog> logs = new TreeMap<>();
    private final Audience audience;
    private final Findings findings;

    UnreadCheck(List<ConversationLog> logs, Audience audience, Findings findings) {
        logs.forEach(log -> this.logs.put(log.conversation(), log));
        this.audience = audience;
        this.findings = findings;
    }

    void check(UnreadHistory unread) {
        Map<UserName, Map<ConversationId, Long>> due = new HashMap<>();
        for (Unread.Listed listed : unread.listed()) {
            ConversationLog log = logs.get(listed.conversation());
            String what = listed.conversation() + " of " + listed.user();
            if (log == null) {
                findings.found(Fault.DRIFT, what + " is listed, and has no log");
                continue;
            }
            long last = last(log, listed.user());
            long count = Math.max(0, last - Math.max(listed.read(), seenBy(log, listed.user())));
            due.computeIfAbsent(listed.user(), it -> new TreeMap<>()).put(listed.conversation(), count);
            differ("last seq of " + what, last, listed.last());
            differ("unread in " + what + ", listed", count, listed.unread());
        }
        for (Unread.Total total : unread.totals()) {
            long sum = due.getOrDefault(total.user(), Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            differ("total of " + total.user(), sum, total.total());
        }
        unread.told()
                .forEach(told -> told(told, due.getOrDefault(told.endpoint().user(), Map.of())));
    }

    private void told(Unread.Told told, Map<ConversationId, Long> due) {
        differ(
                "total told to " + told.endpoint(),
                due.values().stream().mapToLong(Long::longValue).sum(),
                told.total());
        due.forEach((conversation, count) -> differ(
                "unread in " + conversation + " told to " + told.endpoint(),
                count,
                told.unread().getOrDefault(conversation, 0L)));
    }

    /** The newest place of the log that is the user's to see. */
    private long last(ConversationLog log, UserName user) {
        GroupStory story = audience.group(log.conversation());
        if (story == null) {
            return log.last();
        }
        List<GroupStory.Period> periods = story.periods(user);
        return periods.isEmpty()
                ? 0
                : Math.min(log.last(), periods.get(periods.size() - 1).left());
    }

    /** Up to where the user has seen it without having read it: from before they joined, or up to what they said. */
    private long seenBy(ConversationLog log, UserName user) {
        long own = log.messages().stream()
                .filter(it -> it.from().equals(user))
                .mapToLong(Logged::seq)
                .max()
                .orElse(0);
        GroupStory story = audience.group(log.conversation());
        if (story == null || story.periods(user).isEmpty()) {
            return own;
        }
        List<GroupStory.Period> periods = story.periods(user);
        return Math.max(own, periods.get(periods.size() - 1).joined() - 1);
    }

    private void differ(String what, long expected, long told) {
        if (expected != told) {
            findings.found(Fault.DRIFT, what + " is " + told + ", should be " + expected);
        }
    }
}
