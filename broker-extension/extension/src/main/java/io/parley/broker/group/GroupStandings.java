package io.parley.broker.group;

import io.parley.broker.list.Standing;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What groups say about themselves in a list of conversations. */
public final class GroupStandings implements Standing.Source {
    private final GroupStore groups;

    public GroupStandings(GroupStore groups) {
        this.groups = groups;
    }

    @Override
    public CompletionStage<Standing> of(ConversationId conversation, UserName viewer) {
        return groups.header(conversation.group())
                .thenCombine(
                        groups.member(conversation.group(), viewer),
                        (group, member) -> new Standing(
                                group.flatMap(
                                        it -> Optional.ofNullable(it.settings().title())),
                                member.map(GroupStandings::code)));
    }

    private static String code(GroupMember member) {
        return member.state().name().toLowerCase(Locale.ROOT);
    }
}
