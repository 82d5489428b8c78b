package io.parley.broker.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the viewers of one node are shown, and under which rights. */
class HubTest {
    private static final TrackName WALK = new TrackName("walk");
    private static final UserName ADA = new UserName("ada");
    private static final UserName BEN = new UserName("ben");
    private static final long LIST_MILLIS = 15_000;

    private final List<Map<UserName, Need>> asked = new ArrayList<>();
    private final Hub hub = new Hub(LocationSettings.DEFAULT, (track, viewers) -> asked.add(viewers));

    private static final class Eyes implements Viewer {
        private final UserName user;
        private final List<String> seen = new ArrayList<>();

        Eyes(UserName user) {
            this.user = user;
        }

        @Override
        public UserName user() {
            return user;
        }

        @Override
        public void show(TrackName track, Content point) {
            seen.add(point.asText());
        }

        @Override
        public void over(TrackName track) {
            seen.add("over");
        }
    }

    private static TrackPoint point(int second) {
        LocationPoint point = new LocationPoint(
                47.14, 9.52, second * 1_000L, 5, Double.NaN, Double.NaN, Double.NaN, Double.NaN, "s" + second, "");
        return new TrackPoint(ADA, point, Content.ofText("s" + second));
    }

    private static Grant exact(long until) {
        return new Grant(Precision.EXACT, until);
    }

    private void granted(long rights, Map<UserName, Grant> grants, int second, long now) {
        hub.granted(new Granted(WALK, rights, LIST_MILLIS, grants, second == 0 ? null : point(second)), now);
    }

    @Test
    void should_show_the_last_point_once_the_owner_lets_it_and_each_that_follows() {
        Eyes ada = new Eyes(ADA);
        hub.watch(WALK, ada, Need.CLOSE, 0);
        assertThat(asked).containsExactly(Map.of(ADA, Need.CLOSE));
        assertThat(ada.seen).isEmpty();
        granted(1, Map.of(ADA, exact(Long.MAX_VALUE)), 1, 10);
        hub.point(WALK, 1, point(2), 20);
        hub.point(WALK, 1, point(2), 30);
        hub.point(WALK, 1, point(1), 40);
        assertThat(ada.seen).containsExactly("s1", "s2");
        hub.watch(WALK, ada, Need.CLOSE, 50);
        granted(1, Map.of(ADA, exact(Long.MAX_VALUE)), 2, 60);
        assertThat(ada.seen).containsExactly("s1", "s2", "s2");
    }

    @Test
    void should_hold_a_point_of_other_rights_until_it_knows_them() {
        Eyes ada = new Eyes(ADA);
        Eyes ben = new Eyes(BEN);
        hub.watch(WALK, ada, Need.CLOSE, 0);
        hub.watch(WALK, ben, Need.CLOSE, 0);
        granted(1, Map.of(ADA, exact(Long.MAX_VALUE), BEN, exact(Long.MAX_VALUE)), 1, 10);
        hub.point(WALK, 2, point(2), 20);
        assertThat(ben.seen).containsExactly("s1");
        granted(2, Map.of(ADA, exact(Long.MAX_VALUE)), 2, 30);
        assertThat(ada.seen).containsExactly("s1", "s2");
        assertThat(ben.seen).containsExactly("s1", "over");
        granted(3, Map.of(ADA, exact(Long.MAX_VALUE), BEN, exact(Long.MAX_VALUE)), 2, 40);
        assertThat(ben.seen).containsExactly("s1", "over", "s2");
    }

    @Test
    void should_show_nothing_from_the_end_on_even_if_nobody_said_so() {
        Eyes ada = new Eyes(ADA);
        hub.watch(WALK, ada, Need.CLOSE, 0);
        granted(1, Map.of(ADA, exact(5_000)), 1, 10);
        hub.point(WALK, 1, point(2), 4_999);
        hub.point(WALK, 1, point(3), 5_000);
        assertThat(ada.seen).containsExactly("s1", "s2");
        hub.ended(WALK);
        assertThat(ada.seen).containsExactly("s1", "s2", "over");
    }

    @Test
    void should_show_a_list_the_newest_now_and_then_when_the_owner_still_lets_it() {
        Eyes ada = new Eyes(ADA);
        hub.watch(WALK, ada, Need.LIST, 0);
        granted(1, Map.of(ADA, exact(Long.MAX_VALUE)), 1, 0);
        for (int second = 2; second <= 14; second++) {
            hub.point(WALK, 1, point(second), second * 1_000L);
        }
        assertThat(ada.seen).containsExactly("s1");
        int before = asked.size();
        hub.tick(LIST_MILLIS);
        assertThat(asked).hasSizeGreaterThan(before);
        granted(1, Map.of(ADA, exact(Long.MAX_VALUE)), 14, LIST_MILLIS + 1);
        assertThat(ada.seen).containsExactly("s1", "s14");
    }

    @Test
    void should_tell_the_owner_again_and_again_and_when_nobody_watches_any_more() {
        Eyes ada = new Eyes(ADA);
        hub.watch(WALK, ada, Need.CLOSE, 0);
        hub.tick(LocationSettings.DEFAULT.heartbeat().toMillis() - 1);
        assertThat(asked).hasSize(1);
        hub.tick(LocationSettings.DEFAULT.heartbeat().toMillis());
        assertThat(asked).hasSize(2);
        hub.unwatch(WALK, ada, 20_000);
        assertThat(asked.get(2)).isEmpty();
        assertThat(hub.tracks()).isZero();
        hub.point(WALK, 1, point(1), 20_001);
        assertThat(asked.get(3)).isEmpty();
    }
}
