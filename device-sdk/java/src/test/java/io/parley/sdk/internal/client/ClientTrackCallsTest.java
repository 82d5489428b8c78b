package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.Fences;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.Place;
import io.parley.sdk.Rides;
import io.parley.sdk.TrackHistory;
import io.parley.sdk.TrackTuning;
import io.parley.sdk.Tracks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Typed calls about tracks ask what docs/protocol.md says, and read what it answers. */
@Timeout(60)
class ClientTrackCallsTest extends ScriptedServer {
    private static final TrackName TOUR = new TrackName("tour");
    private static final UserName CAROL = new UserName("carol");
    private static final GroupName TAXIS = new GroupName("taxis");
    private static final String TRACK =
            "'track':'tour','owner':'alice','kind':'share','state':'active','start':5,'end':0,"
                    + "'publishes':true,'precision':'exact','participants':[{'user':'carol','publishes':false,"
                    + "'views':true,'precision':'100m'}]";

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private String asked() {
        TestBroker.Request it = broker.requests.get(broker.requests.size() - 1);
        return it.call() + " " + it.json().replace('"', '\'');
    }

    private void answer(String json) {
        broker.api = it -> TestBroker.Answer.of(json.replace('\'', '"'));
    }

    @Test
    void should_share_a_track_and_tell_how_it_goes() throws Exception {
        try (ParleyClient client = phone().inMemory().open()) {
            answer("{" + TRACK + "}");
            Tracks.Track track = get(client.tracks().create(TOUR, CAROL));
            assertThat(asked())
                    .isEqualTo("track/create {'track':'tour','kind':'share','viewers':['carol'],'precision':'exact'}");
            assertThat(track.end()).isNull();
            assertThat(track.participants())
                    .containsExactly(new Tracks.Participant(CAROL, false, true, Precision.HUNDRED_METRES));
            get(client.tracks().set(TOUR, TrackTuning.NOTHING.historyDays(7).filters(List.of("jump"))));
            assertThat(asked()).isEqualTo("track/settings {'track':'tour','historyDays':7,'filters':['jump']}");

            answer("{" + TRACK + ",'period':1.5,'publishers':1,'watchingClosely':2,'watchingInLists':0,'taken':9,"
                    + "'dropped':{'jump':3},'last':{'_type':'location','lat':47.5,'lon':9,'tst':1.25}}");
            Tracks.Status status = get(client.tracks().get(TOUR));
            assertThat(status.period()).isEqualTo(Duration.ofMillis(1_500));
            assertThat(status.dropped()).isEqualTo(Map.of("jump", 3L));
            assertThat(status.last()).isEqualTo(LocationPoint.of(47.5, 9, 1_250));
        }
    }

    @Test
    void should_look_back_and_delete_with_a_receipt() throws Exception {
        try (ParleyClient client = phone().inMemory().open()) {
            answer("{'points':[{'lat':1,'lon':2,'tst':3}],'next':4000}");
            TrackHistory.Part<LocationPoint> part = get(client.trackHistory().points(TOUR, Instant.EPOCH, null));
            assertThat(part.items()).containsExactly(LocationPoint.of(1, 2, 3_000));
            assertThat(part.more()).contains(Instant.ofEpochMilli(4_000));
            answer("{'trips':[{'start':1,'end':2,'seconds':0.5,'metres':12.5,'points':9,'kept':3,'error':5.0,"
                    + "'stops':[{'lat':1.5,'lon':2,'from':1,'to':2}]}]}");
            TrackHistory.Trip trip = get(client.trackHistory().trips(TOUR, Instant.EPOCH, null))
                    .items()
                    .get(0);
            assertThat(trip.metres()).isEqualTo(12.5);
            assertThat(trip.stops().get(0).place()).isEqualTo(new Place(1.5, 2));
            answer("{'receipt':'0190a000-0000-7000-8000-000000000001','by':'alice','from':0,'to':9,'at':9,'points':7,"
                    + "'trips':1,'done':true}");
            TrackHistory.Receipt receipt =
                    get(client.trackHistory().delete(TOUR, Instant.EPOCH, Instant.ofEpochMilli(9)));
            assertThat(receipt.points()).isEqualTo(7);
            assertThat(asked()).isEqualTo("track/delete {'track':'tour','from':0,'to':9}");
        }
    }

    @Test
    void should_fence_ride_and_find_the_nearest() throws Exception {
        Place here = new Place(47.5, 9);
        try (ParleyClient client = phone().inMemory().open()) {
            answer("{'fence':'home','title':'','centre':{'lat':47.5,'lon':9},'metres':50.0,'tracks':['tour'],"
                    + "'tell':'chat/bob'}");
            Fences.Shape circle = Fences.Shape.circle(here, 50);
            assertThat(get(client.fences().create("home", circle, List.of(TOUR), BOB, List.of(Fences.Crossing.ENTER))))
                    .isEqualTo(new Fences.Fence("home", "", circle, List.of(TOUR), "chat/bob"));
            assertThat(asked())
                    .isEqualTo("fence/create {'fence':'home','tracks':['tour'],'tell':'chat/bob','on':['enter'],"
                            + "'centre':{'lat':47.5,'lon':9.0},'metres':50}");
            answer("{'track':'tour','state':'active','driver':'carol','rider':'alice','stage':'coming','end':9}");
            Rides.Ride ride = get(client.rides().start(null, CAROL, new UserName("alice"), here, here, null));
            assertThat(ride.stage()).isEqualTo("coming");
            answer("{}");
            get(client.rides().route(TOUR, List.of(here, new Place(47.6, 9)), Duration.ofMinutes(9), null));
            assertThat(asked())
                    .isEqualTo("track/route {'track':'tour','route':[{'lat':47.5,'lon':9.0},{'lat':47.6,'lon':9.0}],"
                            + "'seconds':540}");
            answer("{'drivers':[{'user':'carol','lat':47.5,'lon':9,'metres':80.5,'at':7}]}");
            assertThat(get(client.rides().nearest(TAXIS, here, 5, 5_000)))
                    .containsExactly(new Rides.Driver(CAROL, here, 80.5, Instant.ofEpochMilli(7)));
        }
    }
}
