package io.parley.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupMember.Role;
import io.parley.broker.storage.GroupMember.State;
import io.parley.broker.storage.Spans;
import io.parley.protocol.GroupName;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Change.Kind;
import io.parley.protocol.json.GroupSettings;
import io.parley.protocol.json.GroupSettings.History;
import io.parley.protocol.json.GroupSettings.Join;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alice owns, adam is admin, bob is in, carol and dave are not. */
class GroupStateTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName ADAM = new UserName("adam");
    private static final UserName BOB = new UserName("bob");
    private static final UserName CAROL = new UserName("carol");
    private static final UserName DAVE = new UserName("dave");
    private static final long NOW = 1_700_000_000_000L;

    private GroupState group = new GroupState(new GroupName("g"), GroupLimits.DEFAULT);
    private long seq;
    private long amendments;

    GroupStateTest() {
        ok(ALICE, created(GroupSettings.NOTHING, ADAM, BOB));
        ok(ALICE, role(ADAM, "admin"));
    }

    private static Change created(GroupSettings settings, UserName... members) {
        return new Change(Kind.CREATED, List.of(members), null, 0, "", settings);
    }

    private static Change role(UserName user, String role) {
        return new Change(Kind.ROLE, List.of(user), role, 0, "", null);
    }

    private static Change mute(UserName user, long until) {
        return new Change(Kind.MUTED, List.of(user), null, until, "", null);
    }

    private static Change set(Join join) {
        return set(new GroupSettings(null, null, join, null, null, null));
    }

    private static Change set(History history, int count) {
        return set(new GroupSettings(null, null, null, history, count, null));
    }

    private static Change announceOnly() {
        return set(new GroupSettings(null, true, null, null, null, null));
    }

    private static Change set(GroupSettings settings) {
        return new Change(Kind.SETTINGS, List.of(), null, 0, "", settings);
    }

    private void no(Reason reason, UserName by, Change change) {
        assertThat(group.refusalOf(change, by)).as("%s by %s", change, by).isEqualTo(reason);
    }

    private void ok(UserName by, Change change) {
        assertThat(group.refusalOf(change, by)).as("%s by %s", change, by).isNull();
        group.apply(change, by, ++seq, NOW, amendments);
        assertThat(group.version()).isEqualTo(seq);
    }

    private GroupMember member(UserName user) {
        GroupMember member = group.member(user);
        assertThat(member).as("%s", user).isNotNull();
        return member;
    }

    private Reason refusalOfMessage(UserName from) {
        return group.refusalOfMessage(from, NOW);
    }

    // ---- making and ending

    @Test
    void should_be_made_once_by_whoever_comes_first() {
        assertThat(member(ALICE).role()).isEqualTo(Role.OWNER);
        assertThat(member(BOB).role()).isEqualTo(Role.MEMBER);
        assertThat(group.members()).containsExactlyInAnyOrder(ALICE, ADAM, BOB);
        no(Reason.CONFLICT, CAROL, created(GroupSettings.NOTHING));
        no(Reason.CONFLICT, ALICE, created(GroupSettings.NOTHING));
    }

    @Test
    void should_refuse_everything_of_a_group_that_was_never_made() {
        group = new GroupState(new GroupName("g"), GroupLimits.DEFAULT);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.CREATED && kind.isOfGroups()) {
                no(Reason.UNKNOWN_GROUP, ALICE, wellFormed(kind));
            }
        }
        no(Reason.MALFORMED, ALICE, created(GroupSettings.NOTHING, BOB, BOB));
        no(Reason.MALFORMED, ALICE, created(GroupSettings.NOTHING, ALICE));
        assertThat(refusalOfMessage(ALICE)).isEqualTo(Reason.UNKNOWN_GROUP);
    }

    private static Change wellFormed(Kind kind) {
        return switch (kind) {
            case JOINED, DECLINED, ASKED, LEFT, DISSOLVED -> Change.of(kind);
            case SETTINGS -> announceOnly();
            case ROLE -> role(BOB, "admin");
            default -> Change.of(kind, BOB);
        };
    }

    /** Nothing may become durable that cannot be applied. */
    @Test
    void should_refuse_what_makes_no_sense() {
        for (Kind kind : Kind.values()) {
            if (!kind.isOfGroups()) {
                no(Reason.MALFORMED, ALICE, Change.of(kind, BOB));
            }
        }
        for (Kind kind : List.of(
                Kind.INVITED, Kind.APPROVED, Kind.REFUSED, Kind.REMOVED, Kind.ROLE, Kind.TRANSFERRED, Kind.MUTED)) {
            no(Reason.MALFORMED, ALICE, Change.of(kind));
            no(Reason.MALFORMED, ALICE, Change.of(kind, BOB, CAROL));
        }
        no(Reason.MALFORMED, ALICE, Change.of(Kind.ADDED));
        no(Reason.MALFORMED, ALICE, role(BOB, "king"));
        no(Reason.MALFORMED, ALICE, Change.of(Kind.ROLE, BOB));
        no(Reason.MALFORMED, ALICE, Change.of(Kind.SETTINGS));
        no(Reason.MALFORMED, CAROL, Change.of(Kind.JOINED, BOB));
        no(Reason.MALFORMED, BOB, Change.of(Kind.LEFT, ALICE));
        no(Reason.MALFORMED, ALICE, Change.of(Kind.DISSOLVED, BOB));
    }

    @Test
    void should_end_for_everybody_and_for_good_when_dissolved() {
        for (UserName other : List.of(ADAM, BOB, CAROL)) {
            no(Reason.NOT_ALLOWED, other, Change.of(Kind.DISSOLVED));
        }
        ok(ALICE, Change.of(Kind.DISSOLVED));
        assertThat(refusalOfMessage(ALICE)).isEqualTo(Reason.UNKNOWN_GROUP);
        no(Reason.UNKNOWN_GROUP, ALICE, Change.of(Kind.ADDED, CAROL));
        no(Reason.CONFLICT, ALICE, created(GroupSettings.NOTHING));
        assertThat(member(BOB).visible().contains(seq)).isTrue();
    }

    // ---- coming

    @Test
    void should_add_by_admins_only_and_all_or_nobody() {
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.ADDED, CAROL));
        no(Reason.NOT_ALLOWED, CAROL, Change.of(Kind.ADDED, CAROL));
        no(Reason.CONFLICT, ADAM, Change.of(Kind.ADDED, CAROL, BOB));
        no(Reason.MALFORMED, ADAM, Change.of(Kind.ADDED, CAROL, CAROL));
        ok(ADAM, Change.of(Kind.ADDED, CAROL, DAVE));
        assertThat(group.members()).contains(CAROL, DAVE);
        assertThat(member(CAROL).joined()).isEqualTo(seq);
    }

    @Test
    void should_let_in_who_was_invited_and_nobody_else() {
        no(Reason.NOT_ALLOWED, CAROL, Change.of(Kind.JOINED));
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.INVITED, CAROL));
        no(Reason.CONFLICT, ADAM, Change.of(Kind.INVITED, BOB));
        ok(ADAM, Change.of(Kind.INVITED, CAROL));
        assertThat(group.members()).doesNotContain(CAROL);
        assertThat(refusalOfMessage(CAROL)).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(member(CAROL).visible()).isEqualTo(Spans.NONE);
        no(Reason.CONFLICT, ADAM, Change.of(Kind.INVITED, CAROL));
        ok(CAROL, Change.of(Kind.JOINED));
        no(Reason.CONFLICT, CAROL, Change.of(Kind.JOINED));
        assertThat(refusalOfMessage(CAROL)).isNull();
    }

    @Test
    void should_end_an_invitation_by_declining_or_taking_it_back() {
        no(Reason.NOT_FOUND, CAROL, Change.of(Kind.DECLINED));
        no(Reason.NOT_FOUND, BOB, Change.of(Kind.DECLINED));
        ok(ADAM, Change.of(Kind.INVITED, CAROL));
        ok(CAROL, Change.of(Kind.DECLINED));
        no(Reason.NOT_ALLOWED, CAROL, Change.of(Kind.JOINED));
        ok(ADAM, Change.of(Kind.INVITED, CAROL));
        ok(ADAM, Change.of(Kind.REMOVED, CAROL));
        no(Reason.NOT_ALLOWED, CAROL, Change.of(Kind.JOINED));
        assertThat(member(CAROL).visible()).isEqualTo(Spans.NONE);
    }

    @Test
    void should_take_whoever_comes_when_open() {
        no(Reason.NOT_ALLOWED, BOB, set(Join.OPEN));
        ok(ADAM, set(Join.OPEN));
        ok(CAROL, Change.of(Kind.JOINED));
        no(Reason.NOT_ALLOWED, DAVE, Change.of(Kind.ASKED));
    }

    @Test
    void should_ask_the_admins_when_set_so() {
        no(Reason.NOT_ALLOWED, CAROL, Change.of(Kind.ASKED));
        ok(ALICE, set(Join.APPROVAL));
        no(Reason.NOT_ALLOWED, CAROL, Change.of(Kind.JOINED));
        no(Reason.CONFLICT, BOB, Change.of(Kind.ASKED));
        ok(CAROL, Change.of(Kind.ASKED));
        no(Reason.CONFLICT, CAROL, Change.of(Kind.ASKED));
        assertThat(refusalOfMessage(CAROL)).isEqualTo(Reason.NOT_ALLOWED);
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.APPROVED, CAROL));
        no(Reason.NOT_ALLOWED, CAROL, Change.of(Kind.APPROVED, CAROL));
        no(Reason.NOT_FOUND, ADAM, Change.of(Kind.APPROVED, DAVE));
        ok(ADAM, Change.of(Kind.APPROVED, CAROL));
        assertThat(refusalOfMessage(CAROL)).isNull();
        ok(DAVE, Change.of(Kind.ASKED));
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.REFUSED, DAVE));
        ok(ADAM, Change.of(Kind.REFUSED, DAVE));
        no(Reason.NOT_FOUND, ADAM, Change.of(Kind.APPROVED, DAVE));
    }

    @Test
    void should_hold_no_more_than_its_limit_and_count_nobody_twice() {
        group = new GroupState(new GroupName("g"), new GroupLimits(4, 6));
        no(Reason.LIMIT_REACHED, ALICE, created(GroupSettings.NOTHING, ADAM, BOB, CAROL, DAVE));
        ok(ALICE, created(new GroupSettings(null, null, Join.APPROVAL, null, null, null), ADAM, BOB));
        ok(ALICE, Change.of(Kind.INVITED, CAROL));
        no(Reason.LIMIT_REACHED, DAVE, Change.of(Kind.ASKED));
        no(Reason.LIMIT_REACHED, ALICE, Change.of(Kind.INVITED, DAVE));
        no(Reason.LIMIT_REACHED, ALICE, Change.of(Kind.ADDED, DAVE));
        // who is on the way in has a place already
        no(null, ALICE, Change.of(Kind.ADDED, CAROL));
        ok(CAROL, Change.of(Kind.JOINED));
        ok(ALICE, Change.of(Kind.REMOVED, BOB));
        ok(DAVE, Change.of(Kind.ASKED));
        no(null, ALICE, Change.of(Kind.INVITED, DAVE));
        ok(ALICE, set(Join.OPEN));
        ok(DAVE, Change.of(Kind.JOINED));
        no(Reason.LIMIT_REACHED, BOB, Change.of(Kind.JOINED));
    }

    @Test
    void should_remember_no_more_users_than_its_limit_but_let_known_ones_back() {
        group = new GroupState(new GroupName("g"), new GroupLimits(2, 3));
        ok(ALICE, created(new GroupSettings(null, null, Join.OPEN, null, null, null), BOB));
        ok(BOB, Change.of(Kind.LEFT));
        ok(CAROL, Change.of(Kind.JOINED));
        ok(CAROL, Change.of(Kind.LEFT));
        no(Reason.LIMIT_REACHED, DAVE, Change.of(Kind.JOINED));
        no(Reason.LIMIT_REACHED, ALICE, Change.of(Kind.ADDED, DAVE));
        ok(ALICE, Change.of(Kind.ADDED, CAROL));
    }

    // ---- going

    @Test
    void should_not_be_left_by_its_last_owner() {
        no(Reason.NOT_ALLOWED, ALICE, Change.of(Kind.LEFT));
        no(Reason.NOT_ALLOWED, ALICE, role(ALICE, "member"));
        no(Reason.NOT_FOUND, CAROL, Change.of(Kind.LEFT));
        ok(ALICE, role(BOB, "owner"));
        ok(ALICE, Change.of(Kind.LEFT));
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.LEFT));
        ok(ADAM, Change.of(Kind.LEFT));
        // the last one takes the group along
        ok(BOB, Change.of(Kind.LEFT));
        assertThat(group.exists()).isFalse();
    }

    @Test
    void should_remove_those_below_only() {
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.REMOVED, ADAM));
        no(Reason.NOT_ALLOWED, ADAM, Change.of(Kind.REMOVED, ALICE));
        no(Reason.NOT_ALLOWED, ALICE, Change.of(Kind.REMOVED, ALICE));
        no(Reason.NOT_FOUND, ADAM, Change.of(Kind.REMOVED, CAROL));
        ok(ADAM, Change.of(Kind.REMOVED, BOB));
        assertThat(refusalOfMessage(BOB)).isEqualTo(Reason.NOT_ALLOWED);
        no(Reason.NOT_FOUND, ADAM, Change.of(Kind.REMOVED, BOB));
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.ADDED, CAROL));
        ok(ALICE, Change.of(Kind.REMOVED, ADAM));
        ok(ALICE, Change.of(Kind.ADDED, ADAM));
        assertThat(member(ADAM).role()).isEqualTo(Role.MEMBER);
    }

    @Test
    void should_let_two_admins_at_once_end_in_one_state() {
        ok(ALICE, role(BOB, "admin"));
        ok(ALICE, Change.of(Kind.ADDED, CAROL));
        ok(ADAM, Change.of(Kind.REMOVED, CAROL));
        no(Reason.NOT_FOUND, BOB, Change.of(Kind.REMOVED, CAROL));
        ok(ALICE, role(ADAM, "owner"));
        ok(ALICE, role(ADAM, "member"));
        no(Reason.NOT_ALLOWED, ADAM, role(ALICE, "member"));
    }

    // ---- offices

    @Test
    void should_hand_out_roles_by_owners_only() {
        no(Reason.NOT_ALLOWED, ADAM, role(BOB, "admin"));
        no(Reason.NOT_ALLOWED, BOB, role(BOB, "owner"));
        no(Reason.NOT_FOUND, ALICE, role(CAROL, "admin"));
        ok(ALICE, role(BOB, "admin"));
        no(null, BOB, Change.of(Kind.ADDED, CAROL));
        ok(ALICE, role(BOB, "member"));
        no(Reason.NOT_ALLOWED, BOB, Change.of(Kind.ADDED, CAROL));
    }

    @Test
    void should_be_handed_over_to_another_member() {
        no(Reason.NOT_ALLOWED, ADAM, Change.of(Kind.TRANSFERRED, BOB));
        no(Reason.NOT_FOUND, ALICE, Change.of(Kind.TRANSFERRED, CAROL));
        no(Reason.CONFLICT, ALICE, Change.of(Kind.TRANSFERRED, ALICE));
        ok(ALICE, Change.of(Kind.TRANSFERRED, BOB));
        assertThat(member(BOB).role()).isEqualTo(Role.OWNER);
        assertThat(member(ALICE).role()).isEqualTo(Role.ADMIN);
        ok(ALICE, Change.of(Kind.LEFT));
    }

    @Test
    void should_change_settings_by_admins_and_keep_what_is_not_named() {
        no(Reason.NOT_ALLOWED, BOB, announceOnly());
        no(Reason.NOT_ALLOWED, CAROL, announceOnly());
        ok(ADAM, announceOnly());
        ok(ADAM, set(Join.OPEN));
        ok(ADAM, set(History.LAST, 7));
        assertThat(group.settings()).isEqualTo(new GroupSettings("g", true, Join.OPEN, History.LAST, 7, 0L));
    }

    // ---- writing

    @Test
    void should_silence_the_muted_until_their_time_is_up() {
        no(Reason.NOT_ALLOWED, BOB, mute(ADAM, NOW + 1_000));
        no(Reason.NOT_ALLOWED, ADAM, mute(ALICE, NOW + 1_000));
        no(Reason.NOT_ALLOWED, ADAM, mute(ADAM, NOW + 1_000));
        no(Reason.NOT_FOUND, ADAM, mute(CAROL, NOW + 1_000));
        ok(ADAM, mute(BOB, NOW + 1_000));
        assertThat(refusalOfMessage(BOB)).isEqualTo(Reason.MUTED);
        assertThat(group.refusalOfAmendment(BOB, NOW)).isEqualTo(Reason.MUTED);
        assertThat(group.refusalOfMessage(BOB, NOW + 999)).isEqualTo(Reason.MUTED);
        assertThat(group.refusalOfMessage(BOB, NOW + 1_000)).isNull();
        ok(ADAM, mute(BOB, 0));
        assertThat(refusalOfMessage(BOB)).isNull();
    }

    @Test
    void should_not_let_anybody_shake_off_a_mute_by_leaving() {
        ok(ALICE, set(Join.OPEN));
        ok(ADAM, mute(BOB, NOW + 1_000));
        ok(BOB, Change.of(Kind.LEFT));
        ok(BOB, Change.of(Kind.JOINED));
        assertThat(refusalOfMessage(BOB)).isEqualTo(Reason.MUTED);
    }

    @Test
    void should_let_only_offices_write_when_announcing_but_everybody_react() {
        ok(ALICE, announceOnly());
        assertThat(refusalOfMessage(ALICE)).isNull();
        assertThat(refusalOfMessage(ADAM)).isNull();
        assertThat(refusalOfMessage(BOB)).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refusalOfMessage(CAROL)).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(group.refusalOfAmendment(BOB, NOW)).isNull();
        assertThat(group.refusalOfAmendment(CAROL, NOW)).isEqualTo(Reason.NOT_ALLOWED);
    }

    // ---- seeing

    @Test
    void should_show_newcomers_what_is_said_from_then_on() {
        seq += 40;
        amendments = 5;
        ok(ALICE, Change.of(Kind.ADDED, CAROL));
        assertThat(member(CAROL).visible()).isEqualTo(Spans.NONE.opened(seq));
        assertThat(member(CAROL).amendments()).isEqualTo(Spans.NONE.opened(6));
    }

    @Test
    void should_show_newcomers_everything_when_set_so() {
        ok(ALICE, set(History.ALL, 1));
        seq += 40;
        amendments = 5;
        ok(ALICE, Change.of(Kind.ADDED, CAROL));
        assertThat(member(CAROL).visible()).isEqualTo(Spans.ALL);
        assertThat(member(CAROL).amendments()).isEqualTo(Spans.ALL);
        assertThat(member(CAROL).joined()).isEqualTo(seq);
    }

    @Test
    void should_show_newcomers_the_newest_when_set_so() {
        ok(ALICE, set(History.LAST, 10));
        seq += 40;
        ok(ALICE, Change.of(Kind.ADDED, CAROL));
        assertThat(member(CAROL).visible()).isEqualTo(Spans.NONE.opened(seq - 10));
        ok(ALICE, set(History.LAST, 10_000));
        ok(ALICE, Change.of(Kind.ADDED, DAVE));
        assertThat(member(DAVE).visible()).isEqualTo(Spans.ALL);
    }

    @Test
    void should_keep_for_who_left_what_was_theirs_and_nothing_of_the_time_between() {
        seq += 5;
        amendments = 2;
        ok(ADAM, Change.of(Kind.REMOVED, BOB));
        long removed = seq;
        seq += 5;
        amendments = 4;
        ok(ADAM, Change.of(Kind.ADDED, BOB));
        assertThat(member(BOB).visible()).isEqualTo(Spans.ALL.closed(removed).opened(seq));
        assertThat(member(BOB).amendments()).isEqualTo(Spans.ALL.closed(2).opened(5));
        assertThat(member(BOB).joined()).isEqualTo(seq);
        ok(BOB, Change.of(Kind.LEFT));
        assertThat(member(BOB).state()).isEqualTo(State.LEFT);
        assertThat(member(BOB).visible().lastOf(seq + 100)).isEqualTo(seq);
    }
}
