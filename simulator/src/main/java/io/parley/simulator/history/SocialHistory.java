package io.parley.simulator.history;

import java.util.List;

/**
 * Everything there is to judge of a run with groups.
 *
 * @param endpoints every endpoint of every user that took part
 * @param logs of every conversation
 * @param sideLogs of those that have one
 * @param calls that write to logs
 * @param groups as several members of each see it
 * @param drift what the servers' own audits of unread counts found, each reading that was not 0, in words
 */
public record SocialHistory(
        List<EndpointHistory> endpoints,
        List<ConversationLog> logs,
        SideHistory sideLogs,
        List<Called> calls,
        List<GroupView> groups,
        UnreadHistory unread,
        MarkHistory marks,
        List<String> drift) {
    /** Side logs, and what was told of them. */
    public record SideHistory(List<SideLog> logs, List<SideLog.Told> told, List<SideLog.Shown> shown) {
        public SideHistory {
            shown = List.copyOf(shown);
            logs = List.copyOf(logs);
            told = List.copyOf(told);
        }
    }

    /** What users were told of unread messages, at the end. */
    public record UnreadHistory(List<Unread.Listed> listed, List<Unread.Total> totals, List<Unread.Told> told) {
        public UnreadHistory {
            listed = List.copyOf(listed);
            totals = List.copyOf(totals);
            told = List.copyOf(told);
        }
    }

    /** What was marked, and told of it. */
    public record MarkHistory(
            List<Marks.Read> reads, List<Marks.Told> told, List<Marks.Counted> counted, List<Marks.Answered> answered) {
        public MarkHistory {
            reads = List.copyOf(reads);
            told = List.copyOf(told);
            counted = List.copyOf(counted);
            answered = List.copyOf(answered);
        }
    }

    public SocialHistory {
        endpoints = List.copyOf(endpoints);
        logs = List.copyOf(logs);
        calls = List.copyOf(calls);
        groups = List.copyOf(groups);
        drift = List.copyOf(drift);
    }
}
