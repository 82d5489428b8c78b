package io.parley.broker.cluster;

import io.parley.broker.presence.PresenceParts;
import io.parley.broker.presence.Presences;
import io.parley.broker.presence.Watching;
import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around one {@link Watching}, on the node that holds the connection. Tells the entities of the watched users
 * once a minute that it is there; they notice by themselves when it is gone.
 */
final class WatcherActor extends AbstractBehavior<WatcherMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(WatcherActor.class);

    /** Watchers of a node look at different times when a node is gone. */
    private static final int NEWS_SPREAD_MILLIS = 1_000;

    /** From this node: a node is gone or back, and with it what entities knew. */
    record NewsMissed() implements WatcherMessage {}

    private record Watch(UserName user) implements WatcherMessage {}

    private record Unwatch(UserName user) implements WatcherMessage {}

    private record Close() implements WatcherMessage {}

    private record Checked(UserName user, boolean known, boolean allowed) implements WatcherMessage {}

    private enum Timer implements WatcherMessage {
        HEARTBEAT
    }

    private final UserName viewer;
    private final Presences.Sink sink;
    private final PresenceParts parts;
    private final ActorRef<UserMessage> users;
    private final NodeView view;
    private final TimerScheduler<WatcherMessage> timers;
    private final RandomGenerator random;
    private final Watching watching = new Watching(new Host());

    private WatcherActor(
            ActorContext<WatcherMessage> context,
            TimerScheduler<WatcherMessage> timers,
            Opening opening,
            Watchers room) {
        super(context);
        this.viewer = opening.viewer();
        this.sink = opening.sink();
        this.parts = room.parts();
        this.users = room.users();
        this.view = room.view();
        this.timers = timers;
        this.random = new SplittableRandom(opening.seed());
        view.addWatcher(context.getSelf());
        beat(parts.settings().heartbeat());
    }

    record Opening(UserName viewer, Presences.Sink sink, long seed) {}

    static Behavior<WatcherMessage> create(Opening opening, Watchers room) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new WatcherActor(context, timers, opening, room)));
    }

    /** How the edge speaks to the actor. */
    record Facade(ActorRef<WatcherMessage> actor) implements Presences.Watcher {
        @Override
        public void watch(UserName user) {
            actor.tell(new Watch(user));
        }

        @Override
        public void unwatch(UserName user) {
            actor.tell(new Unwatch(user));
        }

        @Override
        public void close() {
            actor.tell(new Close());
        }
    }

    @Override
    public Receive<WatcherMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(WatcherMessage.Told.class, it -> then(() -> watching.told(it.user(), it.presence())))
                .onMessage(WatcherMessage.Forgotten.class, it -> then(() -> watching.forgotten(it.user())))
                .onMessage(Watch.class, it -> then(() -> watching.watch(it.user())))
                .onMessage(Unwatch.class, it -> then(() -> watching.unwatch(it.user())))
                .onMessage(Checked.class, it -> then(() -> checked(it)))
                .onMessage(
                        NewsMissed.class,
                        it -> then(() -> timers.startSingleTimer(
                                Timer.HEARTBEAT,
                                Timer.HEARTBEAT,
                                Duration.ofMillis(1 + random.nextInt(NEWS_SPREAD_MILLIS)))))
                .onMessage(Timer.class, it -> then(this::heartbeat))
                .onMessage(Close.class, it -> Behaviors.stopped())
                .onSignal(
                        PostStop.class,
                        it -> then(() -> view.removeWatcher(getContext().getSelf())))
                .build();
    }

    private Behavior<WatcherMessage> then(Runnable step) {
        step.run();
        return this;
    }

    private void checked(Checked it) {
        if (it.known()) {
            watching.checked(it.user(), it.allowed());
        } else {
            watching.checkFailed(it.user());
        }
    }

    private void heartbeat() {
        watching.heartbeat();
        beat(parts.settings().heartbeat());
    }

    private void beat(Duration pause) {
        long millis = pause.toMillis();
        long jittered = millis - millis / 5 + random.nextLong(1 + 2 * millis / 5);
        timers.startSingleTimer(Timer.HEARTBEAT, Timer.HEARTBEAT, Duration.ofMillis(jittered));
    }

    private final class Host implements Watching.Host {
        @Override
        public void check(UserName user) {
            ActorRef<WatcherMessage> self = getContext().getSelf();
            parts.rights().maySee(user, viewer).whenComplete((may, failure) -> {
                if (failure != null) {
                    LOG.debug("whether {} may see {} is not known, it will be asked again", viewer, user, failure);
                }
                self.tell(new Checked(user, failure == null, failure == null && may));
            });
        }

        @Override
        public void send(UserName user, Presence presence) {
            sink.tell(user, presence);
        }

        @Override
        public void watch(UserName user) {
            users.tell(new UserMessage.Watch(user, getContext().getSelf()));
        }

        @Override
        public void unwatch(UserName user) {
            users.tell(new UserMessage.Unwatch(user, getContext().getSelf()));
        }
    }
}
