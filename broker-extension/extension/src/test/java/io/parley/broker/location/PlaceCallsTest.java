package io.parley.broker.location;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.broker.api.Asking;
import io.parley.broker.api.Call;
import io.parley.broker.api.CallTester;
import io.parley.broker.api.Calls;
import io.parley.broker.location.fence.FenceCalls;
import io.parley.broker.location.follow.Conversation;
import io.parley.broker.location.follow.Telling;
import io.parley.broker.location.history.HistoryCalls;
import io.parley.broker.location.nearest.Cells;
import io.parley.broker.location.nearest.FleetCalls;
import io.parley.broker.location.nearest.Fleets;
import io.parley.broker.location.nearest.Free;
import io.parley.broker.location.nearest.FreeDrivers;
import io.parley.broker.location.ride.RideCalls;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Calls about where tracks were, fences, rides and fleets: who may, what is refused, what a repeated one does. */
class PlaceCallsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String HOME = "'centre':{'lat':47.14,'lon':9.52},'metres':100";
    private static final Cells CELLS = new Cells();

    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private final MemoryStorage storage = new MemoryStorage(Runnable::run);
    private final StillOwners owners = new StillOwners();
    private final Conversation conversation = new Conversation(() -> false, () -> false);
    private final FreeDrivers drivers = new FreeDrivers(CELLS);
    private final Calls calls = new Calls(calls());
    private final Asking asking = new Asking(calls);

    private List<Call> calls() {
        TrackAccess access = new TrackAccess(storage.tracks(), storage.groups());
        TrackNews nobody = new TrackNews() {
            @Override
            public void shared(Track track, Set<UserName> users) {}

            @Override
            public void unshared(Set<UserName> users) {}
        };
        Fleets oneCell = new Fleets() {
            @Override
            public void free(long cell, Free free) {
                drivers.put(free);
            }

            @Override
            public void gone(long cell, GroupName fleet, UserName driver, long at) {
                drivers.remove(fleet, driver, at);
            }

            @Override
            public CompletionStage<List<Free.Found>> nearest(
                    long cell, GroupName fleet, Position place, int count, double metresMax) {
                return CompletableFuture.completedStage(drivers.nearest(fleet, place, count, metresMax, NOW));
            }
        };
        List<Call> all = new ArrayList<>();
        all.addAll(new HistoryCalls(storage.points(), storage.tracks(), access, owners, clock).calls());
        all.addAll(new FenceCalls(storage.fences(), storage.groups(), access, owners, clock).calls());
        all.addAll(new FleetCalls(CELLS, oneCell, storage.groups(), storage.tracks(), clock).calls());
        all.addAll(new RideCalls(
                        storage.tracks(),
                        new TrackChanges(storage.tracks(), owners),
                        access,
                        owners,
                        nobody,
                        new Telling(conversation),
                        clock)
                .calls());
        return all;
    }

    private void carOfAlice(Precision precision) {
        Track car = TrackEdit.first(new TrackName("car"), new UserName("alice"), Track.Kind.SHARE, NOW)
                .participants(List.of(new Participant(new UserName("bob"), false, true, precision)))
                .at(NOW);
        assertThat(storage.tracks().save(car).toCompletableFuture().join()).isTrue();
    }

    private static String fence(String name, String shape) {
        return "{'fence':'" + name + "','tracks':['car'],'tell':'chat/alice'," + shape + "}";
    }

    private Reason refused(String user, String call, String body) {
        return asking.refused(user, call, body).reason();
    }

    @Test
    void should_refuse_every_bad_body_for_what_is_wrong_with_it() {
        CallTester.check(calls);
    }

    @Test
    void should_let_only_those_fence_who_see_exactly() {
        carOfAlice(Precision.EXACT);
        asking.ask("bob", "fence/create", fence("home", HOME));
        assertThat(owners.refreshed).containsExactly(new TrackName("car"));
        assertThat(refused("eve", "fence/create", fence("home", HOME))).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("bob", "fence/create", fence("x", HOME).replace("car", "bike")))
                .isEqualTo(Reason.UNKNOWN_TRACK);
        assertThat(refused("bob", "fence/create", fence("x", HOME).replace("chat/alice", "group/climbers")))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("bob", "fence/create", fence("x", "'around':'car','metres':50")))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void should_not_let_a_coarse_viewer_find_the_place_by_fences() {
        carOfAlice(Precision.CITY);
        assertThat(refused("bob", "fence/create", fence("home", HOME))).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void should_make_a_fence_once_however_often_it_is_asked_for() {
        carOfAlice(Precision.EXACT);
        MessageId id = asking.newId();
        JsonNode made = asking.ask("bob", "fence/create", fence("home", HOME), id);
        assertThat(asking.ask("bob", "fence/create", fence("home", HOME), id)).isEqualTo(made);
        assertThat(refused("bob", "fence/create", fence("home", HOME.replace("100", "200"))))
                .isEqualTo(Reason.CONFLICT);
        assertThat(asking.ask("bob", "fence/list", "{}").path("fences")).hasSize(1);
        asking.ask("bob", "fence/delete", "{'fence':'home'}");
        assertThat(refused("bob", "fence/delete", "{'fence':'home'}")).isEqualTo(Reason.NOT_FOUND);
        assertThat(asking.ask("bob", "fence/list", "{}").path("fences")).isEmpty();
        assertThat(refused("bob", "fence/list", "{'cursor':'!'}")).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void should_refuse_ten_thousand_fences_and_a_million_corners() {
        carOfAlice(Precision.EXACT);
        for (int i = 0; i < FenceStore.PER_USER_MAX; i++) {
            asking.ask("bob", "fence/create", fence("f" + i, HOME));
        }
        assertThat(asking.refused("bob", "fence/create", fence("f-too-many", HOME))
                        .toString())
                .contains("LIMIT_REACHED", "1000");
        String corners = String.join(",", Collections.nCopies(1_000_000, "{'lat':47,'lon':9}"));
        assertThat(refused("alice", "fence/create", fence("big", "'polygon':[" + corners + "]")))
                .isEqualTo(Reason.TOO_LARGE);
        String bow = "'polygon':[{'lat':47,'lon':9},{'lat':48,'lon':10},{'lat':48,'lon':9},{'lat':47,'lon':10}]";
        assertThat(asking.refused("alice", "fence/create", fence("bow", bow)).detail())
                .contains("cross");
    }

    @Test
    void should_show_history_to_the_owner_only_and_delete_it_once() {
        carOfAlice(Precision.EXACT);
        List<LocationPoint> points = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            points.add(LocationPoint.of(47.14 + i * 1e-3, 9.52, NOW - 100_000 + i * 1_000));
        }
        storage.points()
                .append(new TrackName("car"), points, Duration.ofDays(1))
                .toCompletableFuture()
                .join();
        assertThat(asking.ask("alice", "track/history", "{'track':'car'}").path("points"))
                .hasSize(20);
        JsonNode page = asking.ask("alice", "track/history", "{'track':'car','limit':5}");
        assertThat(page.path("points")).hasSize(5);
        String next = "{'track':'car','from':" + page.path("next").asLong() + "}";
        assertThat(asking.ask("alice", "track/history", next).path("points")).hasSize(15);
        assertThat(refused("bob", "track/history", "{'track':'car'}")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("bob", "track/export", "{'track':'car','format':'gpx'}"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("bob", "track/delete", "{'track':'car'}")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(asking.ask("alice", "track/export", "{'track':'car','format':'geojson'}")
                        .path("content")
                        .asText())
                .contains("FeatureCollection");

        MessageId id = asking.newId();
        JsonNode receipt = asking.ask("alice", "track/delete", "{'track':'car'}", id);
        assertThat(receipt.path("points").asLong()).isEqualTo(20);
        assertThat(asking.ask("alice", "track/delete", "{'track':'car'}", id)).isEqualTo(receipt);
        assertThat(asking.ask("alice", "track/deletions", "{'track':'car'}")
                        .path("deletions")
                        .path(0))
                .isEqualTo(receipt);
        assertThat(asking.ask("alice", "track/history", "{'track':'car'}").path("points"))
                .isEmpty();
        assertThat(refused("alice", "track/delete", "{'track':'car','from':5,'to':4}"))
                .isEqualTo(Reason.MALFORMED);
        assertThat(refused("alice", "track/delete", "{'track':'car','to':" + (NOW + 1) + "}"))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void should_start_a_ride_once_and_let_its_parties_end_it() {
        String ride = "{'track':'r1','driver':'dan','rider':'ada','pickUp':{'lat':47,'lon':9},"
                + "'dropOff':{'lat':47.1,'lon':9}}";
        JsonNode made = asking.ask("ada", "ride/start", ride);
        assertThat(asking.ask("ada", "ride/start", ride)).isEqualTo(made);
        assertThat(conversation.log).as("told once").hasSize(1);
        assertThat(refused("eve", "ride/start", ride)).isEqualTo(Reason.CONFLICT);
        assertThat(refused("ada", "ride/start", ride.replace("'dan'", "'ada'"))).isEqualTo(Reason.MALFORMED);
        assertThat(refused("eve", "ride/end", "{'track':'r1'}")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("dan", "track/eta", "{'track':'r1'}")).isEqualTo(Reason.NOT_FOUND);
        assertThat(asking.ask("dan", "ride/end", "{'track':'r1'}").path("state").asText())
                .isEqualTo("ended");
        assertThat(asking.ask("dan", "ride/end", "{'track':'r1'}").path("state").asText())
                .isEqualTo("ended");
        assertThat(conversation.log).hasSize(2);
        asking.ask("boss", "ride/start", ride.replace("r1", "r2"));
        assertThat(conversation.log).as("nobody is spoken for").hasSize(2);
    }

    @Test
    void should_let_members_of_a_fleet_be_free_and_ask() {
        GroupSettings closed =
                new GroupSettings("Taxi", false, GroupSettings.Join.INVITE, GroupSettings.History.JOINED, 1, 0L);
        GroupMember dan = new GroupMember(
                new UserName("dan"),
                GroupMember.State.MEMBER,
                GroupMember.Role.MEMBER,
                1,
                Spans.NONE,
                Spans.NONE,
                0,
                1);
        storage.groups()
                .save(new Group(new GroupName("taxi"), closed, dan.user(), 1, false, 1, List.of(dan)))
                .toCompletableFuture()
                .join();
        String here = "'place':{'lat':47.14,'lon':9.52}";
        asking.ask("dan", "fleet/free", "{'fleet':'taxi','free':true," + here + "}");
        assertThat(asking.ask("dan", "fleet/nearest", "{'fleet':'taxi'," + here + "}")
                        .path("drivers"))
                .hasSize(1);
        assertThat(refused("eve", "fleet/nearest", "{'fleet':'taxi'," + here + "}"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("eve", "fleet/free", "{'fleet':'taxi','free':true," + here + "}"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused("dan", "fleet/free", "{'fleet':'taxi','free':true}")).isEqualTo(Reason.MALFORMED);
        assertThat(refused("dan", "fleet/nearest", "{'fleet':'bikes'," + here + "}"))
                .isEqualTo(Reason.UNKNOWN_GROUP);
        asking.ask("dan", "fleet/free", "{'fleet':'taxi','free':false}");
        assertThat(asking.ask("dan", "fleet/nearest", "{'fleet':'taxi'," + here + "}")
                        .path("drivers"))
                .isEmpty();
    }
}
