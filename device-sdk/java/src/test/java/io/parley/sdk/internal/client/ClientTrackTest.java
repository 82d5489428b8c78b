package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.Place;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackPublisher;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live location over a socket. */
@Timeout(60)
class ClientTrackTest extends ScriptedServer {
    private static final TrackName TOUR = new TrackName("tour");
    private static final String POINT = "track/tour/point";
    private static final String CHANGED = "inbox/alice/event/track";

    private void comes(double lat, long second) {
        broker.event(POINT, "{\"_type\":\"location\",\"lat\":" + lat + ",\"lon\":9,\"tst\":" + second + "}");
    }

    @Test
    void should_publish_and_follow_what_the_server_wants_until_it_ends() throws Exception {
        try (ParleyClient client = phone().inMemory().open()) {
            client.online().toCompletableFuture().get(20, TimeUnit.SECONDS);
            TrackPublisher publisher = client.publisher(TOUR, PublishOptions.DEFAULT);
            publisher.position(LocationPoint.of(47.5, 9.5, 1_700_000_000_500L));
            await().atMost(SOON).until(() -> publisher.taken() == 1);
            assertThat(broker.points)
                    .containsExactly("{\"_type\":\"location\",\"lat\":47.5,\"lon\":9.5,\"tst\":1700000000.500}");
            broker.event(CHANGED, "{\"track\":\"tour\",\"state\":\"active\",\"period\":0.5}");
            await().atMost(SOON).until(() -> publisher.period().equals(Duration.ofMillis(500)));
            broker.event(CHANGED, "{\"track\":\"tour\",\"state\":\"ended\"}");
            assertThat(publisher.over().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo("ended");
        }
    }

    @Test
    void should_give_a_slow_watcher_the_newest_and_no_backlog() throws Exception {
        List<Sighting> seen = new CopyOnWriteArrayList<>();
        List<String> over = new CopyOnWriteArrayList<>();
        CountDownLatch slow = new CountDownLatch(1);
        try (ParleyClient client = phone().inMemory().open()) {
            TrackView view = client.view(TOUR, TrackView.Need.CLOSE, new TrackWatcher() {
                @Override
                public void seen(Sighting sighting) {
                    seen.add(sighting);
                    try {
                        slow.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void over(String why) {
                    over.add(why);
                }
            });
            await().atMost(SOON).until(() -> broker.filters.contains(POINT));
            comes(47, 1);
            await().atMost(SOON).until(() -> seen.size() == 1);
            for (int second = 2; second <= 50; second++) {
                comes(47 + second * 0.001, second);
            }
            await().atMost(SOON).until(() -> view.last().orElseThrow().point().at() == 50_000);
            slow.countDown();
            broker.event(CHANGED, "{\"track\":\"tour\",\"state\":\"ended\"}");
            await().atMost(SOON).until(() -> over.size() == 1);
            assertThat(seen).extracting(it -> it.point().at()).containsExactly(1_000L, 50_000L);
            assertThat(over).containsExactly("ended");
        }
    }

    @Test
    void should_flow_as_it_is_asked_for_and_complete_at_the_end() throws Exception {
        List<Object> heard = new CopyOnWriteArrayList<>();
        try (ParleyClient client = phone().inMemory().open()) {
            Flow.Subscription[] subscription = new Flow.Subscription[1];
            client.sightings(TOUR, TrackView.Need.LIST).subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription its) {
                    subscription[0] = its;
                    heard.add("subscribed");
                }

                @Override
                public void onNext(Sighting it) {
                    heard.add(it.point().at());
                }

                @Override
                public void onError(Throwable e) {
                    heard.add(e);
                }

                @Override
                public void onComplete() {
                    heard.add("complete");
                }
            });
            TrackView view = client.view(TOUR, TrackView.Need.CLOSE, sighting -> {});
            await().atMost(SOON).until(() -> broker.filters.contains(POINT));
            comes(47, 1);
            comes(48, 2);
            await().atMost(SOON)
                    .until(() ->
                            view.last().isPresent() && view.last().get().point().at() == 2_000);
            assertThat(heard).containsExactly("subscribed");
            subscription[0].request(1);
            await().atMost(SOON).until(() -> heard.size() == 2);
            comes(49, 3);
            broker.event(CHANGED, "{\"track\":\"tour\",\"state\":\"ended\"}");
            await().atMost(SOON).until(() -> heard.size() == 3);
            assertThat(heard).containsExactly("subscribed", 2_000L, "complete");
        }
    }

    @Test
    void should_unsubscribe_when_nobody_looks_any_more() throws Exception {
        try (ParleyClient client = phone().inMemory().open()) {
            TrackView one = client.view(TOUR, TrackView.Need.LIST, sighting -> {});
            TrackView other = client.view(TOUR, TrackView.Need.CLOSE, sighting -> {});
            await().atMost(SOON).until(() -> broker.filters.contains(POINT));
            one.close();
            other.close();
            await().atMost(SOON).until(() -> !broker.filters.contains(POINT));
        }
    }

    @Test
    void should_draw_between_two_positions_also_across_the_date_line() {
        Instant came = Instant.ofEpochMilli(10_000);
        Sighting sighting = new Sighting(
                TOUR, LocationPoint.of(2, -179, 9_000), LocationPoint.of(0, 179, 7_000), Duration.ofSeconds(2), came);
        assertThat(sighting.at(came)).isEqualTo(new Place(0, 179));
        assertThat(Math.abs(sighting.at(came.plusSeconds(1)).lon())).isEqualTo(180);
        assertThat(sighting.at(came.plusSeconds(9))).isEqualTo(new Place(2, -179));
        assertThat(sighting.age(came)).isEqualTo(Duration.ofSeconds(1));
    }
}
