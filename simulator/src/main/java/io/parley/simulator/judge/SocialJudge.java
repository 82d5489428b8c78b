package io.parley.simulator.judge;

import io.parley.protocol.EndpointId;
import io.parley.simulator.history.ConversationLog;
import io.parley.simulator.history.EndpointHistory;
import io.parley.simulator.history.SocialHistory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a run with groups with the promises: everything {@link Judge} asks of chats, and what groups, side logs,
 * unread counts and receipts add. Pure, like it.
 */
public final class SocialJudge {
    private SocialJudge() {}

    /** How many messages each endpoint is to have been handed, by the logs; of endpoints that begin with the first one. */
    public static Map<EndpointId, Long> due(List<EndpointHistory> endpoints, List<ConversationLog> logs) {
        Ledger ledger = Ledger.of(endpoints, logs, Audience.of(logs));
        Map<EndpointId, Long> due = new LinkedHashMap<>();
        endpoints.forEach(
                it -> due.put(it.endpoint(), (long) ledger.dueTo(it.endpoint()).size()));
        return due;
    }

    public static Verdict judge(SocialHistory history) {
        Findings findings = new Findings();
        Audience audience = Audience.of(history.logs());
        Ledger ledger = Ledger.of(history.endpoints(), history.logs(), audience);
        new Judge(ledger, audience, findings).check(history.endpoints());
        new LogCheck(history.logs(), ledger, findings).check(history.endpoints(), history.calls());
        new EqualCheck(findings).check(history.endpoints());
        new GroupCheck(audience, findings).check(history.groups());
        new AmendmentCheck(history.sideLogs(), audience, findings)
                .check(history.logs(), history.calls(), history.endpoints());
        new UnreadCheck(history.logs(), audience, findings).check(history.unread());
        new MarkCheck(audience, findings)
                .check(history.endpoints(), history.marks(), history.unread().listed());
        history.drift().forEach(it -> findings.found(Fault.DRIFT, it));
        return findings.verdict(ledger.accepted(), Judge.delivered(history.endpoints()));
    }
}
