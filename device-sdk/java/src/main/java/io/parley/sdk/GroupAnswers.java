package io.parley.sdk;

import io.parley.protocol.GroupName;
import io.parley.protocol.json.GroupSettings;
import io.parley.sdk.internal.json.JsonObject;

/** Reads what is answered about groups, docs/protocol.md. Pure. */
final class GroupAnswers {
    private GroupAnswers() {}

    static Groups.Group group(JsonObject it) {
        return new Groups.Group(
                new GroupName(it.text("group").orElse("")),
                settings(it),
                it.number("version", 0),
                Asking.user(it, "createdBy"),
                Asking.time(it, "createdAt"),
                it.text("state").orElse(""),
                it.text("role").orElse(""));
    }

    /** What this version does not know of is not set. */
    private static GroupSettings settings(JsonObject it) {
        return new GroupSettings(
                it.text("title").orElse(null),
                it.has("announceOnly") ? (Boolean) it.flag("announceOnly") : null,
                it.text("join").flatMap(GroupSettings.Join::ofCode).orElse(null),
                it.text("history").flatMap(GroupSettings.History::ofCode).orElse(null),
                it.has("historyCount") ? (Integer) (int) it.number("historyCount", 0) : null,
                it.has("retentionSeconds") ? (Long) it.number("retentionSeconds", 0) : null);
    }

    static Groups.Members members(JsonObject answer) {
        return new Groups.Members(
                answer.number("version", 0),
                new Page<>(
                        answer.objects("members").stream()
                                .map(it -> new Groups.Member(
                                        Asking.user(it, "user"),
                                        it.text("role").orElse(""),
                                        it.text("state").orElse(""),
                                        it.number("joined", 0),
                                        Asking.timeOrNull(it, "mutedUntil")))
                                .toList(),
                        answer.text("next")));
    }
}
