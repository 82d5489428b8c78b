package io.parley.simulator.judge;

import io.parley.protocol.ConversationId;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.history.GroupView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A group is what its log makes of it, to every member alike, and nobody did in it what they may not. */
final class GroupCheck {
    private final Audience audience;
    private final Findings findings;

    GroupCheck(Audience audience, Findings findings) {
        this.audience = audience;
        this.findings = findings;
    }

    void check(List<GroupView> views) {
        audience.groups().values().forEach(story -> story.misdeeds().forEach(it -> findings.found(Fault.TRESPASS, it)));
        for (GroupView view : views) {
            GroupStory story = audience.group(view.group());
            if (story == null) {
                findings.found(Fault.DISAGREED, view.viewer() + " sees " + view.group() + ", which has no log");
            } else {
                compare(view, story);
            }
        }
        for (ConversationId group : audience.groups().keySet()) {
            List<GroupView> own =
                    views.stream().filter(it -> it.group().equals(group)).toList();
            for (int i = 1; i < own.size(); i++) {
                differ(own.get(i), "settings", own.get(0).settings(), own.get(i).settings());
            }
        }
    }

    private void compare(GroupView view, GroupStory story) {
        differ(view, "version", story.version(), view.version());
        differ(view, "members", story.roles(), view.roles());
        differ(view, "count of members", (long) story.roles().size(), view.count());
        GroupSettings set = story.settings();
        GroupSettings seen = view.settings();
        set(view, "title", set.title(), seen.title());
        set(view, "announceOnly", set.announceOnly(), seen.announceOnly());
        set(view, "join", set.join(), seen.join());
        set(view, "history", set.history(), seen.history());
        set(view, "historyCount", set.historyCount(), seen.historyCount());
        set(view, "retentionSeconds", set.retentionSeconds(), seen.retentionSeconds());
    }

    private void set(GroupView view, String what, @Nullable Object expected, @Nullable Object seen) {
        if (expected != null) {
            differ(view, what, expected, seen);
        }
    }

    private void differ(GroupView view, String what, Object expected, @Nullable Object seen) {
        if (!Objects.equals(expected, seen)) {
            findings.found(
                    Fault.DISAGREED,
                    "to " + view.viewer() + " " + what + " of " + view.group() + ": " + seen + ", should be "
                            + expected);
        }
    }
}
