package io.parley.broker.cluster;

import io.parley.broker.location.Publication;
import io.parley.protocol.Content;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way to the owner of one track. Points go to the owner straight from the connection's thread; whether they
 * may is written by the {@link HubActor} alone.
 */
final class OwnPublication implements Publication {
    private final TrackName track;
    private final UserName user;
    private final long connection;
    private final Publication.Listener listener;
    private final ActorRef<HubMessage> hub;
    private final CompletableFuture<Optional<Refusal>> admitted = new CompletableFuture<>();
    /** Null while nobody said yes, and after the owner went. */
    private volatile @Nullable ActorRef<TrackMessage> owner;

    OwnPublication(
            TrackName track, UserName user, long connection, Publication.Listener listener, ActorRef<HubMessage> hub) {
        this.track = track;
        this.user = user;
        this.connection = connection;
        this.listener = listener;
        this.hub = hub;
    }

    TrackName track() {
        return track;
    }

    long connection() {
        return connection;
    }

    TrackMessage.Join join() {
        return new TrackMessage.Join(track, hub, connection, user);
    }

    TrackMessage.Leave leave() {
        return new TrackMessage.Leave(track, hub, connection);
    }

    boolean isWaiting() {
        return !admitted.isDone();
    }

    void joined(ActorRef<TrackMessage> by, long periodMillis) {
        owner = by;
        listener.period(periodMillis);
        admitted.complete(Optional.empty());
    }

    void period(long millis) {
        listener.period(millis);
    }

    void refused(Refusal refusal) {
        owner = null;
        if (!admitted.complete(Optional.of(refusal))) {
            listener.refused(refusal);
        }
    }

    /** The owner went; who publishes next asks for another. */
    void moved() {
        owner = null;
        admitted.complete(Optional.of(new Refusal(Reason.BUSY, "the owner of the track moved, try again")));
    }

    @Override
    public CompletionStage<Optional<Refusal>> admitted() {
        return admitted;
    }

    @Override
    public boolean isOpen() {
        return owner != null;
    }

    @Override
    public void send(LocationPoint point, Content body) {
        ActorRef<TrackMessage> to = owner;
        if (to != null) {
            to.tell(new TrackMessage.Point(track, hub, connection, user, point, body));
        }
    }

    @Override
    public void close() {
        hub.tell(new HubActor.Close(this));
    }
}
