package io.parley.broker.storage.memory;

import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

final class MemoryGroupStore implements GroupStore {
    private final Calls calls;
    private final MemoryConversationStore conversations;
    private final Map<GroupName, Versioned<Group>> headers = new HashMap<>();
    private final Map<GroupName, Map<UserName, Versioned<GroupMember>>> members = new HashMap<>();

    MemoryGroupStore(Calls calls, MemoryConversationStore conversations) {
        this.calls = calls;
        this.conversations = conversations;
    }

    @Override
    public CompletionStage<Optional<Group>> find(GroupName name) {
        return calls.call(() -> Optional.ofNullable(headers.get(name))
                .map(Versioned::value)
                .map(header ->
                        with(header, List.copyOf(Versioned.values(rows(name)).values()))));
    }

    @Override
    public CompletionStage<Optional<Group>> header(GroupName name) {
        return calls.call(() -> Optional.ofNullable(headers.get(name)).map(Versioned::value));
    }

    @Override
    public CompletionStage<Optional<GroupMember>> member(GroupName name, UserName user) {
        return calls.call(() -> Optional.ofNullable(rows(name).get(user)).map(Versioned::value));
    }

    @Override
    public CompletionStage<Void> save(Group group) {
        // two writes: the first may take effect without the other
        return calls.run(() -> saveMembers(group))
                .thenCombine(
                        calls.run(() -> Versioned.put(headers, group.name(), group.version(), with(group, List.of()))),
                        (one, other) -> one);
    }

    private void saveMembers(Group group) {
        for (GroupMember member : group.members()) {
            Versioned.put(rows(group.name()), member.user(), member.version(), member);
            conversations.addConversation(member.user(), ConversationId.group(group.name()));
        }
    }

    private Map<UserName, Versioned<GroupMember>> rows(GroupName name) {
        return members.computeIfAbsent(name, fresh -> new HashMap<>());
    }

    private static Group with(Group header, List<GroupMember> members) {
        return new Group(
                header.name(),
                header.settings(),
                header.createdBy(),
                header.createdAt(),
                header.dissolved(),
                header.version(),
                members);
    }
}
