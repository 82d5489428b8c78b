package io.parley.broker.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Track;
import io.parley.protocol.Content;
import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the owner of a track does at which moment. */
class LiveTrackTest {
    private static final TrackName WALK = new TrackName("walk");
    private static final UserName OLGA = new UserName("olga");
    private static final UserName ADA = new UserName("ada");
    private static final UserName EVE = new UserName("eve");
    private static final GroupName FAMILY = new GroupName("family");
    private static final Source<String> PHONE = new Source<>("street", 1);
    private static final LocationSettings SETTINGS = LocationSettings.DEFAULT;

    private long now = 1_700_000_000_000L;
    private final List<String> done = new ArrayList<>();
    private final List<Track> saves = new ArrayList<>();
    private final List<Granted> grants = new ArrayList<>();
    private final List<TrackPoint> saved = new ArrayList<>();
    private final LiveTrack<String> track =
            new LiveTrack<>(WALK, SETTINGS, new Recorder(), TrackFollower.NOBODY, LocationObserver.NONE, 1);

    private final class Recorder implements LiveTrackEffects<String> {
        @Override
        public void load() {
            done.add("load");
        }

        @Override
        public void save(Track row) {
            saves.add(row);
        }

        @Override
        public void saveLast(TrackPoint newest) {
            saved.add(newest);
        }

        @Override
        public void members(GroupName group) {
            done.add("members");
        }

        @Override
        public void joined(Source<String> source, long periodMillis) {
            done.add("joined " + periodMillis);
        }

        @Override
        public void refused(Source<String> source, Refusal refusal) {
            done.add("refused " + refusal.reason().code());
        }

        @Override
        public void period(Source<String> source, long periodMillis) {
            done.add("period " + periodMillis);
        }

        @Override
        public void granted(String node, Granted granted) {
            grants.add(granted);
        }

        @Override
        public void point(String node, long rights, TrackPoint point) {
            done.add("point " + point.point().at());
        }

        @Override
        public void ended(String node) {
            done.add("ended " + node);
        }

        @Override
        public void refreshed() {
            done.add("refreshed");
        }
    }

    private TrackEdit row() {
        return TrackEdit.first(WALK, OLGA, Track.Kind.SHARE, now)
                .participants(List.of(new Participant(ADA, false, true, Precision.EXACT)));
    }

    private void load(Track row) {
        track.join(PHONE, OLGA, now);
        track.loaded(row, null, now);
        done.clear();
    }

    private void publish(long at) {
        LocationPoint point = LocationPoint.of(47, 9, at);
        track.point(PHONE, OLGA, point, Content.wrap(point.toJson()), now);
    }

    private Granted newestGrant() {
        return grants.get(grants.size() - 1);
    }

    @Test
    void should_wait_for_the_row_and_then_take_what_came_meanwhile() {
        track.join(PHONE, OLGA, now);
        track.watch("here", Map.of(ADA, Need.CLOSE), now);
        publish(now);
        assertThat(done).containsExactly("load");
        track.loaded(row().at(now), null, now);
        assertThat(done).containsExactly("load", "refreshed", "joined 1000", "point " + now);
        assertThat(newestGrant().grants()).containsOnlyKeys(ADA);
    }

    @Test
    void should_refuse_who_may_not_publish_and_what_is_no_track() {
        load(row().at(now));
        track.join(new Source<>("here", 2), ADA, now);
        track.join(new Source<>("here", 3), EVE, now);
        assertThat(done).containsExactly("refused not-allowed", "refused not-allowed");
        done.clear();
        track.refresh(now);
        track.loaded(null, null, now);
        publish(now);
        assertThat(done).containsSubsequence("refused unknown-track", "refreshed", "refused unknown-track");
    }

    @Test
    void should_answer_again_who_asks_again() {
        load(row().at(now));
        track.join(PHONE, OLGA, now);
        assertThat(done).containsExactly("joined 300000");
    }

    @Test
    void should_end_at_its_time_without_being_told_and_write_that_down_until_it_is() {
        Track active = row().endAt(now + 5_000).at(now);
        load(active);
        track.watch("here", Map.of(ADA, Need.CLOSE), now);
        assertThat(newestGrant().grants().get(ADA)).isEqualTo(new Grant(Precision.EXACT, now + 5_000));
        assertThat(track.dueAt()).isEqualTo(now + 5_000);
        now += 5_000;
        publish(now);
        assertThat(done).contains("refused ended").doesNotContain("point " + now);
        track.tick(now);
        assertThat(done).contains("ended here");
        assertThat(saves).hasSize(1);
        assertThat(saves.get(0).state()).isEqualTo(Track.State.ENDED);
        track.saveFailed(now);
        now = track.dueAt();
        track.tick(now);
        track.loaded(active, null, now);
        assertThat(saves).hasSize(2);
        track.watch("there", Map.of(ADA, Need.CLOSE), now);
        assertThat(done).contains("ended there");
    }

    @Test
    void should_start_at_its_time() {
        load(row().startAt(now + 3_000).at(now));
        publish(now);
        assertThat(done).containsExactly("refused not-allowed");
        now += 3_000;
        track.tick(now);
        assertThat(saves.get(0).state()).isEqualTo(Track.State.ACTIVE);
        publish(now);
        track.watch("here", Map.of(ADA, Need.LIST), now);
        publish(now + 1_000);
        assertThat(done).containsSubsequence("joined 300000", "period 15000", "point " + (now + 1_000));
    }

    @Test
    void should_say_that_a_change_is_in_force_only_after_all_were_told() {
        Track first = row().at(now);
        load(first);
        track.watch("here", Map.of(ADA, Need.CLOSE), now);
        long before = newestGrant().rights();
        track.refresh(now);
        track.refresh(now); // another change, while the first is being read
        track.loaded(TrackEdit.of(first).participants(List.of()).at(now), null, now);
        assertThat(done).endsWith("load").doesNotContain("refreshed");
        assertThat(newestGrant().grants()).isEmpty();
        assertThat(newestGrant().rights()).isGreaterThan(before);
        track.loaded(TrackEdit.of(first).participants(List.of()).at(now), null, now);
        assertThat(done).endsWith("refreshed");
    }

    @Test
    void should_let_members_of_its_group_see_it_for_as_long_as_they_are() {
        load(row().group(FAMILY, Precision.CITY).at(now));
        track.watch("here", Map.of(EVE, Need.CLOSE), now);
        assertThat(newestGrant().grants()).isEmpty();
        assertThat(done).contains("members");
        track.membersAre(FAMILY, Set.of(EVE), now);
        assertThat(newestGrant().grants()).containsOnlyKeys(EVE);
        assertThat(newestGrant().grants().get(EVE).precision()).isEqualTo(Precision.CITY);
        assertThat(track.dueAt()).isLessThanOrEqualTo(now + 1_000);
        now = track.dueAt();
        track.tick(now);
        assertThat(done).filteredOn("members"::equals).hasSize(2);
        track.membersAre(FAMILY, Set.of(), now);
        assertThat(newestGrant().grants()).isEmpty();
    }

    @Test
    void should_take_nobody_for_a_member_when_nobody_can_say_for_long() {
        load(row().group(FAMILY, Precision.EXACT).at(now));
        track.watch("here", Map.of(EVE, Need.CLOSE), now);
        track.membersAre(FAMILY, Set.of(EVE), now);
        for (int i = 0; i < 10; i++) {
            now = track.dueAt();
            track.tick(now);
            track.membersFailed(now);
        }
        assertThat(newestGrant().grants()).isEmpty();
    }

    @Test
    void should_ask_for_more_at_once_and_for_less_after_a_while() {
        load(row().at(now));
        track.watch("here", Map.of(ADA, Need.LIST), now);
        track.watch("there", Map.of(ADA, Need.CLOSE, EVE, Need.CLOSE), now);
        assertThat(done).containsExactly("period 15000", "period 1000");
        track.watch("there", Map.of(), now);
        track.watch("there", Map.of(ADA, Need.CLOSE), now + 9_000);
        assertThat(done).hasSize(2);
        now += 20_000;
        track.watch("there", Map.of(EVE, Need.CLOSE), now); // who may not see it counts for nothing
        now += SETTINGS.slowDownAfter().toMillis();
        track.tick(now);
        assertThat(done).endsWith("period 15000");
        track.gone("here", now);
        now += SETTINGS.slowDownAfter().toMillis();
        track.tick(now);
        assertThat(done).endsWith("period 300000");
    }

    @Test
    void should_store_the_newest_now_and_then_and_when_it_goes() {
        load(row().at(now));
        for (int i = 0; i < 12; i++) {
            now += 1_000;
            publish(now);
            if (track.dueAt() <= now) {
                track.tick(now);
            }
        }
        assertThat(saved).hasSizeBetween(1, 3);
        track.stop();
        assertThat(saved.get(saved.size() - 1).point().at()).isEqualTo(now);
    }

    @Test
    void should_show_nothing_that_was_deleted_to_who_comes_later() {
        load(row().at(now));
        publish(now);
        track.forget(now, now);
        track.watch("here", Map.of(ADA, Need.CLOSE), now);
        assertThat(newestGrant().newest()).isNull();
        publish(now + 1_000);
        assertThat(done).contains("point " + (now + 1_000));
    }

    @Test
    void should_rest_when_nobody_speaks_to_it() {
        load(row().at(now));
        track.watch("here", Map.of(ADA, Need.CLOSE), now);
        now += SETTINGS.idleMax().toMillis();
        assertThat(track.isIdle(now)).isFalse();
        track.gone("here", now);
        assertThat(track.isIdle(now)).isTrue();
        assertThat(Reason.ENDED.retryable()).isFalse();
    }
}
