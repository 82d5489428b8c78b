package io.parley.broker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Presence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others are told of one user, in virtual time. */
class UserPresenceTest {
    private static final long START = 1_700_000_000_000L;
    private static final long OFFLINE_AFTER =
            PresenceSettings.DEFAULT.offlineAfter().toMillis();
    private static final long REFRESH = PresenceSettings.DEFAULT.refresh().toMillis();

    private final List<Presence> told = new ArrayList<>();
    private final List<Presence> saved = new ArrayList<>();
    private int loads;
    private long now = START;
    private final UserPresence presence = new UserPresence(PresenceSettings.DEFAULT, new UserPresence.Effects() {
        @Override
        public void load() {
            loads++;
        }

        @Override
        public void save(Presence it) {
            saved.add(it);
        }

        @Override
        public void tell(Presence it) {
            told.add(it);
        }
    });

    /** Time passes; what is due then happens on the way. */
    private void pass(long millis) {
        long end = now + millis;
        while (presence.dueAt() <= end) {
            now = presence.dueAt();
            presence.tick(now);
        }
        now = end;
    }

    private static Presence online(long at) {
        return new Presence(true, at);
    }

    private static Presence offline(long at) {
        return new Presence(false, at);
    }

    @Test
    void should_tell_online_at_once_and_offline_after_a_while() {
        presence.session(now);
        assertThat(told).containsExactly(online(START));
        pass(5_000);
        presence.noSession(now);
        pass(OFFLINE_AFTER - 1);
        assertThat(told).hasSize(1);
        assertThat(presence.now()).contains(online(START + 5_000));
        pass(1);
        assertThat(told).containsExactly(online(START), offline(START + 5_001));
        assertThat(saved).isEqualTo(told);
    }

    @Test
    void should_not_show_a_flap() {
        presence.session(now);
        for (int i = 0; i < 20; i++) {
            pass(1_000);
            presence.noSession(now);
            pass(OFFLINE_AFTER - 1);
            presence.session(now);
        }
        pass(3 * OFFLINE_AFTER);
        assertThat(told).containsExactly(online(START));
        assertThat(saved).containsExactly(online(START));
    }

    @Test
    void should_tell_each_change_of_one_who_comes_and_goes_slowly() {
        presence.session(now);
        pass(1_000);
        presence.noSession(now);
        pass(OFFLINE_AFTER);
        presence.session(now);
        assertThat(told).containsExactly(online(START), offline(START + 1_001), online(START + 1_000 + OFFLINE_AFTER));
        assertThat(saved).extracting(Presence::at).isSorted();
    }

    @Test
    void should_know_nothing_until_it_has_read_what_is_stored() {
        assertThat(presence.now()).isEmpty();
        presence.wanted();
        presence.wanted();
        assertThat(loads).isEqualTo(1);
        assertThat(presence.now()).isEmpty();
        presence.loaded(offline(START - 99), now);
        assertThat(told).containsExactly(offline(START - 99));
        assertThat(presence.dueAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(saved).isEmpty();
    }

    @Test
    void should_take_over_from_a_former_entity_without_a_flap() {
        presence.wanted();
        presence.loaded(online(START - 60_000), now);
        pass(6_000);
        presence.session(now);
        pass(OFFLINE_AFTER);
        assertThat(told).containsExactly(online(START - 60_000));
    }

    @Test
    void should_find_out_that_who_was_stored_as_online_is_gone() {
        presence.wanted();
        presence.loaded(online(START - 60_000), now);
        pass(OFFLINE_AFTER);
        assertThat(told).containsExactly(online(START - 60_000), offline(START - 59_999));
        assertThat(saved).containsExactly(offline(START - 59_999));
    }

    @Test
    void should_believe_no_online_that_was_not_refreshed() {
        presence.wanted();
        presence.loaded(online(START - 2 * REFRESH - 1), now);
        assertThat(told).containsExactly(offline(START - 2 * REFRESH - 1));
    }

    @Test
    void should_heed_a_session_more_than_what_is_stored() {
        presence.wanted();
        presence.session(now);
        presence.loaded(offline(START - 5), now);
        assertThat(told).containsExactly(online(START));
        assertThat(presence.now()).contains(online(START));
    }

    @Test
    void should_read_again_when_the_store_was_away() {
        presence.wanted();
        presence.loadFailed(now);
        pass(10_000);
        assertThat(loads).isEqualTo(2);
        presence.loaded(Presence.NEVER, now);
        assertThat(told).containsExactly(Presence.NEVER);
    }

    @Test
    void should_refresh_what_is_stored_and_tell_nobody() {
        presence.session(now);
        pass(3 * REFRESH);
        assertThat(told).hasSize(1);
        assertThat(saved)
                .containsExactly(
                        online(START),
                        online(START + REFRESH),
                        online(START + 2 * REFRESH),
                        online(START + 3 * REFRESH));
    }
}
