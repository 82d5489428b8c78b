package io.parley.broker.cluster;

import io.parley.broker.location.Hub;
import io.parley.broker.location.LocationSettings;
import io.parley.broker.location.Need;
import io.parley.broker.location.Viewer;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The shell around one {@link Hub}, and the publications of this node's connections. A node has a few, each for some of the
 * tracks, so that showing points to many viewers takes more than one core.
 */
final class HubActor extends AbstractBehavior<HubMessage> {
    private static final Duration TICK = Duration.ofSeconds(1);
    /** An owner answers a join in that time, or the publisher is told to try again. */
    private static final long JOIN_PATIENCE_MILLIS = 5_000;

    record Watch(TrackName track, Viewer viewer, Need need) implements HubMessage {}

    record Unwatch(TrackName track, Viewer viewer) implements HubMessage {}

    record Open(OwnPublication publication) implements HubMessage {}

    record Close(OwnPublication publication) implements HubMessage {}

    /** A node is gone or back, and with it what owners knew. */
    record NewsMissed() implements HubMessage {}

    private enum Timer implements HubMessage {
        TICK
    }

    private record Key(TrackName track, long connection) {}

    private record Opened(OwnPublication publication, long at) {}

    private final ActorRef<TrackMessage> tracks;
    private final Clock clock;
    private final Hub hub;
    private final Map<Key, Opened> publications = new HashMap<>();

    private HubActor(
            ActorContext<HubMessage> context,
            TimerScheduler<HubMessage> timers,
            ActorRef<TrackMessage> tracks,
            LocationSettings settings,
            Clock clock) {
        super(context);
        this.tracks = tracks;
        this.clock = clock;
        this.hub = new Hub(settings, this::tellOwner);
        timers.startTimerWithFixedDelay(Timer.TICK, TICK);
    }

    static Behavior<HubMessage> create(ActorRef<TrackMessage> tracks, LocationSettings settings, Clock clock) {
        Behavior<HubMessage> hub = Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new HubActor(context, timers, tracks, settings, clock)));
        return Behaviors.supervise(hub).onFailure(RuntimeException.class, SupervisorStrategy.resume());
    }

    private void tellOwner(TrackName track, Map<UserName, Need> viewers) {
        tracks.tell(new TrackMessage.Watch(track, getContext().getSelf(), viewers));
    }

    @Override
    public Receive<HubMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(
                        HubMessage.Point.class,
                        it -> then(() -> hub.point(it.track(), it.rights(), it.point(), clock.millis())))
                .onMessage(HubMessage.Granted.class, it -> then(() -> hub.granted(it.granted(), clock.millis())))
                .onMessage(HubMessage.Ended.class, it -> then(() -> hub.ended(it.track())))
                .onMessage(HubMessage.Moved.class, it -> then(() -> moved(it.track())))
                .onMessage(HubMessage.Joined.class, it -> then(() -> joined(it)))
                .onMessage(HubMessage.Refused.class, it -> then(() -> refused(it)))
                .onMessage(HubMessage.Period.class, it -> then(() -> period(it)))
                .onMessage(Watch.class, it -> then(() -> hub.watch(it.track(), it.viewer(), it.need(), clock.millis())))
                .onMessage(Unwatch.class, it -> then(() -> hub.unwatch(it.track(), it.viewer(), clock.millis())))
                .onMessage(Open.class, it -> then(() -> open(it.publication())))
                .onMessage(Close.class, it -> then(() -> close(it.publication())))
                .onMessage(NewsMissed.class, it -> then(this::newsMissed))
                .onMessage(Timer.class, it -> then(this::tick))
                .build();
    }

    private Behavior<HubMessage> then(Runnable step) {
        step.run();
        return this;
    }

    private static Key key(OwnPublication publication) {
        return new Key(publication.track(), publication.connection());
    }

    private void open(OwnPublication publication) {
        publications.put(key(publication), new Opened(publication, clock.millis()));
        tracks.tell(publication.join());
    }

    private void close(OwnPublication publication) {
        Key key = key(publication);
        Opened opened = publications.get(key);
        if (opened != null && opened.publication() == publication) {
            publications.remove(key);
            tracks.tell(publication.leave());
        }
    }

    private void joined(HubMessage.Joined it) {
        Opened opened = publications.get(new Key(it.track(), it.connection()));
        if (opened == null) {
            tracks.tell(new TrackMessage.Leave(it.track(), getContext().getSelf(), it.connection()));
        } else {
            opened.publication().joined(it.owner(), it.periodMillis());
        }
    }

    private void refused(HubMessage.Refused it) {
        Opened opened = publications.remove(new Key(it.track(), it.connection()));
        if (opened != null) {
            opened.publication().refused(it.refusal());
        }
    }

    private void period(HubMessage.Period it) {
        Opened opened = publications.get(new Key(it.track(), it.connection()));
        if (opened != null) {
            opened.publication().period(it.periodMillis());
        }
    }

    private void moved(TrackName track) {
        publications.entrySet().removeIf(entry -> {
            boolean is = entry.getKey().track().equals(track);
            if (is) {
                entry.getValue().publication().moved();
            }
            return is;
        });
        hub.forgotten(track, clock.millis());
    }

    private void newsMissed() {
        publications.values().forEach(opened -> opened.publication().moved());
        publications.clear();
        hub.allForgotten(clock.millis());
    }

    private void tick() {
        long now = clock.millis();
        hub.tick(now);
        List<Key> late = new ArrayList<>();
        publications.forEach((key, opened) -> {
            if (opened.publication().isWaiting() && now - opened.at() > JOIN_PATIENCE_MILLIS) {
                late.add(key);
            }
        });
        for (Key key : late) {
            Opened opened = publications.remove(key);
            if (opened != null) {
                opened.publication()
                        .refused(new Refusal(Reason.BUSY, "the owner of the track did not answer, try again"));
            }
        }
    }
}
