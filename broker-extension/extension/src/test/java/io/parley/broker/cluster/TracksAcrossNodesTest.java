package io.parley.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.broker.location.Need;
import io.parley.broker.location.Publication;
import io.parley.broker.location.TrackChanges;
import io.parley.broker.location.TrackEdit;
import io.parley.broker.location.Viewer;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Track;
import io.parley.protocol.Content;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real owners and hubs, on one node and two. */
@Timeout(120)
class TracksAcrossNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final UserName OLGA = new UserName("olga");
    private static final UserName ADA = new UserName("ada");
    /** So many that owners live on each node. */
    private static final int TRACKS = 8;

    private final long now = System.currentTimeMillis();
    private long measured = now - 3_600_000;

    private static final class Eyes implements Viewer {
        private final List<Long> seen = new CopyOnWriteArrayList<>();
        private final List<TrackName> over = new CopyOnWriteArrayList<>();

        @Override
        public UserName user() {
            return ADA;
        }

        @Override
        public void show(TrackName track, Content point) {
            try {
                seen.add(LocationPoint.parse(point.toBytes()).at());
            } catch (io.parley.protocol.json.BadBodyException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void over(TrackName track) {
            over.add(track);
        }
    }

    private static final class Ears implements Publication.Listener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void period(long millis) {
            heard.add("period " + millis);
        }

        @Override
        public void refused(Refusal refusal) {
            heard.add("refused " + refusal.reason().code());
        }
    }

    private Track track(int number, Participant... participants) {
        return TrackEdit.first(new TrackName("walk" + number), OLGA, Track.Kind.SHARE, now)
                .participants(List.of(participants))
                .at(now);
    }

    private static Participant viewer() {
        return new Participant(ADA, false, true, Precision.EXACT);
    }

    /** Asks again while nobody can say: the owner may just have moved. */
    private Publication publish(ClusterNode node, TrackName track, Ears ears) {
        List<Publication> opened = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            Publication publication = node.tracks().publish(track, OLGA, 1, ears);
            opened.add(publication);
            return publication.admitted().toCompletableFuture().join().isEmpty();
        });
        return opened.get(opened.size() - 1);
    }

    private long send(Publication publication) {
        measured += 1_000;
        LocationPoint point = LocationPoint.of(47.1, 9.5, measured);
        publication.send(point, Content.wrap(point.toJson()));
        return measured;
    }

    @Test
    void should_show_end_and_refuse_on_one_node() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode node = nodes.start();
            TrackChanges changes = new TrackChanges(nodes.storage().tracks(), node.tracks());
            Track walk =
                    changes.create(track(0, viewer())).toCompletableFuture().join();
            Eyes ada = new Eyes();
            Ears olga = new Ears();
            node.tracks().watch(walk.name(), ada, Need.CLOSE);
            Publication publication = publish(node, walk.name(), olga);
            long first = send(publication);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ada.seen).containsExactly(first));
            assertThat(olga.heard).endsWith("period 1000");
            Optional<Refusal> no = node.tracks()
                    .publish(walk.name(), ADA, 2, new Ears())
                    .admitted()
                    .toCompletableFuture()
                    .join();
            assertThat(no.orElseThrow().reason()).isEqualTo(Reason.NOT_ALLOWED);
            changes.change(walk.name(), row -> TrackEdit.of(row).ended(now).at(now))
                    .toCompletableFuture()
                    .join();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ada.over).containsExactly(walk.name()));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(olga.heard).endsWith("refused ended"));
            assertThat(publication.isOpen()).isFalse();
        }
    }

    @Test
    void should_go_on_when_the_owners_node_leaves() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode here = nodes.start();
            ClusterNode there = nodes.start();
            await().atMost(PATIENCE).until(() -> here.members().size() == 2);
            TrackChanges changes = new TrackChanges(nodes.storage().tracks(), here.tracks());
            List<Eyes> eyes = new ArrayList<>();
            for (int i = 0; i < TRACKS; i++) {
                TrackName walk = changes.create(track(i, viewer()))
                        .toCompletableFuture()
                        .join()
                        .name();
                Eyes ada = new Eyes();
                eyes.add(ada);
                here.tracks().watch(walk, ada, Need.CLOSE);
                long first = send(publish(there, walk, new Ears()));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(ada.seen).containsExactly(first));
            }
            there.close();
            for (int i = 0; i < TRACKS; i++) {
                TrackName walk = new TrackName("walk" + i);
                Eyes ada = eyes.get(i);
                Publication publication = publish(here, walk, new Ears());
                await().atMost(PATIENCE).untilAsserted(() -> {
                    long next = send(publication.isOpen() ? publication : publish(here, walk, new Ears()));
                    assertThat(ada.seen).contains(next - 1_000);
                });
            }
        }
    }
}
