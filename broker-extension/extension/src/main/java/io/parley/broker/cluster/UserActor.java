package io.parley.broker.cluster;

import io.parley.broker.presence.PresenceParts;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entity of a user: which of the user's endpoints are online, and where. It tells their sessions what the owners of
 * conversations tell it, in the order it is told, and whoever watches the user whether there are any. It keeps nothing: for whoever is offline the log is the inbox. After
 * it moved to another node it knows nobody until the sessions' next {@link UserMessage.Online}, and answers that as
 * fresh.
 */
final class UserActor extends AbstractBehavior<UserMessage> {
    /** How long an entity without sessions stays: a phone that reconnects finds it warm. */
    static final Duration IDLE_MAX = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(UserActor.class);

    private final UserName user;
    private final Consumer<ConversationMessage> conversations;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final PresenceShell presence;
    /** Names periods so that no two of a user, on whichever node, are taken for one. */
    private final SplittableRandom periods;

    private long period;
    /** By client id. */
    private final Map<String, ActorRef<EndpointMessage>> sessions = new HashMap<>();
    /**
     * Sessions told that they were taken over and not yet ended: a heartbeat of theirs still under way must not bring
     * them back.
     */
    private final Set<ActorRef<EndpointMessage>> takenOver = new HashSet<>();

    private UserActor(
            ActorContext<UserMessage> context,
            TimerScheduler<UserMessage> timers,
            UserName user,
            Surroundings surroundings) {
        super(context);
        this.conversations = surroundings.conversations();
        this.presence = new PresenceShell(context, timers, user, surroundings.presence(), surroundings.clock());
        this.periods = new SplittableRandom(System.nanoTime());
        this.user = user;
        this.shard = surroundings.shard();
        context.setReceiveTimeout(IDLE_MAX, new UserMessage.Idle(user));
    }

    /** @param conversations the way to the owners; must not block */
    record Surroundings(
            Consumer<ConversationMessage> conversations,
            ActorRef<ClusterSharding.ShardCommand> shard,
            PresenceParts presence,
            Clock clock) {}

    static Behavior<UserMessage> create(UserName user, Surroundings surroundings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new UserActor(context, timers, user, surroundings)));
    }

    @Override
    public Receive<UserMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(UserMessage.Committed.class, this::committed)
                .onMessage(UserMessage.Touched.class, it -> tellAll(new EndpointMessage.Touched(it.conversation())))
                .onMessage(UserMessage.Event.class, it -> tellAll(new EndpointMessage.Event(it.kind(), it.body())))
                .onMessage(
                        UserMessage.Receipted.class,
                        it -> tellAll(new EndpointMessage.Receipted(it.conversation(), it.whose(), it.marks())))
                .onMessage(
                        UserMessage.Expired.class,
                        it -> tellAll(new EndpointMessage.Expired(it.conversation(), it.seq(), it.id())))
                .onMessage(UserMessage.Online.class, this::online)
                .onMessage(UserMessage.Offline.class, it -> offline(it.session()))
                .onMessage(UserMessage.Watch.class, it -> then(() -> presence.watch(it.watcher())))
                .onMessage(UserMessage.Unwatch.class, it -> then(() -> presence.unwatch(it.watcher())))
                .onMessage(UserMessage.AskPresence.class, it -> then(() -> presence.ask(it.replyTo())))
                .onMessage(UserMessage.PresenceLoaded.class, it -> then(() -> presence.loaded(it)))
                .onMessage(UserMessage.PresenceDue.class, it -> then(presence::due))
                .onMessage(UserMessage.Idle.class, it -> idle())
                .onSignal(Terminated.class, it -> gone(it.getRef()))
                .onSignal(PostStop.class, it -> then(presence::stopped))
                .build();
    }

    private Behavior<UserMessage> committed(UserMessage.Committed it) {
        if (sessions.isEmpty() && it.block().conversation().subject().isGroup()) {
            conversations.accept(new ConversationMessage.Away(it.block().conversation(), user, it.period()));
            return this;
        }
        return tellAll(new EndpointMessage.Committed(it.block()));
    }

    private Behavior<UserMessage> tellAll(EndpointMessage message) {
        for (ActorRef<EndpointMessage> session : sessions.values()) {
            session.tell(message);
        }
        return this;
    }

    private Behavior<UserMessage> online(UserMessage.Online online) {
        ActorRef<EndpointMessage> session = online.session();
        if (takenOver.contains(session)) {
            session.tell(new EndpointMessage.TakenOver());
            return this;
        }
        if (sessions.isEmpty()) {
            period = periods.nextLong(1, Long.MAX_VALUE);
        }
        ActorRef<EndpointMessage> former = sessions.put(online.endpoint().clientId(), session);
        boolean fresh = !session.equals(former);
        if (fresh) {
            getContext().watch(session);
            getContext().cancelReceiveTimeout();
            if (former != null) {
                LOG.debug("{} is taken over by {}", former, session);
                takenOver.add(former);
                former.tell(new EndpointMessage.TakenOver());
            }
        }
        session.tell(new EndpointMessage.Registered(fresh, period));
        presence.sessions(true);
        return this;
    }

    private Behavior<UserMessage> offline(ActorRef<?> session) {
        takenOver.removeIf(session::equals);
        if (sessions.values().removeIf(session::equals) && sessions.isEmpty()) {
            getContext().setReceiveTimeout(IDLE_MAX, new UserMessage.Idle(user));
            presence.sessions(false);
        }
        return this;
    }

    private Behavior<UserMessage> gone(ActorRef<?> sessionOrWatcher) {
        presence.unwatch(sessionOrWatcher);
        return offline(sessionOrWatcher);
    }

    private Behavior<UserMessage> then(Runnable step) {
        step.run();
        return this;
    }

    private Behavior<UserMessage> idle() {
        if (sessions.isEmpty() && !presence.isWatched()) {
            LOG.trace("{} has nobody online, resting", user);
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
        }
        return this;
    }
}
