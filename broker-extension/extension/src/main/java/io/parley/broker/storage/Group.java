package io.parley.broker.storage;

import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import java.util.List;

/**
 * A group as it stands after the change at {@code version}.
 *
 * @param settings nothing in it is null
 * @param createdAt Unix milliseconds
 * @param version seq of the newest change
 * @param members everybody it knows of; in {@link GroupStore#save} those that changed
 */
public record Group(
        GroupName name,
        GroupSettings settings,
        UserName createdBy,
        long createdAt,
        boolean dissolved,
        long version,
        List<GroupMember> members) {
    public Group {
        members = List.copyOf(members);
    }
}
