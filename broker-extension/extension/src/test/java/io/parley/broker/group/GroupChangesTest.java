package io.parley.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupMember.Role;
import io.parley.broker.storage.GroupMember.State;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds of a group after any changes that were allowed, whoever made them. */
class GroupChangesTest {
    private static final GroupName NAME = new GroupName("g");
    private static final GroupLimits LIMITS = new GroupLimits(5, 7);
    private static final int USERS = 9;

    @Test
    void should_stand_after_any_changes_that_were_allowed() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            RandomChanges changes = new RandomChanges(random, USERS);
            GroupState group = new GroupState(NAME, LIMITS);
            Set<UserName> everybody = new HashSet<>();
            long seq = 0;
            long amendments = 0;
            for (int step = 0; step < 60; step++) {
                seq += random.nextInt(3);
                amendments += random.nextInt(2);
                UserName by = changes.user();
                Change change = step == 0 ? changes.creation() : changes.any();
                if (group.refusalOf(change, by) == null) {
                    GroupState before = copy(group, everybody);
                    Set<UserName> changed = group.apply(change, by, ++seq, 1_000, amendments);
                    everybody.addAll(changed);
                    String when = "seed " + seed + " after " + change + " by " + by;
                    checkMembers(group, everybody, seq, when);
                    checkStored(group, before, changed, everybody, when);
                    GroupState again = copy(group, everybody);
                    // members may be saved when the group is not: then the change is applied to them again
                    again.apply(change, by, seq, 1_000, amendments);
                    assertThat(again.toStore(everybody)).as(when).isEqualTo(group.toStore(everybody));
                }
            }
        }
    }

    private static GroupState copy(GroupState group, Set<UserName> users) {
        return group.wasCreated() ? GroupState.of(group.toStore(users), LIMITS) : new GroupState(NAME, LIMITS);
    }

    private static void checkMembers(GroupState group, Set<UserName> everybody, long seq, String when) {
        int places = 0;
        boolean owned = false;
        for (UserName user : everybody) {
            GroupMember member = required(group, user);
            boolean in = member.state() == State.MEMBER;
            places += member.state() == State.LEFT ? 0 : 1;
            owned |= in && member.role() == Role.OWNER;
            assertThat(group.members().contains(user)).as(when).isEqualTo(in);
            assertThat(member.visible().isOpen()).as(when).isEqualTo(in);
            assertThat(member.amendments().isOpen()).as(when).isEqualTo(in);
            assertThat(member.version()).as(when).isLessThanOrEqualTo(seq);
            assertThat(member.joined() == 0 || member.visible().contains(member.joined()))
                    .as(when)
                    .isTrue();
            assertThat(in || member.role() == Role.MEMBER).as(when).isTrue();
        }
        assertThat(owned || !group.exists()).as("owned %s", when).isTrue();
        assertThat(places).as(when).isLessThanOrEqualTo(LIMITS.membersMax());
        assertThat(everybody).as(when).hasSizeLessThanOrEqualTo(LIMITS.knownMax());
    }

    /** The rows that a change saves are all that differ from before. */
    private static void checkStored(
            GroupState group, GroupState before, Set<UserName> changed, Set<UserName> everybody, String when) {
        for (UserName user : everybody) {
            if (!changed.contains(user)) {
                assertThat(group.member(user)).as(when).isEqualTo(before.member(user));
            }
        }
        Group stored = group.toStore(everybody);
        GroupState again = GroupState.of(stored, LIMITS);
        assertThat(again.toStore(everybody)).as(when).isEqualTo(stored);
        assertThat(again.members()).as(when).containsExactlyInAnyOrderElementsOf(group.members());
    }

    private static GroupMember required(GroupState group, UserName user) {
        GroupMember member = group.member(user);
        if (member == null) {
            throw new AssertionError(user + " is not known");
        }
        return member;
    }
}
