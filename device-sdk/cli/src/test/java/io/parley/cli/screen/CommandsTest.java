package io.parley.cli.screen;

import static io.parley.cli.screen.Rig.BOB;
import static io.parley.cli.screen.Rig.CLIMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command asks for what it says, and says what is wrong when it cannot. */
class CommandsTest {
    private final Rig rig = new Rig(110, 40);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /add bob carol                 | group/add {group=climbers, users=[bob, carol]}
            /remove bob                    | group/remove {group=climbers, user=bob}
            /invite bob                    | group/invite {group=climbers, user=bob}
            /approve bob                   | group/approve {group=climbers, user=bob}
            /refuse bob                    | group/refuse {group=climbers, user=bob}
            /transfer bob                  | group/transfer {group=climbers, user=bob}
            /role bob admin                | group/role {group=climbers, user=bob, role=admin}
            /silence bob 2                 | group/mute {group=climbers, user=bob, seconds=7200}
            /leave                         | group/leave {group=climbers}
            /accept                        | group/accept {group=climbers}
            /decline                       | group/decline {group=climbers}
            /group title Sunday climbers   | group/set {group=climbers, title=Sunday climbers}
            /group dissolve                | group/dissolve {group=climbers}
            /group new walkers bob         | group/create {group=walkers, members=[bob]}
            /group join walkers            | group/join {group=walkers}
            /contact add bob from the wall | contact/request {user=bob, note=from the wall}
            /contact accept bob            | contact/accept {user=bob}
            /contact reject bob            | contact/reject {user=bob}
            /block bob                     | contact/block {user=bob}
            /unblock bob                   | contact/unblock {user=bob}
            /pin                           | conversation/set {conversation=group/climbers, pinned=true}
            /unpin                         | conversation/set {conversation=group/climbers, pinned=false}
            /archive                       | conversation/set {conversation=group/climbers, archived=true}
            /mute 1                        | conversation/set {conversation=group/climbers, mutedUntil=1740999720000}
            /unmute                        | conversation/set {conversation=group/climbers, mutedUntil=0}
            /unread                        | conversation/set {conversation=group/climbers, markedUnread=true}
            /clear                         | conversation/clear {conversation=group/climbers}
            /find bo                       | user/find {prefix=bo}
            """)
    void should_ask_the_server(String typed, String call) {
        rig.begin(CLIMBERS).enter(typed);
        assertThat(rig.asked()).contains(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /edit better       | message/edit {conversation=group/climbers, seq=2, text=better}
            /recall            | message/recall {conversation=group/climbers, seq=2}
            /react 👍          | message/react {conversation=group/climbers, seq=3, emoji=👍}
            /unreact 👍        | message/react {conversation=group/climbers, seq=3, emoji=👍, remove=true}
            /info              | message/receipts {conversation=group/climbers, seq=2}
            /reply I agree     | send group/climbers I agree re 3
            """)
    void should_mean_the_newest_message_that_can_be_meant(String typed, String call) {
        said();
        rig.enter(typed);
        assertThat(rig.asked()).contains(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /react 👍          | message/react {conversation=group/climbers, seq=1, emoji=👍}
            /reply I agree     | send group/climbers I agree re 1
            /recall            | message/recall {conversation=group/climbers, seq=1}
            """)
    void should_mean_the_chosen_message(String typed, String call) {
        said();
        rig.press(Key.Kind.OLDER_MESSAGE, Key.Kind.OLDER_MESSAGE, Key.Kind.OLDER_MESSAGE);
        assertThat(rig.text()).contains("10:02▸bob one");
        rig.enter(typed);
        assertThat(rig.asked()).contains(call);
    }

    private void said() {
        rig.begin(CLIMBERS);
        rig.comes(CLIMBERS, 1, "bob", "one");
        rig.comes(CLIMBERS, 2, "alice", "two");
        rig.comes(CLIMBERS, 3, "bob", "three");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/add",
                "/remove",
                "/remove Bob!",
                "/role bob",
                "/group",
                "/contact",
                "/contact add",
                "/react",
                "/mute x",
                "/chat A B"
            })
    void should_say_how_it_is_used(String typed) {
        rig.begin(CLIMBERS);
        int asked = rig.asked().size();
        rig.enter(typed);
        assertThat(rig.styled(Style.ERROR)).first().asString().startsWith(typed.split(" ")[0] + " ");
        assertThat(rig.asked().subList(asked, rig.asked().size())).noneMatch(it -> it.contains("{"));
    }

    @Test
    void should_say_that_a_command_is_for_groups() {
        rig.begin(BOB).enter("/add carol");
        assertThat(rig.text()).contains("/add is for groups, and this is a chat");
    }

    @Test
    void should_say_that_there_is_no_such_command_and_not_send_it() {
        rig.begin(BOB).enter("/frobnicate now");
        assertThat(rig.text()).contains("/frobnicate is no command; /help lists them");
        assertThat(rig.asked()).noneMatch(it -> it.startsWith("send"));
    }

    @Test
    void should_say_why_the_server_refused() {
        rig.messenger.answers.put("group/leave", Answer.refused("not-allowed", "transfer it or dissolve it"));
        rig.begin(CLIMBERS).enter("/leave");
        assertThat(rig.styled(Style.ERROR)).containsExactly("group/leave: transfer it or dissolve it (not-allowed)");
    }

    @Test
    void should_take_the_other_one_of_the_chat_if_nobody_is_named() {
        rig.begin(BOB).enter("/contact accept").enter("/block");
        assertThat(rig.asked()).contains("contact/accept {user=bob}", "contact/block {user=bob}");
    }

    @Test
    void should_begin_a_group_or_a_chat() {
        rig.begin().press(Key.Kind.NEW).type("group/walkers bob, carol").press(Key.Kind.ENTER);
        assertThat(rig.asked()).contains("group/create {group=walkers, members=[bob, carol]}");
        assertThat(rig.text()).contains("▸#walkers");
        rig.press(Key.Kind.NEW).type("dave").press(Key.Kind.ENTER);
        assertThat(rig.text()).contains("▸dave");
        rig.press(Key.Kind.NEW).type("No Name!").press(Key.Kind.ENTER);
        assertThat(rig.text()).contains("“No” is no name");
    }

    @Test
    void should_stay_where_it_was_when_a_group_cannot_be_made() {
        rig.messenger.answers.put("group/create", Answer.refused("conflict", "the name is taken"));
        rig.begin(BOB).enter("/group new climbers");
        assertThat(rig.text())
                .contains("group/create: the name is taken (conflict)")
                .doesNotContain("#climbers");
    }

    @Test
    void should_list_members() {
        rig.messenger.answers.put(
                "group/members",
                Answer.of(new Fields(Map.of(
                        "members",
                        List.of(
                                Map.of("user", "alice", "role", "owner", "state", "member"),
                                Map.of("user", "bob", "role", "member", "state", "invited"))))));
        rig.begin(CLIMBERS).enter("/members");
        assertThat(rig.text())
                .contains("members of climbers")
                .contains("alice  owner")
                .contains("bob  invited");
        rig.press(Key.Kind.ESCAPE);
        assertThat(rig.text()).contains("climbers  2 members").doesNotContain("alice  owner");
    }

    @Test
    void should_list_all_commands_in_the_help() {
        rig.begin(BOB).enter("/help");
        rig.screen.resize(110, 90);
        assertThat(rig.text())
                .contains("/group new NAME")
                .contains("/react EMOJI")
                .contains("/quit")
                .contains("Ctrl-F");
    }

    @Test
    void should_quit() {
        rig.begin(BOB).enter("/quit");
        assertThat(rig.screen.isOver()).isTrue();
    }

    @Test
    void should_ask_to_join_whom_one_may_not_add() {
        rig.messenger.answers.put("group/add", Answer.refused("not-allowed", "bob may not be added by you"));
        rig.begin(CLIMBERS).enter("/add bob");
        assertThat(rig.asked()).contains("group/invite {group=climbers, user=bob}");
        assertThat(rig.text()).contains("bob was asked to join");
    }

    @Test
    void should_delete_for_oneself_alone() {
        rig.begin(CLIMBERS);
        rig.comes(CLIMBERS, 7, "bob", "unpleasant");
        rig.enter("/hide");
        assertThat(rig.asked()).contains("message/hide {conversation=group/climbers, seqs=[7]}");
        rig.messenger.tell(it -> it.gone(CLIMBERS, List.of(7L)));
        assertThat(rig.text()).doesNotContain("│ 10:02 bob unpleasant");
    }

    @Test
    void should_forget_what_was_cleared() {
        rig.begin(CLIMBERS);
        rig.comes(CLIMBERS, 7, "bob", "unpleasant");
        rig.enter("/clear");
        assertThat(rig.text()).contains("cleared").doesNotContain("unpleasant");
    }

    @Test
    void should_forget_what_was_cleared_elsewhere_and_keep_what_came_since() {
        rig.begin(CLIMBERS);
        rig.comes(CLIMBERS, 7, "bob", "unpleasant");
        rig.comes(CLIMBERS, 8, "bob", "kind");
        rig.messenger.tell(it -> it.cleared(CLIMBERS, 7));
        assertThat(rig.text()).contains("kind").doesNotContain("unpleasant");
        rig.messenger.tell(it -> it.cleared(CLIMBERS, 8));
        assertThat(rig.text()).doesNotContain("kind");
    }

    @Test
    void should_show_an_invitation_until_it_is_declined() {
        rig.begin();
        rig.messenger.tell(it -> it.invited(CLIMBERS, "Rocks"));
        assertThat(rig.text()).contains("#climbers", "you are invited", "you are invited to Rocks");
        rig.press(Key.Kind.ENTER).enter("/decline");
        assertThat(rig.asked()).contains("group/decline {group=climbers}");
        assertThat(rig.text()).doesNotContain("#climbers");
    }
}
