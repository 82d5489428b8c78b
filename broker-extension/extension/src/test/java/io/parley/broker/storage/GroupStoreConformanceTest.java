package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.GroupMember.Role;
import io.parley.broker.storage.GroupMember.State;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import io.parley.protocol.json.GroupSettings.History;
import io.parley.protocol.json.GroupSettings.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link GroupStore} must do, and the other stores with groups. */
public abstract class GroupStoreConformanceTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final GroupSettings SETTINGS =
            new GroupSettings("Tea, ü 🍵", true, Join.APPROVAL, History.LAST, 17, 86_400L);

    private final String mark = NUMBERS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    private final GroupName name = new GroupName("g-" + mark);
    private final ConversationId conversation = ConversationId.group(name);
    private final UserName alice = new UserName("alice-" + mark);
    private final UserName bob = new UserName("bob-" + mark);

    protected abstract Stores stores();

    private GroupStore groups() {
        return stores().groups();
    }

    private Group group(long version, GroupMember... members) {
        return new Group(name, SETTINGS, alice, 1_700_000_000_123L, false, version, List.of(members));
    }

    private static GroupMember member(
            UserName user, State state, Role role, long joined, String visible, long version) {
        return new GroupMember(
                user, state, role, joined, Spans.ofText(visible), Spans.ofText("2-4"), 1_800_000_000_000L, version);
    }

    private void save(Group group) {
        await(groups().save(group));
    }

    @Test
    void should_know_nothing_of_a_group_that_was_never_made() {
        assertThat(await(groups().find(name))).isEmpty();
        assertThat(await(groups().header(name))).isEmpty();
        assertThat(await(groups().member(name, alice))).isEmpty();
    }

    @Test
    void should_give_back_what_was_saved() {
        GroupMember owner = member(alice, State.MEMBER, Role.OWNER, 1, "1-", 1);
        GroupMember gone = member(bob, State.LEFT, Role.MEMBER, 1, "1-5,9-12", 1);
        save(group(1, owner, gone));
        Group found = await(groups().find(name)).orElseThrow();
        assertThat(found.members()).containsExactlyInAnyOrder(owner, gone);
        assertThat(await(groups().header(name))).contains(group(1));
        assertThat(await(groups().member(name, bob))).contains(gone);
        assertThat(await(groups().member(name, new UserName("nobody")))).isEmpty();
    }

    @Test
    void should_change_those_who_are_given_and_leave_the_others() {
        GroupMember owner = member(alice, State.MEMBER, Role.OWNER, 1, "1-", 1);
        save(group(1, owner, member(bob, State.MEMBER, Role.MEMBER, 1, "1-", 1)));
        GroupMember removed = member(bob, State.LEFT, Role.MEMBER, 1, "1-8", 8);
        save(group(8, removed));
        save(group(9));
        Group found = await(groups().find(name)).orElseThrow();
        assertThat(found.version()).isEqualTo(9);
        assertThat(found.members()).containsExactlyInAnyOrder(owner, removed);
    }

    /** A write of a former owner arrives when a new one has gone on. */
    @Test
    void should_ignore_what_is_older() {
        GroupMember removed = member(bob, State.LEFT, Role.MEMBER, 1, "1-8", 8);
        save(group(8, removed));
        save(group(1, member(bob, State.MEMBER, Role.MEMBER, 1, "1-", 1)));
        Group found = await(groups().find(name)).orElseThrow();
        assertThat(found.version()).isEqualTo(8);
        assertThat(found.members()).containsExactly(removed);
    }

    @Test
    void should_save_the_same_again() {
        GroupMember owner = member(alice, State.MEMBER, Role.OWNER, 1, "1-", 1);
        save(group(1, owner));
        save(group(1, owner));
        assertThat(await(groups().find(name))).contains(group(1, owner));
    }

    @Test
    void should_hold_many_members() {
        List<GroupMember> members = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            members.add(member(new UserName("user" + i + "-" + mark), State.MEMBER, Role.MEMBER, 1, "1-", 1));
        }
        for (int from = 0; from < members.size(); from += 500) {
            save(group(
                    1 + from,
                    members.subList(from, Math.min(members.size(), from + 500)).toArray(GroupMember[]::new)));
        }
        assertThat(await(groups().find(name)).orElseThrow().members()).containsExactlyInAnyOrderElementsOf(members);
    }

    @Test
    void should_become_one_of_the_conversations_of_whom_it_knows() {
        save(group(
                1,
                member(alice, State.MEMBER, Role.OWNER, 1, "1-", 1),
                member(bob, State.INVITED, Role.MEMBER, 0, "", 1)));
        assertThat(await(stores().endpoints().conversationsOf(alice))).isEqualTo(Map.of(conversation, UserMarks.NONE));
        assertThat(await(stores().endpoints().conversationsOf(bob))).containsOnlyKeys(conversation);
    }

    @Test
    void should_keep_the_marks_of_everybody_by_group() {
        save(group(1, member(alice, State.MEMBER, Role.OWNER, 1, "1-", 1)));
        UserMarks marks = new UserMarks(9, 7, 8, 3);
        await(stores().conversations().saveMarks(conversation, alice, new UserMarks(4, 2, 1, 0), 0));
        await(stores().conversations().saveMarks(conversation, alice, marks, 0));
        await(stores().conversations().saveMarks(conversation, bob, UserMarks.ofOwn(5), 0));
        Tail tail = await(stores().conversations().readTail(conversation, 10));
        assertThat(tail.marks()).isEqualTo(Map.of(alice, marks, bob, UserMarks.ofOwn(5)));
        // the owner is asked for them, the list of conversations does not know
        assertThat(await(stores().endpoints().conversationsOf(alice))).isEqualTo(Map.of(conversation, UserMarks.NONE));
        assertThat(await(stores().endpoints().conversationsOf(bob))).isEmpty();
    }

    @Test
    void should_keep_all_four_marks_of_a_chat() {
        ConversationId chat = ConversationId.chat(alice, bob);
        UserMarks marks = new UserMarks(9, 7, 8, 3);
        await(stores().conversations().saveMarks(chat, alice, marks, 0));
        assertThat(await(stores().conversations().readTail(chat, 1)).marks())
                .isEqualTo(Map.of(alice, marks, bob, UserMarks.NONE));
        assertThat(await(stores().endpoints().conversationsOf(alice))).isEqualTo(Map.of(chat, marks));
    }

    @Test
    void should_tell_whether_a_side_log_was_ever_written_to() {
        ConversationId side = conversation.amendments();
        assertThat(await(stores().conversations().isClaimed(side))).isFalse();
        await(stores().conversations().claim(side, 0));
        assertThat(await(stores().conversations().isClaimed(side))).isTrue();
        assertThat(await(stores().conversations().isClaimed(conversation))).isFalse();
        assertThat(await(stores().conversations().readTail(side, 1)).marks()).isEmpty();
    }
}
