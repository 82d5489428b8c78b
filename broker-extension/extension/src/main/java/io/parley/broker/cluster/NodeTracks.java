package io.parley.broker.cluster;

import io.parley.broker.location.LocationSettings;
import io.parley.broker.location.Need;
import io.parley.broker.location.Publication;
import io.parley.broker.location.TrackStatus;
import io.parley.broker.location.Tracks;
import io.parley.broker.location.Viewer;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The hubs of this node, and the way to the owners of tracks. Safe from any thread. */
final class NodeTracks implements Tracks {
    private static final int HUBS = 4;
    /** What waits for one hub; more is dropped, and made up for by what follows or by the next heartbeat. */
    private static final int POINTS_WAITING_MAX = 65_536;

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(8);

    private final ActorSystem<?> system;
    private final ActorRef<TrackMessage> tracks;
    private final List<ActorRef<HubMessage>> hubs = new ArrayList<>();

    NodeTracks(
            ActorSystem<?> system,
            ActorRef<TrackMessage> tracks,
            NodeView view,
            LocationSettings settings,
            Clock clock) {
        this.system = system;
        this.tracks = tracks;
        for (int i = 0; i < HUBS; i++) {
            ActorRef<HubMessage> hub = system.systemActorOf(
                    HubActor.create(tracks, settings, clock), "hub-" + i, MailboxSelector.bounded(POINTS_WAITING_MAX));
            hubs.add(hub);
            view.addHub(hub);
        }
    }

    private ActorRef<HubMessage> hub(TrackName track) {
        return hubs.get(Math.floorMod(track.hashCode(), HUBS));
    }

    @Override
    public Publication publish(TrackName track, UserName user, long connection, Publication.Listener listener) {
        ActorRef<HubMessage> hub = hub(track);
        OwnPublication publication = new OwnPublication(track, user, connection, listener, hub);
        hub.tell(new HubActor.Open(publication));
        return publication;
    }

    @Override
    public void watch(TrackName track, Viewer viewer, Need need) {
        hub(track).tell(new HubActor.Watch(track, viewer, need));
    }

    @Override
    public void unwatch(TrackName track, Viewer viewer) {
        hub(track).tell(new HubActor.Unwatch(track, viewer));
    }

    @Override
    public CompletionStage<Void> refresh(TrackName track) {
        return ask(replyTo -> new TrackMessage.Refresh(track, replyTo)).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> forget(TrackName track, long until) {
        return ask(replyTo -> new TrackMessage.Forget(track, until, replyTo)).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<TrackStatus> status(TrackName track) {
        return ask(replyTo -> new TrackMessage.AskStatus(track, replyTo))
                .thenApply(answer -> ((HubMessage.Status) answer).status());
    }

    private CompletionStage<HubMessage> ask(Function<ActorRef<HubMessage>, TrackMessage> question) {
        return AskPattern.ask(tracks, question::apply, ANSWER_PATIENCE, system.scheduler());
    }
}
