package io.parley.broker.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one connection is told, and what it is not. */
class WatchingTest {
    private static final UserName BOB = new UserName("bob");
    private static final Presence ONLINE = new Presence(true, 10);
    private static final Presence OFFLINE = new Presence(false, 20);

    private final List<UserName> checks = new ArrayList<>();
    private final List<Presence> sent = new ArrayList<>();
    private final List<String> entity = new ArrayList<>();
    private final Watching watching = new Watching(new Watching.Host() {
        @Override
        public void check(UserName user) {
            checks.add(user);
        }

        @Override
        public void send(UserName user, Presence presence) {
            sent.add(presence);
        }

        @Override
        public void watch(UserName user) {
            entity.add("watch " + user);
        }

        @Override
        public void unwatch(UserName user) {
            entity.add("unwatch " + user);
        }
    });

    private void told(Presence presence, boolean allowed) {
        watching.told(BOB, presence);
        answer(allowed);
    }

    private void answer(boolean allowed) {
        while (!checks.isEmpty()) {
            watching.checked(checks.remove(0), allowed);
        }
    }

    @Test
    void should_tell_each_change_once_however_often_it_hears_of_it() {
        watching.watch(BOB);
        told(ONLINE, true);
        told(ONLINE, true);
        told(new Presence(true, 15), true);
        told(OFFLINE, true);
        told(OFFLINE, true);
        assertThat(sent).containsExactly(ONLINE, OFFLINE);
    }

    @Test
    void should_look_the_right_up_before_every_telling() {
        watching.watch(BOB);
        told(ONLINE, true);
        told(OFFLINE, false);
        assertThat(sent).containsExactly(ONLINE);
        watching.heartbeat();
        told(OFFLINE, false);
        assertThat(sent).containsExactly(ONLINE);
        told(OFFLINE, true);
        assertThat(sent).containsExactly(ONLINE, OFFLINE);
    }

    @Test
    void should_send_nothing_before_the_right_is_known_and_then_the_newest() {
        watching.watch(BOB);
        watching.told(BOB, ONLINE);
        watching.told(BOB, OFFLINE);
        assertThat(sent).isEmpty();
        assertThat(checks).hasSize(1);
        answer(true);
        assertThat(sent).containsExactly(OFFLINE);
    }

    @Test
    void should_ask_again_when_nobody_could_say() {
        watching.watch(BOB);
        watching.told(BOB, ONLINE);
        checks.clear();
        watching.checkFailed(BOB);
        assertThat(sent).isEmpty();
        told(ONLINE, true);
        assertThat(sent).containsExactly(ONLINE);
    }

    @Test
    void should_tell_again_who_subscribes_again() {
        watching.watch(BOB);
        told(ONLINE, true);
        watching.watch(BOB);
        told(ONLINE, true);
        assertThat(sent).containsExactly(ONLINE, ONLINE);
        assertThat(entity).containsExactly("watch bob", "watch bob");
    }

    @Test
    void should_tell_nothing_of_who_is_not_watched_any_more() {
        watching.watch(BOB);
        watching.told(BOB, ONLINE);
        watching.unwatch(BOB);
        answer(true);
        told(OFFLINE, true);
        assertThat(sent).isEmpty();
        assertThat(entity).containsExactly("watch bob", "unwatch bob", "unwatch bob");
        watching.heartbeat();
        watching.forgotten(BOB);
        assertThat(entity).hasSize(3);
    }

    @Test
    void should_tell_an_entity_that_has_forgotten() {
        watching.watch(BOB);
        watching.forgotten(BOB);
        watching.heartbeat();
        assertThat(entity).containsExactly("watch bob", "watch bob", "watch bob");
    }
}
