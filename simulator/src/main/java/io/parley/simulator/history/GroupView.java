package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import java.util.Map;

/**
 * A group as {@code group/get} and {@code group/members} showed it to one of its members after everything was quiet.
 *
 * @param count of members, as {@code group/get} has it
 * @param roles of members, as {@code group/members} has them
 */
public record GroupView(
        UserName viewer,
        ConversationId group,
        long version,
        GroupSettings settings,
        long count,
        Map<UserName, String> roles) {
    public GroupView {
        roles = Map.copyOf(roles);
    }
}
