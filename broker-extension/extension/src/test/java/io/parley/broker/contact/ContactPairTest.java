package io.parley.broker.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.broker.storage.Relation;
import io.parley.broker.storage.Relation.State;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Change.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContactPairTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final List<Kind> KINDS =
            List.of(Kind.REQUESTED, Kind.WITHDRAWN, Kind.ACCEPTED, Kind.REJECTED, Kind.ENDED);
    private static final long NOW = 1_000;
    private static final long LAPSE = 2_000;

    private Relation relation = Relation.STRANGERS;
    private long seq;

    private static Change change(Kind kind) {
        return kind == Kind.REQUESTED ? request(LAPSE) : Change.of(kind);
    }

    private static Change request(long until) {
        return new Change(Kind.REQUESTED, List.of(), null, until, "hello", null);
    }

    private Optional<Reason> refused(UserName from, Kind kind, long now) {
        return ContactPair.refusal(relation, from, change(kind), now).map(Refusal::reason);
    }

    private void does(UserName from, Change change, long at) {
        assertThat(ContactPair.refusal(relation, from, change, at)).isEmpty();
        relation = ContactPair.after(relation, from, change, at, ++seq);
    }

    private void does(UserName from, Kind kind) {
        does(from, change(kind), NOW);
    }

    @Test
    void should_let_strangers_ask_and_nothing_else() {
        for (Kind kind : KINDS) {
            assertThat(refused(ALICE, kind, NOW).isEmpty()).as(kind.code()).isEqualTo(kind == Kind.REQUESTED);
        }
        assertThat(refused(BOB, Kind.ACCEPTED, NOW)).contains(Reason.NOT_FOUND);
    }

    @Test
    void should_keep_who_asked_with_the_note_until_it_is_answered() {
        does(ALICE, Kind.REQUESTED);
        assertThat(relation).isEqualTo(Relation.requested(ALICE, "hello", LAPSE, NOW, 1));
        assertThat(refused(ALICE, Kind.REQUESTED, NOW)).contains(Reason.NOT_ALLOWED);
        assertThat(refused(ALICE, Kind.ACCEPTED, NOW)).contains(Reason.NOT_FOUND);
        assertThat(refused(ALICE, Kind.REJECTED, NOW)).contains(Reason.NOT_FOUND);
        assertThat(refused(BOB, Kind.WITHDRAWN, NOW)).contains(Reason.NOT_FOUND);
        does(BOB, Kind.ACCEPTED);
        assertThat(relation).isEqualTo(Relation.contacts(NOW, 2));
    }

    @Test
    void should_make_strangers_again_of_who_withdraws_rejects_or_ends_it() {
        does(ALICE, Kind.REQUESTED);
        does(ALICE, Kind.WITHDRAWN);
        assertThat(relation).isEqualTo(Relation.none(NOW, 2));
        does(ALICE, Kind.REQUESTED);
        does(BOB, Kind.REJECTED);
        assertThat(relation).isEqualTo(Relation.none(NOW, 4));
        does(BOB, Kind.REQUESTED);
        does(ALICE, Kind.ACCEPTED);
        assertThat(refused(BOB, Kind.REQUESTED, NOW)).contains(Reason.NOT_ALLOWED);
        does(BOB, Kind.ENDED);
        assertThat(relation).isEqualTo(Relation.none(NOW, 7));
        assertThat(refused(ALICE, Kind.ENDED, NOW)).contains(Reason.NOT_FOUND);
    }

    @Test
    void should_make_contacts_of_two_who_ask_each_other() {
        does(ALICE, Kind.REQUESTED);
        does(BOB, Kind.REQUESTED);
        assertThat(relation).isEqualTo(Relation.contacts(NOW, 2));
    }

    @Test
    void should_take_a_lapsed_request_for_none() {
        does(ALICE, Kind.REQUESTED);
        assertThat(refused(BOB, Kind.ACCEPTED, LAPSE - 1)).isEmpty();
        assertThat(refused(BOB, Kind.ACCEPTED, LAPSE)).contains(Reason.EXPIRED);
        assertThat(refused(BOB, Kind.REJECTED, LAPSE)).contains(Reason.EXPIRED);
        assertThat(refused(ALICE, Kind.WITHDRAWN, LAPSE)).contains(Reason.EXPIRED);
        does(BOB, request(LAPSE + 500), LAPSE);
        assertThat(relation).isEqualTo(Relation.requested(BOB, "hello", LAPSE + 500, LAPSE, 2));
        does(BOB, request(LAPSE + 2_000), LAPSE + 1_000);
        assertThat(relation.version()).isEqualTo(3);
    }

    @Test
    void should_refuse_a_request_that_is_over_when_it_comes() {
        assertThat(ContactPair.refusal(relation, ALICE, request(NOW), NOW).map(Refusal::reason))
                .contains(Reason.EXPIRED);
    }

    @Test
    void should_keep_an_answer_that_came_in_time_and_was_stamped_a_moment_later() {
        does(ALICE, Kind.REQUESTED);
        assertThat(ContactPair.after(relation, BOB, change(Kind.ACCEPTED), LAPSE + 1, 2))
                .isEqualTo(Relation.contacts(LAPSE + 1, 2));
    }

    @Test
    void should_stop_loudly_at_a_step_that_cannot_be() {
        assertThatThrownBy(() -> ContactPair.after(relation, BOB, change(Kind.ACCEPTED), NOW, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bob")
                .hasMessageContaining("seq 1");
        assertThat(ContactPair.refusal(relation, BOB, Change.of(Kind.JOINED), NOW))
                .isPresent();
    }

    /** Whatever is judged legal can be applied, at that moment or later; and contacts are only made by both. */
    @Test
    void should_apply_whatever_it_allows_in_any_order_of_things() {
        SplittableRandom random = new SplittableRandom(7);
        long now = NOW;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(400);
            UserName from = random.nextBoolean() ? ALICE : BOB;
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            Change change = kind == Kind.REQUESTED ? request(now + random.nextInt(800)) : Change.of(kind);
            if (ContactPair.refusal(relation, from, change, now).isPresent()) {
                continue;
            }
            Relation before = relation;
            now += random.nextInt(3) * 100L;
            relation = ContactPair.after(before, from, change, now, ++seq);
            assertThat(relation.version()).isEqualTo(seq);
            if (relation.isContacts()) {
                assertThat(before.state()).isEqualTo(State.REQUESTED);
                assertThat(before.by()).isNotEqualTo(from);
            }
        }
        assertThat(seq).isGreaterThan(1_000);
    }
}
