package io.parley.broker.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.broker.api.Asking;
import io.parley.broker.api.Call;
import io.parley.broker.api.CallTester;
import io.parley.broker.api.Calls;
import io.parley.broker.api.RefusalException;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A track's life by calls, and what a guest link shows of it. */
class TrackCallsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final TrackName WALK = new TrackName("walk");

    private long now = NOW;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    };
    private final MemoryStorage storage = new MemoryStorage(Runnable::run);
    private final StillOwners owners = new StillOwners();
    private final List<String> news = new ArrayList<>();
    private final TrackChanges changes = new TrackChanges(storage.tracks(), owners);
    private final Calls calls = new Calls(calls());
    private final Asking asking = new Asking(calls);
    private final GuestDoor door = new GuestDoor(storage.tracks(), owners, clock);

    private List<Call> calls() {
        ViewRights rights = new ViewRights(storage.tracks(), storage.groups(), clock);
        TrackNews listener = new TrackNews() {
            @Override
            public void shared(Track track, Set<UserName> users) {
                news.add("shared with " + users);
            }

            @Override
            public void unshared(Set<UserName> users) {
                news.add("unshared with " + users);
            }
        };
        List<Call> all =
                new ArrayList<>(new TrackCalls(storage.tracks(), changes, rights, owners, listener, clock).calls());
        all.addAll(new GuestCalls(storage.tracks(), changes, new SecureRandom(), clock).calls());
        return all;
    }

    private Reason refused(String user, String call, String body) {
        return asking.refused(user, call, body).reason();
    }

    @Test
    void should_refuse_every_bad_body_for_what_is_wrong_with_it() {
        CallTester.check(calls);
    }

    @Test
    void should_share_a_walk_from_its_start_to_its_end() {
        JsonNode made = asking.ask("olga", "track/create", "{'track':'walk','viewers':['ada'],'seconds':600}");
        assertThat(made.path("state").asText()).isEqualTo("active");
        assertThat(made.path("end").asLong()).isEqualTo(NOW + 600_000);
        assertThat(news).containsExactly("shared with [ada]");
        assertThat(asking.ask("ada", "track/get", "{'track':'walk'}")
                        .path("precision")
                        .asText())
                .isEqualTo("exact");
        assertThat(refused("eve", "track/get", "{'track':'walk'}")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("eve", "track/get", "{'track':'other'}")).isEqualTo(Reason.UNKNOWN_TRACK);

        asking.ask(
                "olga", "track/share", "{'track':'walk','viewers':['ben'],'publishers':['cleo'],'precision':'city'}");
        assertThat(asking.ask("ben", "track/get", "{'track':'walk'}")
                        .path("precision")
                        .asText())
                .isEqualTo("city");
        assertThat(asking.ask("cleo", "track/get", "{'track':'walk'}")
                        .path("publishes")
                        .asBoolean())
                .isTrue();
        asking.ask("olga", "track/unshare", "{'track':'walk','users':['ben']}");
        assertThat(refused("ben", "track/get", "{'track':'walk'}")).isEqualTo(Reason.NOT_ALLOWED);
        asking.ask("ada", "track/unshare", "{'track':'walk','users':['ada']}");
        assertThat(refused("ada", "track/get", "{'track':'walk'}")).isEqualTo(Reason.NOT_ALLOWED);

        asking.ask("olga", "track/extend", "{'track':'walk','end':0}");
        now += 700_000;
        assertThat(asking.ask("olga", "track/get", "{'track':'walk'}")
                        .path("state")
                        .asText())
                .isEqualTo("active");
        assertThat(refused("cleo", "track/stop", "{'track':'walk'}")).isEqualTo(Reason.NOT_ALLOWED);
        asking.ask("olga", "track/stop", "{'track':'walk'}");
        for (String call : new String[] {"track/start", "track/stop"}) {
            assertThat(refused("olga", call, "{'track':'walk'}")).isEqualTo(Reason.ENDED);
        }
        assertThat(refused("olga", "track/share", "{'track':'walk','viewers':['ada']}"))
                .isEqualTo(Reason.ENDED);
        assertThat(owners.refreshed).containsOnly(WALK);
    }

    @Test
    void should_begin_later_or_when_it_is_started_and_end_by_itself() {
        asking.ask("olga", "track/create", "{'track':'walk','start':" + (NOW + 5_000) + ",'seconds':5}");
        assertThat(asking.ask("olga", "track/get", "{'track':'walk'}")
                        .path("state")
                        .asText())
                .isEqualTo("created");
        asking.ask("olga", "track/start", "{'track':'walk'}");
        assertThat(asking.ask("olga", "track/get", "{'track':'walk'}")
                        .path("state")
                        .asText())
                .isEqualTo("active");
        now = NOW + 10_000;
        assertThat(asking.ask("olga", "track/get", "{'track':'walk'}")
                        .path("state")
                        .asText())
                .isEqualTo("ended");
    }

    @Test
    void should_give_a_name_to_nobody_twice_and_a_devices_to_its_owner_alone() {
        asking.ask("olga", "track/create", "{'track':'walk'}");
        now++;
        assertThat(refused("olga", "track/create", "{'track':'walk'}")).isEqualTo(Reason.CONFLICT);
        assertThat(refused("ada", "track/create", "{'track':'walk'}")).isEqualTo(Reason.CONFLICT);
        assertThat(refused("ada", "track/create", "{'track':'olga.phone'}")).isEqualTo(Reason.NOT_ALLOWED);
        asking.ask("olga", "track/create", "{'track':'olga.phone'}");

        MessageId request = asking.newId();
        String once =
                asking.ask("olga", "track/create", "{}", request).path("track").asText();
        assertThat(asking.ask("olga", "track/create", "{}", request)
                        .path("track")
                        .asText())
                .isEqualTo(once);
        assertThat(asking.ask("olga", "track/list", "{}").path("tracks")).hasSize(3);
    }

    @Test
    void should_tune_what_is_given_and_leave_the_rest() {
        asking.ask("olga", "track/create", "{'track':'walk'}");
        JsonNode tuned = asking.ask(
                        "olga", "track/settings", "{'track':'walk','close':500,'filters':['jump'],'speed':90}")
                .path("settings");
        assertThat(tuned.path("close").asLong()).isEqualTo(500);
        assertThat(tuned.path("list").asLong()).isEqualTo(15_000);
        assertThat(tuned.path("filters").toString()).isEqualTo("[\"jump\"]");
        assertThat(asking.ask("olga", "track/settings", "{'track':'walk','filters':[]}")
                        .path("settings")
                        .path("filters"))
                .isEmpty();
        assertThat(asking.ask("ada", "track/list", "{}").path("tracks")).isEmpty();
    }

    private String see(String token) {
        try {
            return new String(door.see(token).toCompletableFuture().join().body(), StandardCharsets.UTF_8);
        } catch (CompletionException failed) {
            return ((RefusalException) failed.getCause()).refusal().reason().code();
        }
    }

    private void walkTo(long at) {
        LocationPoint point = LocationPoint.of(47.1411, 9.5209, at);
        owners.newest.put(WALK, new TrackPoint(new UserName("olga"), point, Content.wrap(point.toJson())));
    }

    @Test
    void should_show_a_guest_what_lies_inside_the_window_and_nothing_else() {
        asking.ask("olga", "track/create", "{'track':'walk'}");
        JsonNode made = asking.ask(
                "olga", "track/guest", "{'track':'walk','from':" + (NOW + 1_000) + ",'to':" + (NOW + 9_000) + "}");
        String token = made.path("token").asText();
        walkTo(NOW);
        assertThat(see(token)).isEqualTo("not-found");
        now = NOW + 2_000;
        assertThat(see(token)).contains("\"geometry\":null");
        walkTo(NOW + 2_000);
        assertThat(see(token)).contains("\"coordinates\":[9.5209,47.1411]");
        now = NOW + 9_000;
        assertThat(see(token)).isEqualTo("ended");
        assertThat(see(token.replace(token.charAt(5), token.charAt(5) == 'x' ? 'y' : 'x')))
                .isEqualTo("not-found");
        assertThat(see("")).isEqualTo("not-found");
        assertThat(storage.tracks()
                        .find(WALK)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .guests()
                        .toString())
                .doesNotContain(token);
    }

    @Test
    void should_show_nothing_by_a_link_that_was_revoked_or_whose_track_has_ended() {
        asking.ask("olga", "track/create", "{'track':'walk'}");
        walkTo(NOW);
        JsonNode first = asking.ask("olga", "track/guest", "{'track':'walk','seconds':60,'precision':'city'}");
        JsonNode second = asking.ask("olga", "track/guest", "{'track':'walk','seconds':60}");
        assertThat(see(first.path("token").asText())).contains("Point").doesNotContain("47.1411");
        assertThat(refused("ada", "track/guests", "{'track':'walk'}")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(asking.ask("olga", "track/guests", "{'track':'walk'}").path("guests"))
                .hasSize(2);
        String guest = first.path("guest").asText();
        assertThat(refused("ada", "track/revoke", "{'track':'walk','guest':'" + guest + "'}"))
                .isEqualTo(Reason.NOT_ALLOWED);
        asking.ask("olga", "track/revoke", "{'track':'walk','guest':'" + guest + "'}");
        asking.ask("olga", "track/revoke", "{'track':'walk','guest':'" + guest + "'}");
        assertThat(see(first.path("token").asText())).isEqualTo("ended");
        assertThat(see(second.path("token").asText())).contains("Point");
        asking.ask("olga", "track/stop", "{'track':'walk'}");
        assertThat(see(second.path("token").asText())).isEqualTo("ended");
    }

    @Test
    void should_lose_no_change_of_two_who_change_at_the_same_time() {
        asking.ask("olga", "track/create", "{'track':'walk'}");
        List<String> order = new ArrayList<>();
        changes.change(WALK, track -> {
                    if (order.isEmpty()) {
                        order.add("first");
                        asking.ask("olga", "track/share", "{'track':'walk','viewers':['ada']}");
                    }
                    return TrackEdit.of(track).endAt(NOW + 60_000).at(NOW);
                })
                .toCompletableFuture()
                .join();
        Track track = storage.tracks().find(WALK).toCompletableFuture().join().orElseThrow();
        assertThat(track.endAt()).isEqualTo(NOW + 60_000);
        assertThat(track.participants()).hasSize(1);
        assertThat(catchThrowable(() -> changes.change(new TrackName("none"), it -> it)
                        .toCompletableFuture()
                        .join()))
                .hasCauseInstanceOf(RefusalException.class);
    }
}
