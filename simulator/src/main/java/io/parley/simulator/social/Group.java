package io.parley.simulator.social;

import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import java.util.List;

/**
 * A group as it is made before the run.
 *
 * @param founder makes it, owns it, and is in it for ever
 * @param others in it from the first message on
 * @param settings title, announce-only, who may join, what newcomers see
 */
record Group(GroupName name, UserName founder, List<UserName> others, GroupSettings settings) {
    Group {
        others = List.copyOf(others);
    }

    ConversationId conversation() {
        return ConversationId.group(name);
    }

    boolean isAnnounceOnly() {
        return Boolean.TRUE.equals(settings.announceOnly());
    }
}
