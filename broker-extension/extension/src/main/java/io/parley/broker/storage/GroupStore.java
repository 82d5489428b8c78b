package io.parley.broker.storage;

import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Groups and who is in them: what the changes in their logs amount to. Threads and failure as in {@link
 * ConversationStore}. Only the owner of the group's conversation writes.
 */
public interface GroupStore {
    CompletionStage<Optional<Group>> find(GroupName name);

    /** Without its members. */
    CompletionStage<Optional<Group>> header(GroupName name);

    CompletionStage<Optional<GroupMember>> member(GroupName name, UserName user);

    /**
     * Saves those of its members that are given, then the group; others stay. So whatever version is found, everybody
     * is at least as far. Rows of an older version are ignored. Makes the group one of the conversations of each user
     * given.
     */
    CompletionStage<Void> save(Group group);
}
