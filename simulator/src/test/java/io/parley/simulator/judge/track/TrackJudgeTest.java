package io.parley.simulator.judge.track;

import static io.parley.simulator.judge.track.Scene.fence;
import static io.parley.simulator.judge.track.Scene.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Precision;
import io.parley.simulator.judge.track.TrackHistory.Grant;
import io.parley.simulator.judge.track.TrackHistory.Kind;
import io.parley.simulator.judge.track.TrackHistory.Sent;
import io.parley.simulator.judge.track.TrackHistory.Sighting;
import io.parley.simulator.judge.track.TrackHistory.Span;
import io.parley.simulator.judge.track.TrackHistory.Stage;
import io.parley.simulator.judge.track.TrackHistory.Told;
import io.parley.simulator.judge.track.TrackHistory.TripStory;
import io.parley.simulator.judge.track.TrackHistory.Upset;
import io.parley.simulator.map.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each kind of violation is planted once, and a run in which nothing is wrong stays clean. */
class TrackJudgeTest {
    private final Scene scene = new Scene();

    @Test
    void should_find_nothing_where_all_went_well() {
        TrackVerdict verdict = scene.judged();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.evidence())
                .containsEntry("sightings", 100L)
                .containsEntry("crossings", 2L)
                .containsEntry("trips", 1L);
        assertThat(verdict.evidence().get("seconds watched")).isGreaterThan(80);
    }

    @Test
    void should_not_call_clean_what_nobody_saw() {
        scene.sightings.clear();
        scene.sittings.clear();

        assertThat(scene.judged().isClean()).isFalse();
    }

    // ---- rights

    @Test
    void should_find_a_viewer_without_a_right() {
        Sighting one = scene.sightings.get(50);
        scene.sightings.add(new Sighting("eve", "t", 1, one.arrivedAt(), one.at(), one.place(), one.acc()));

        assertFound(TrackFault.LEAKED, 1, "eve saw t");
    }

    @Test
    void should_find_what_is_seen_before_the_right_was_asked_for() {
        scene.grants.replaceAll(it -> new Grant(it.viewer(), it.track(), it.precision(), second(10), it.until()));

        assertThat(scene.judged().count(TrackFault.LEAKED)).isEqualTo(10);
    }

    @Test
    void should_find_what_is_seen_a_second_after_the_end() {
        scene.grants.replaceAll(it -> new Grant(it.viewer(), it.track(), it.precision(), it.from(), second(90)));

        // Those of 90.1 s and, up to a second after the end, none of 91.1 s and later.
        assertThat(scene.judged().count(TrackFault.LEAKED)).isEqualTo(9);
    }

    @Test
    void should_forgive_what_a_stopped_broker_held_but_not_what_was_measured_later() {
        scene.grants.replaceAll(it -> new Grant(it.viewer(), it.track(), it.precision(), it.from(), second(90)));
        scene.disturbances.add(new Span(second(89), second(98)));
        scene.sightings.removeIf(it -> it.at() > second(90));
        Sighting held = scene.sightings.get(scene.sightings.size() - 1);
        scene.sightings.set(
                scene.sightings.size() - 1,
                new Sighting("anna", "t", 1, second(98) + 200, held.at(), held.place(), held.acc()));
        assertThat(scene.judged().count(TrackFault.LEAKED)).isZero();

        Sent late = scene.sent.get(95);
        scene.sightings.add(new Sighting("anna", "t", 1, second(98) + 300, late.at(), late.place(), 6));
        assertThat(scene.judged().count(TrackFault.LEAKED)).isEqualTo(1);
    }

    @Test
    void should_find_an_exact_place_that_was_to_be_coarse() {
        scene.grants.replaceAll(it -> new Grant(it.viewer(), it.track(), Precision.CITY, it.from(), it.until()));

        assertFound(TrackFault.LEAKED, 1, "as city only");
    }

    @Test
    void should_take_a_coarse_place_from_who_may_see_no_better() {
        scene.seesCoarsely();

        TrackVerdict verdict = scene.judged();
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.evidence()).containsEntry("coarse sightings", 100L);
    }

    // ---- truth

    @Test
    void should_find_a_point_nobody_sent() {
        Sighting one = scene.sightings.get(50);
        scene.sightings.set(50, new Sighting("anna", "t", 1, one.arrivedAt(), one.at() + 1, one.place(), one.acc()));

        assertFound(TrackFault.INVENTED, 1, "which nobody sent");
    }

    @Test
    void should_find_a_point_that_is_somewhere_else_than_sent() {
        Sighting one = scene.sightings.get(50);
        scene.sightings.set(
                50,
                new Sighting(
                        "anna", "t", 1, one.arrivedAt(), one.at(), one.place().ahead(90, 5), one.acc()));

        assertFound(TrackFault.INVENTED, 1, "5 m from where it was sent from");
    }

    @Test
    void should_find_a_point_that_is_not_where_the_car_was() {
        Place elsewhere = Scene.BEGIN.ahead(90, 2_000);
        Sent sent = scene.sent.get(50);
        scene.sent.set(50, new Sent("t", sent.at(), elsewhere, 6, sent.putAt()));
        Sighting seen = scene.sightings.get(50);
        scene.sightings.set(50, new Sighting("anna", "t", 1, seen.arrivedAt(), seen.at(), elsewhere, 6));

        assertFound(TrackFault.INVENTED, 1, "from where it was");
    }

    @Test
    void should_find_a_coarse_place_that_is_too_coarse() {
        scene.seesCoarsely();
        Sighting one = scene.sightings.get(50);
        scene.sightings.set(
                50,
                new Sighting(
                        "anna", "t", 1, one.arrivedAt(), one.at(), one.place().ahead(0, 400), one.acc()));

        assertThat(scene.judged().count(TrackFault.INVENTED)).isPositive();
    }

    // ---- delay, order

    @Test
    void should_find_a_viewer_who_is_left_behind() {
        scene.sightings.removeIf(it -> it.at() >= second(80));

        TrackVerdict verdict = scene.judged();
        assertThat(verdict.count(TrackFault.LATE)).isBetween(16L, 19L);
        assertThat(verdict.count(TrackFault.LEAKED)).isZero();
    }

    @Test
    void should_find_points_that_come_late() {
        scene.sightings.replaceAll(it ->
                new Sighting(it.viewer(), it.track(), it.sitting(), it.arrivedAt() + 4_000, it.at(), it.place(), 6));

        assertThat(scene.judged().count(TrackFault.LATE)).isGreaterThan(80);
    }

    @Test
    void should_not_blame_the_server_for_what_it_never_had() {
        scene.sightings.removeIf(it -> it.at() >= second(60));
        scene.sent.replaceAll(it ->
                it.at() < second(60) ? it : new Sent(it.track(), it.at(), it.place(), it.acc(), TrackHistory.NEVER));

        assertThat(scene.judged().count(TrackFault.LATE)).isZero();
    }

    @Test
    void should_not_judge_delays_while_things_are_broken() {
        scene.sightings.removeIf(it -> it.at() >= second(50) && it.at() < second(60));
        assertThat(scene.judged().count(TrackFault.LATE)).isPositive();

        scene.disturbances.add(new Span(second(50), second(60)));
        assertThat(scene.judged().count(TrackFault.LATE)).isZero();

        scene.disturbances.clear();
        scene.upsets.add(new Upset("otto", new Span(second(50), second(60))));
        assertThat(scene.judged().count(TrackFault.LATE)).isZero();
    }

    @Test
    void should_let_a_viewer_skip_points_when_a_newer_one_has_come() {
        scene.sightings.removeIf(it -> it.at() / 1_000 % 2 == 0);

        assertThat(scene.judged().findings()).isEmpty();
    }

    @Test
    void should_find_a_point_that_comes_after_a_later_one() {
        Sighting one = scene.sightings.get(50);
        scene.sightings.add(52, new Sighting("anna", "t", 1, second(51) + 500, one.at(), one.place(), one.acc()));

        assertFound(TrackFault.BACKWARDS, 1, "after that of");
    }

    @Test
    void should_take_the_last_point_again_from_a_new_subscription() {
        Sighting one = scene.sightings.get(50);
        scene.sightings.add(52, new Sighting("anna", "t", 2, second(51) + 500, one.at(), one.place(), one.acc()));

        assertThat(scene.judged().findings()).isEmpty();
    }

    // ---- fences

    @Test
    void should_find_a_crossing_nobody_was_told_of() {
        scene.fences.set(0, fence());
        assertFound(TrackFault.CROSSING_MISSING, 1, "happened [ENTER, EXIT], told []");

        scene.fences.set(0, fence(new Told(Kind.ENTER, 1, second(41))));
        assertFound(TrackFault.CROSSING_MISSING, 1, "told [ENTER]");
    }

    @Test
    void should_find_a_crossing_that_is_told_twice() {
        Told enter = new Told(Kind.ENTER, 1, second(41));
        Told exit = new Told(Kind.EXIT, 2, second(62));
        scene.fences.set(0, fence(enter, enter, exit));
        assertThat(scene.judged().count(TrackFault.CROSSING_FALSE)).isEqualTo(2);

        scene.fences.set(0, fence(enter, new Told(Kind.ENTER, 2, second(42)), new Told(Kind.EXIT, 3, second(62))));
        assertThat(scene.judged().count(TrackFault.CROSSING_FALSE)).isEqualTo(2);
    }

    @Test
    void should_find_a_crossing_that_did_not_happen() {
        scene.fences.set(
                0,
                fence(
                        new Told(Kind.ENTER, 1, second(41)),
                        new Told(Kind.EXIT, 2, second(62)),
                        new Told(Kind.ENTER, 3, second(80)),
                        new Told(Kind.EXIT, 4, second(85))));

        assertFound(TrackFault.CROSSING_FALSE, 1, "happened [ENTER, EXIT]");
    }

    @Test
    void should_find_crossings_out_of_order() {
        scene.fences.set(0, fence(new Told(Kind.EXIT, 2, second(62)), new Told(Kind.ENTER, 1, second(41))));

        assertThat(scene.judged().count(TrackFault.CROSSING_DISORDERED)).isEqualTo(1);
    }

    @Test
    void should_not_expect_a_crossing_the_server_could_not_see() {
        scene.sent.replaceAll(it -> it.at() >= second(38) && it.at() < second(62)
                ? new Sent(it.track(), it.at(), it.place(), it.acc(), TrackHistory.NEVER)
                : it);
        scene.sightings.removeIf(it -> it.at() >= second(38) && it.at() < second(62));
        scene.fences.set(0, fence());

        assertThat(scene.judged().findings()).isEmpty();
    }

    @Test
    void should_leave_a_graze_to_the_server() {
        // 100 m beside the road at its nearest: on the line.
        var graze = new TrackHistory.FenceStory(
                "t",
                "graze",
                Scene.BEGIN.ahead(0, 500).ahead(90, 100),
                100,
                Scene.START,
                TrackHistory.NEVER,
                List.of());
        scene.fences.set(0, graze);
        assertThat(scene.judged().findings()).isEmpty();

        scene.fences.set(
                0,
                new TrackHistory.FenceStory(
                        "t",
                        "graze",
                        graze.centre(),
                        100,
                        Scene.START,
                        TrackHistory.NEVER,
                        List.of(new Told(Kind.ENTER, 1, second(49)), new Told(Kind.EXIT, 2, second(52)))));
        assertThat(scene.judged().findings()).isEmpty();
    }

    // ---- rides

    @Test
    void should_find_stages_of_a_ride_that_are_missing_repeated_disordered_or_elsewhere() {
        Stage arrived = new Stage("arrived", second(6));
        Stage aboard = new Stage("aboard", second(20));
        Stage over = new Stage("over", second(96));
        scene.rides.set(0, Scene.ride(arrived, over));
        assertFound(TrackFault.CROSSING_MISSING, 1, "anna was not told aboard of t");

        scene.rides.set(0, Scene.ride(arrived, arrived, aboard, over));
        assertFound(TrackFault.CROSSING_FALSE, 1, "was told arrived twice");

        scene.rides.set(0, Scene.ride(aboard, arrived, over));
        assertFound(TrackFault.CROSSING_DISORDERED, 1, "was told [aboard, arrived, over]");

        scene.rides.set(0, Scene.ride(arrived, aboard, new Stage("over", second(70))));
        assertFound(TrackFault.CROSSING_FALSE, 1, "when the car was 300 m away");
    }

    // ---- trips, ends

    @Test
    void should_find_a_trip_that_is_missing_cut_short_or_of_another_length() {
        scene.trips.set(0, new TripStory("t", false, 0, 0, 0));
        assertFound(TrackFault.TRIP_WRONG, 1, "has no trip");

        scene.trips.set(0, new TripStory("t", true, Scene.START, second(50), 500));
        assertFound(TrackFault.TRIP_WRONG, 1, "trip from");

        scene.trips.set(0, new TripStory("t", true, Scene.START, second(99), 1_200));
        assertFound(TrackFault.TRIP_WRONG, 1, "trip of 1200 m, driven were 990");
    }

    @Test
    void should_find_a_ride_without_end() {
        scene.endless.add("ride 7 never came to its end");

        assertFound(TrackFault.ENDLESS, 1, "ride 7");
    }

    @Test
    void should_judge_the_same_twice() {
        scene.sightings.removeIf(it -> it.at() >= second(80));

        assertThat(scene.judged()).isEqualTo(scene.judged());
    }

    private void assertFound(TrackFault fault, long count, String words) {
        TrackVerdict verdict = scene.judged();
        assertThat(verdict.isClean()).isFalse();
        assertThat(verdict.counts()).isEqualTo(Map.of(fault, count));
        assertThat(verdict.findings().get(0)).contains(words);
    }
}
