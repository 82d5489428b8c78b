package io.parley.simulator.judge;

import static io.parley.simulator.judge.SocialStory.ALICE;
import static io.parley.simulator.judge.SocialStory.BOB;
import static io.parley.simulator.judge.SocialStory.BOBS;
import static io.parley.simulator.judge.SocialStory.CAROL;
import static io.parley.simulator.judge.SocialStory.CAROLS;
import static io.parley.simulator.judge.SocialStory.GROUP;
import static io.parley.simulator.judge.SocialStory.LAPTOP;
import static io.parley.simulator.judge.SocialStory.PHONE;
import static io.parley.simulator.judge.SocialStory.SET;
import static io.parley.simulator.judge.SocialStory.SIDE;
import static io.parley.simulator.judge.SocialStory.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.GroupSettings;
import io.parley.simulator.history.Called;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.GroupView;
import io.parley.simulator.history.Handed;
import io.parley.simulator.history.Logged;
import io.parley.simulator.history.Marks;
import io.parley.simulator.history.Sent;
import io.parley.simulator.history.Unread;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One violation of each kind, made by hand in a true history; the judge must find it and nothing else. */
class SocialJudgeTest {
    private final SocialStory story = new SocialStory();

    @Test
    void should_find_nothing_in_a_true_history() {
        Verdict verdict = story.judge();
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.accepted()).isEqualTo(5);
    }

    // ---- messages

    @Test
    void should_find_what_a_member_never_got() {
        without(CAROLS, 7);
        found(Map.of(Fault.LOST, 1L, Fault.GAP, 1L), "carol/c", "seq 7");
    }

    @Test
    void should_find_what_was_lost_between_a_removal_and_the_return() {
        without(BOBS, 6);
        without(BOBS, 8);
        found(Map.of(Fault.LOST, 2L, Fault.GAP, 2L), "bob/b");
    }

    @Test
    void should_find_an_accepted_message_the_log_lacks() {
        story.log.removeIf(it -> it.seq() == 9);
        story.listed.clear();
        story.totals.clear();
        story.unreadTold.clear();
        story.reads.clear();
        found(Map.of(Fault.LOST, 1L), id(9).toString(), "the log lacks it");
    }

    @Test
    void should_find_another_message_at_the_same_place_of_another_member() {
        int at = indexOf(BOBS, 5);
        story.handed.get(BOBS).set(at, new Handed(GROUP, 5, id(77), CAROL, 550));
        Verdict verdict = story.judge();
        assertThat(verdict.count(Fault.REORDERED)).isEqualTo(1);
        assertThat(verdict.count(Fault.UNEXPLAINED)).isEqualTo(1);
        assertThat(verdict.count(Fault.LOST)).isEqualTo(1);
        assertThat(verdict.findings().get(0).detail()).contains("several messages are at seq 5");
    }

    @Test
    void should_find_a_group_message_handed_twice() {
        story.handed.get(BOBS).add(SocialStory.handed(9, CAROL, BOBS));
        found(Map.of(Fault.REPEATED, 1L), "bob/b", id(9).toString());
    }

    @Test
    void should_find_a_change_handed_out_of_order() {
        Collections.swap(story.handed.get(PHONE), indexOf(PHONE, 4), indexOf(PHONE, 5));
        found(Map.of(Fault.REORDERED, 1L), "alice/phone", "after seq 5");
    }

    @Test
    void should_find_a_message_in_the_log_nobody_sent() {
        story.sent.get(CAROLS).removeIf(it -> it.id().equals(id(9)));
        story.handed.get(CAROLS).add(indexOf(CAROLS, 8) + 1, SocialStory.handed(9, CAROL, CAROLS));
        Verdict verdict = story.judge();
        assertThat(verdict.count(Fault.UNEXPLAINED)).isEqualTo(5);
        assertThat(verdict.findings()).anyMatch(it -> it.detail().contains("the log has " + id(9)));
    }

    @Test
    void should_find_a_refused_message_in_the_log() {
        story.sent.get(BOBS).set(0, new Sent(GROUP, id(3), new Fate.Refused("busy")));
        Verdict verdict = story.judge();
        assertThat(verdict.findings()).anyMatch(it -> it.detail().contains("told it is refused: busy"));
    }

    @Test
    void should_let_a_new_endpoint_begin_with_the_newest() {
        story.newestOfLaptop = 3;
        story.handed.get(LAPTOP).removeIf(it -> it.seq() < 7);
        assertThat(story.judge().findings()).isEmpty();
        without(LAPTOP, 8);
        found(Map.of(Fault.GAP, 1L, Fault.LOST, 1L, Fault.UNEQUAL, 1L), "passed over seq 8");
    }

    @Test
    void should_find_a_new_endpoint_that_begins_with_too_few() {
        story.newestOfLaptop = 3;
        story.handed.get(LAPTOP).removeIf(it -> it.seq() < 8);
        found(Map.of(Fault.LOST, 1L), "alice/laptop began with the newest 3", "has 2 of 9");
    }

    // ---- membership

    @Test
    void should_find_a_message_above_the_removal() {
        story.handed.get(BOBS).add(indexOf(BOBS, 6) + 1, SocialStory.handed(7, ALICE, BOBS));
        found(Map.of(Fault.TRESPASS, 1L), "bob/b", "seq 7", "not theirs to see");
    }

    @Test
    void should_find_a_message_from_before_the_joining() {
        story.handed.get(CAROLS).add(0, SocialStory.handed(3, BOB, CAROLS));
        found(Map.of(Fault.TRESPASS, 1L), "carol/c", "seq 3");
    }

    @Test
    void should_want_all_that_was_before_where_newcomers_see_it() {
        history(GroupSettings.History.ALL, null);
        Verdict verdict = story.judge();
        assertThat(verdict.count(Fault.LOST)).isEqualTo(4);
        assertThat(verdict.findings()).anyMatch(it -> it.detail().contains("bob/b was never handed " + id(7)));
        assertThat(verdict.findings()).anyMatch(it -> it.detail().contains("carol/c was never handed " + id(1)));
    }

    @Test
    void should_want_the_newest_that_were_before_where_newcomers_see_those() {
        history(GroupSettings.History.LAST, 2);
        Verdict verdict = story.judge();
        assertThat(verdict.findings())
                .filteredOn(it -> it.fault() == Fault.LOST)
                .extracting(it -> it.detail().substring(0, it.detail().indexOf(' ')))
                .containsExactly("bob/b", "carol/c", "carol/c");
    }

    @Test
    void should_find_a_message_by_someone_removed() {
        story.relog(7, new Logged(7, id(7), BOB, 7, Optional.empty(), Logged.Amended.NOT));
        Verdict verdict = story.judge();
        assertThat(verdict.findings())
                .anyMatch(it -> it.fault() == Fault.TRESPASS
                        && it.detail().contains("bob at seq 7 of group/climbers was not a member"));
    }

    @Test
    void should_find_a_change_by_who_is_no_admin() {
        story.relog(8, changed(8, CAROL, Change.of(Change.Kind.ADDED, BOB)));
        Verdict verdict = story.judge();
        assertThat(verdict.findings())
                .anyMatch(it -> it.fault() == Fault.TRESPASS && it.detail().contains("was no admin, and added"));
    }

    @Test
    void should_find_a_member_writing_where_only_admins_may() {
        GroupSettings announce = SET.with(new GroupSettings(null, true, null, null, null, null));
        story.relog(1, changed(1, ALICE, new Change(Change.Kind.CREATED, List.of(BOB), null, 0, "", announce)));
        Verdict verdict = story.judge();
        assertThat(verdict.count(Fault.TRESPASS)).isEqualTo(3);
        assertThat(verdict.findings()).anyMatch(it -> it.detail().contains("wrote where only admins may"));
    }

    @Test
    void should_find_someone_writing_while_muted() {
        story.calls.set(1, new Called(ALICE, GROUP, Set.of(Change.Kind.MUTED), List.of(CAROL), new Fate.Accepted(8)));
        story.relog(8, changed(8, ALICE, new Change(Change.Kind.MUTED, List.of(CAROL), null, 1_000, "", null)));
        assertThat(story.judge().findings()).anyMatch(it -> it.detail().contains("wrote while muted"));
    }

    // ---- endpoints, state, side log

    @Test
    void should_find_endpoints_of_one_user_that_differ() {
        without(LAPTOP, 5);
        found(Map.of(Fault.LOST, 1L, Fault.GAP, 1L, Fault.UNEQUAL, 1L), "alice/laptop");
    }

    @Test
    void should_find_a_member_who_sees_other_members() {
        story.views.set(1, new GroupView(BOB, GROUP, 8, SET, 2, Map.of(ALICE, "owner", BOB, "member")));
        found(Map.of(Fault.DISAGREED, 2L), "to bob", "members");
    }

    @Test
    void should_find_a_member_who_sees_another_version_or_title() {
        GroupSettings old = SET.with(new GroupSettings("Old", null, null, null, null, null));
        story.views.set(2, new GroupView(CAROL, GROUP, 6, old, 3, SocialStory.roles()));
        found(Map.of(Fault.DISAGREED, 3L), "to carol", "version");
    }

    @Test
    void should_find_a_change_nobody_asked_for() {
        story.calls.removeIf(it -> it.fate().equals(new Fate.Accepted(6)));
        found(Map.of(Fault.UNEXPLAINED, 1L), "never asked for removed [bob]");
    }

    @Test
    void should_accept_a_change_whose_caller_never_heard_of_it() {
        forget(6);
        assertThat(story.judge().isClean()).isTrue();
    }

    @Test
    void should_find_a_change_made_twice_for_one_call() {
        story.calls.removeIf(it -> it.fate().equals(new Fate.Accepted(8)));
        forget(4);
        story.relog(8, changed(8, ALICE, Change.of(Change.Kind.ADDED, CAROL)));
        assertThat(story.judge().findings())
                .anyMatch(it -> it.detail().contains("never asked for added [carol] at seq 8"));
    }

    @Test
    void should_find_an_accepted_change_the_log_lacks() {
        story.calls.add(new Called(ALICE, GROUP, Set.of(Change.Kind.SETTINGS), List.of(), new Fate.Accepted(7)));
        found(Map.of(Fault.LOST, 1L), "[SETTINGS]", "no change is there");
    }

    @Test
    void should_find_an_endpoint_that_does_not_show_an_edit() {
        story.shown.remove(1);
        found(Map.of(Fault.DISAGREED, 1L), "alice/laptop shows seq 5");
    }

    @Test
    void should_find_an_edit_that_is_not_told() {
        story.shown.clear();
        story.log.replaceAll(
                it -> it.seq() == 5 ? new Logged(5, it.id(), it.from(), it.at(), it.change(), Logged.Amended.NOT) : it);
        found(Map.of(Fault.DISAGREED, 1L), "seq 5", "edited true");
    }

    @Test
    void should_find_an_amendment_nobody_asked_for() {
        story.calls.removeIf(it -> it.conversation().equals(SIDE) && it.by().equals(ALICE));
        found(Map.of(Fault.UNEXPLAINED, 1L), "1 entries by alice");
    }

    @Test
    void should_find_an_accepted_amendment_the_side_log_lacks() {
        story.calls.add(new Called(CAROL, SIDE, Set.of(), List.of(), new Fate.Accepted(3)));
        found(Map.of(Fault.LOST, 1L), "seq 3", "it is not there");
    }

    @Test
    void should_find_an_application_that_was_never_told_of_an_amendment() {
        story.heard.get(LAPTOP).remove(0);
        story.heard.get(PHONE).remove(1);
        found(Map.of(Fault.LOST, 2L), "never told of seq");
    }

    @Test
    void should_accept_that_a_newcomer_was_not_told_of_old_amendments() {
        story.heard.get(CAROLS).clear();
        assertThat(story.judge().isClean()).isTrue();
    }

    @Test
    void should_find_amendments_told_twice_or_out_of_order() {
        story.heard.get(BOBS).add(story.heard.get(BOBS).get(1));
        Collections.swap(story.heard.get(CAROLS), 0, 1);
        found(Map.of(Fault.REORDERED, 2L), "bob/b of " + SIDE);
    }

    @Test
    void should_find_a_place_of_the_side_log_nothing_is_at() {
        story.side.remove(0);
        Verdict verdict = story.judge();
        assertThat(verdict.count(Fault.GAP)).isEqualTo(1);
        assertThat(verdict.findings().get(0).detail()).contains("seq 2 of " + SIDE + ", expected 1");
    }

    // ---- unread

    @Test
    void should_find_a_listed_count_that_drifted() {
        story.listed.set(1, new Unread.Listed(BOB, GROUP, 9, 8, 3));
        found(Map.of(Fault.DRIFT, 1L), "unread in " + GROUP + " of bob, listed is 3, should be 1");
    }

    @Test
    void should_find_a_total_that_drifted() {
        story.totals.set(0, new Unread.Total(ALICE, 2));
        found(Map.of(Fault.DRIFT, 1L), "total of alice is 2, should be 1");
    }

    @Test
    void should_find_an_endpoint_told_another_count() {
        story.unreadTold.set(1, new Unread.Told(LAPTOP, 0, Map.of()));
        found(Map.of(Fault.DRIFT, 2L), "alice/laptop");
    }

    @Test
    void should_find_a_last_seq_beyond_what_a_former_member_may_see() {
        story.log.removeIf(it -> it.seq() > 7);
        story.sent.get(CAROLS).removeIf(it -> it.id().equals(id(9)));
        story.handed
                .values()
                .forEach(it -> it.removeIf(one -> one.conversation().equals(GROUP) && one.seq() > 7));
        story.calls.removeIf(it -> it.fate().equals(new Fate.Accepted(8)));
        story.views.clear();
        story.unreadTold.clear();
        story.totals.clear();
        story.reads.clear();
        story.counted.clear();
        story.answered.clear();
        story.listed.clear();
        story.listed.add(new Unread.Listed(BOB, GROUP, 7, 3, 4));
        found(Map.of(Fault.DRIFT, 2L), "last seq of " + GROUP + " of bob is 7, should be 6");
    }

    @Test
    void should_pass_on_what_the_servers_audit_found() {
        story.drift.add("node 1 says 3");
        found(Map.of(Fault.DRIFT, 1L), "node 1 says 3");
    }

    // ---- receipts

    @Test
    void should_find_a_count_of_more_than_were_handed_it_then() {
        story.counted.add(new Marks.Counted(CAROLS, GROUP, 9, 2, 2, 0, 930));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "2 of 2 have received seq 9", "only 1 had");
    }

    @Test
    void should_find_a_count_of_more_than_have_read() {
        story.counted.add(new Marks.Counted(CAROLS, GROUP, 9, 2, 2, 1, 990));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "have read seq 9");
    }

    @Test
    void should_find_a_member_missing_among_those_who_received() {
        story.answered.set(0, new Marks.Answered(CAROL, GROUP, 9, 2, Set.of(ALICE), Set.of()));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "received seq 9", "[alice, bob]");
    }

    @Test
    void should_find_a_reader_who_never_read() {
        story.answered.set(0, new Marks.Answered(CAROL, GROUP, 9, 2, Set.of(ALICE, BOB), Set.of(BOB)));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "read seq 9");
    }

    @Test
    void should_find_a_count_over_people_it_is_not_for() {
        story.answered.set(1, new Marks.Answered(ALICE, GROUP, 7, 2, Set.of(CAROL), Set.of()));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "is for 1, told as 2");
    }

    @Test
    void should_find_a_receipt_told_before_anything_was_handed() {
        story.told.add(new Marks.Told(PHONE, GROUP, ALICE, 9, 0, 890));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "alice received seq 9");
    }

    @Test
    void should_find_a_last_mark_that_does_not_stand() {
        story.reads.add(new Marks.Read(CAROLS, GROUP, 8, 990, true));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "carol/c", "listed is 0");
    }

    @Test
    void should_find_a_mark_nobody_made() {
        story.listed.set(0, new Unread.Listed(ALICE, GROUP, 9, 9, 0));
        story.totals.set(0, new Unread.Total(ALICE, 0));
        story.unreadTold.set(0, new Unread.Told(PHONE, 0, Map.of()));
        story.unreadTold.set(1, new Unread.Told(LAPTOP, 0, Map.of()));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "alice is listed as having read seq 9");
    }

    @Test
    void should_find_a_chat_whose_sender_never_learned_that_it_was_received() {
        ConversationId chat = ConversationId.chat(ALICE, BOB);
        story.sent.get(PHONE).add(new Sent(chat, id(50), new Fate.Accepted(1)));
        story.handed.get(LAPTOP).add(new Handed(chat, 1, id(50), ALICE));
        story.handed.get(BOBS).add(new Handed(chat, 1, id(50), ALICE));
        found(Map.of(Fault.FALSE_RECEIPT, 1L), "alice/phone was never told");
        story.told.add(new Marks.Told(PHONE, chat, BOB, 1, 0, 2_000));
        assertThat(story.judge().isClean()).isTrue();
    }

    // ---- spoiling

    private int indexOf(EndpointId endpoint, long seq) {
        List<Handed> handed = story.handed.get(endpoint);
        for (int i = 0; i < handed.size(); i++) {
            if (handed.get(i).seq() == seq && handed.get(i).conversation().equals(GROUP)) {
                return i;
            }
        }
        throw new AssertionError(endpoint + " was not handed " + seq);
    }

    private void without(EndpointId endpoint, long seq) {
        assertThat(story.handed.get(endpoint).remove(indexOf(endpoint, seq)).seq())
                .isEqualTo(seq);
    }

    /** The caller of the change at {@code seq} never learned what became of it. */
    private void forget(long seq) {
        story.calls.replaceAll(
                it -> it.conversation().equals(GROUP) && it.fate().equals(new Fate.Accepted(seq))
                        ? new Called(it.by(), it.conversation(), it.kinds(), it.users(), new Fate.Unknown())
                        : it);
    }

    private void history(GroupSettings.History history, Integer count) {
        GroupSettings set = SET.with(new GroupSettings(null, null, null, history, count, null));
        story.relog(1, changed(1, ALICE, new Change(Change.Kind.CREATED, List.of(BOB), null, 0, "", set)));
        story.views.clear();
        story.answered.clear();
    }

    private static Logged changed(long seq, UserName by, Change change) {
        return new Logged(seq, id(seq), by, seq, Optional.of(change), Logged.Amended.NOT);
    }

    private void found(Map<Fault, Long> expected, String... words) {
        Verdict verdict = story.judge();
        assertThat(verdict.counts()).as("%s", verdict.findings()).isEqualTo(expected);
        assertThat(verdict.findings().get(0).detail()).contains(words);
        assertThat(verdict.isClean()).isFalse();
    }
}
