package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link TrackStore} must do. */
public abstract class TrackStoreConformanceTest {
    private static final long AT = 1_700_000_000_000L;

    private final UserName alice = Stores.freshChat().first();
    private final UserName bob = Stores.freshChat().first();
    private final TrackName name = new TrackName("t-" + alice.value().substring("alice-".length()));

    protected abstract Stores stores();

    private TrackStore store() {
        return stores().tracks();
    }

    private Track bare(TrackName of, long version) {
        return track(of, version, List.of(), List.of(), null, null);
    }

    private Track track(
            TrackName of,
            long version,
            List<Participant> participants,
            List<GuestLink> guests,
            @Nullable GroupName group,
            @Nullable Ride ride) {
        PointFilters filters = new PointFilters(
                EnumSet.of(PointFilters.Filter.JUMP, PointFilters.Filter.DISTANCE), 1, 2, 3.5, 4.25, 5, 6);
        return new Track(
                of,
                alice,
                Track.Kind.RIDE,
                "Phone 1",
                Track.State.ACTIVE,
                AT,
                AT + 1,
                AT + 2,
                0,
                group,
                Precision.CITY,
                participants,
                guests,
                new TrackSettings(filters, 7, 1_100, 2_200, 3_300),
                ride,
                version);
    }

    private Track full(long version) {
        GuestLink open =
                new GuestLink(new TokenHash("a".repeat(56) + hex(version)), AT, AT, AT + 9, Precision.EXACT, false);
        GuestLink shut = new GuestLink(new TokenHash("b".repeat(56) + hex(version)), AT, 0, 9, Precision.CITY, true);
        return track(
                name,
                version,
                List.of(
                        new Participant(bob, false, true, Precision.HUNDRED_METRES),
                        new Participant(alice, true, false, Precision.EXACT)),
                List.of(shut, open),
                new GroupName(name.value()),
                new Ride(bob, alice, new Position(47.1, -9.5), new Position(-47, 180), Ride.Stage.ABOARD, AT + 5));
    }

    private static String hex(long number) {
        return String.format("%08x", number);
    }

    @Test
    void should_find_what_was_saved() {
        assertThat(await(store().find(name))).isEmpty();
        Track first = bare(name, 1);
        assertThat(await(store().save(first))).isTrue();
        assertThat(await(store().find(name))).contains(first);
        Track second = full(2);
        assertThat(await(store().save(second))).isTrue();
        assertThat(await(store().find(name))).contains(second);
        Track third = bare(name, 3);
        assertThat(await(store().save(third))).isTrue();
        assertThat(await(store().find(name))).contains(third);
    }

    @Test
    void should_let_only_one_of_two_changes_win_and_say_yes_again_to_its_author() {
        Track first = bare(name, 1);
        await(store().save(first));
        assertThat(await(store().save(first))).as("told again").isTrue();
        assertThat(await(store().save(full(1)))).as("another of that name").isFalse();
        Track winner = full(2);
        assertThat(await(store().save(winner))).isTrue();
        assertThat(await(store().save(bare(name, 2)))).isFalse();
        assertThat(await(store().save(winner))).isTrue();
        assertThat(await(store().save(bare(name, 4)))).as("too new").isFalse();
        assertThat(await(store().find(name))).contains(winner);
        assertThat(await(store().save(bare(new TrackName("never-" + name), 2)))).isFalse();
    }

    @Test
    void should_list_the_tracks_of_all_who_have_to_do_with_one() {
        Track track = full(1);
        await(store().save(track));
        for (UserName user : List.of(alice, bob)) {
            assertThat(await(store().ofUser(user, 10, Optional.empty())).items())
                    .containsExactly(name);
        }
        assertThat(await(store().ofGroup(new GroupName(name.value()), 10, Optional.empty()))
                        .items())
                .containsExactly(name);
        assertThat(await(store().ofUser(Stores.freshChat().first(), 10, Optional.empty()))
                        .items())
                .isEmpty();
        for (GuestLink guest : track.guests()) {
            assertThat(await(store().ofGuest(guest.hash()))).contains(name);
        }
        assertThat(await(store().ofGuest(new TokenHash("c".repeat(64))))).isEmpty();
    }

    @Test
    void should_list_page_by_page() {
        List<TrackName> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TrackName one = new TrackName(name + "-" + i);
            all.add(one);
            await(store().save(bare(one, 1)));
        }
        List<TrackName> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Slice<TrackName> slice = await(store().ofUser(alice, 2, cursor));
            assertThat(slice.items()).hasSizeLessThanOrEqualTo(2);
            found.addAll(slice.items());
            cursor = slice.next();
        } while (cursor.isPresent());
        assertThat(found).containsExactlyElementsOf(all);
    }

    @Test
    void should_keep_the_newest_point_whatever_comes_late() {
        assertThat(await(store().last(name))).isEmpty();
        LastPoint newer = new LastPoint(bob, Content.ofText("{\"newer\":1}"), AT + 10);
        await(store().saveLast(name, newer));
        await(store().saveLast(name, new LastPoint(alice, Content.ofText("older"), AT + 9)));
        assertThat(await(store().last(name))).contains(newer);
    }

    @Test
    void should_not_bring_a_deleted_point_back() {
        LastPoint last = new LastPoint(bob, Content.ofText("here"), AT + 10);
        await(store().saveLast(name, last));
        await(store().deleteLast(name, AT + 10));
        assertThat(await(store().last(name))).isEmpty();
        await(store().saveLast(name, last));
        assertThat(await(store().last(name))).isEmpty();
        LastPoint later = new LastPoint(bob, Content.ofText("there"), AT + 11);
        await(store().saveLast(name, later));
        assertThat(await(store().last(name))).contains(later);
    }

    @Test
    void should_keep_the_route_that_was_set_last() {
        assertThat(await(store().route(name))).isEmpty();
        Route route = new Route(
                List.of(new Position(47.1234567, 9.5), new Position(-90, 180), new Position(0, -180)), 60_000, 40, AT);
        await(store().saveRoute(name, route));
        await(store().saveRoute(name, new Route(List.of(new Position(1, 1), new Position(2, 2)), 1, 1, AT - 1)));
        assertThat(await(store().route(name))).contains(route);
    }

    @Test
    void should_know_the_cell_a_driver_was_last_in() {
        GroupName fleet = new GroupName(name.value());
        assertThat(await(store().cell(fleet, bob))).isZero();
        await(store().saveCell(fleet, bob, 0x8518_ffff_ffff_fffL, AT));
        await(store().saveCell(fleet, bob, 7, AT - 1));
        assertThat(await(store().cell(fleet, bob))).isEqualTo(0x8518_ffff_ffff_fffL);
        assertThat(await(store().cell(fleet, alice))).isZero();
        await(store().saveCell(fleet, bob, 0, AT + 1));
        assertThat(await(store().cell(fleet, bob))).isZero();
    }
}
