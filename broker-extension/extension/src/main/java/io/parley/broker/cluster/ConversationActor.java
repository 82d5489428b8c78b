package io.parley.broker.cluster;

import io.parley.broker.conversation.Conversation;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.Conversations.AckSink;
import io.parley.broker.conversation.Directory;
import io.parley.broker.storage.ConversationStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.json.Ack;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * The sharding entity around a {@link Conversation}: lends it a thread, a clock and a timer. All that is decided is
 * decided in there; what it wants of the store goes through {@link ConversationIo}.
 *
 * <p>Its entity type must name {@link ConversationMessage.Stop} as stop message. A fault of the core's own making ends
 * this one conversation; sharding starts it anew, from the log, at the next message.
 */
final class ConversationActor extends AbstractBehavior<ConversationMessage> {
    private static final String TICK = "tick";
    private static final String REST = "rest";
    /** Pekko's timers take at most some 248 days; an expiry may lie further off. */
    private static final long TICK_PAUSE_MAX_MILLIS = Duration.ofDays(1).toMillis();

    private record Tick() implements ConversationMessage.Local {}

    private record Rest() implements ConversationMessage.Local {}

    /** By value, so that answers to one connection are grouped. */
    private record GatewaySink(ActorRef<GatewayMessage> gateway) implements AckSink {
        @Override
        public void answered(long connection, List<Ack> acks) {
            gateway.tell(new GatewayMessage.Acks(connection, acks));
        }
    }

    private final ConversationId id;
    private final Clock clock;
    private final ConversationSettings settings;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<ConversationMessage> timers;
    private final ConversationIo io;
    private final Conversation conversation;

    /** When the timer will fire; it may be earlier than needed, never later. */
    private long tickAt = Conversation.NEVER;

    private boolean usedSinceRest;
    private boolean hollow;
    private boolean stopping;

    /**
     * @param users the way to the user entities; must not block
     * @param shard asked to passivate this entity when it has had nothing to do for {@link
     *     ConversationSettings#idleMillis}
     */
    static Behavior<ConversationMessage> create(
            ConversationId id,
            ConversationStore store,
            Directory directory,
            Consumer<UserMessage> users,
            Clock clock,
            ConversationSettings settings,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ConversationObserver observer) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ConversationIo io = new ConversationIo(id, context, store, directory, users, clock, settings, observer);
            return new ConversationActor(id, context, timers, io, clock, settings, shard);
        }));
    }

    private ConversationActor(
            ConversationId id,
            ActorContext<ConversationMessage> context,
            TimerScheduler<ConversationMessage> timers,
            ConversationIo io,
            Clock clock,
            ConversationSettings settings,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(context);
        this.id = id;
        this.clock = clock;
        this.settings = settings;
        this.shard = shard;
        this.timers = timers;
        this.io = io;
        this.conversation = io.conversation();
        conversation.start(clock.millis());
        armTick();
        armRest(settings.idleMillis());
    }

    @Override
    public Receive<ConversationMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(ConversationMessage.Submit.class, this::submit)
                .onMessage(ConversationIo.Outcome.class, this::outcome)
                .onMessage(ConversationMessage.Receipt.class, this::receipt)
                .onMessage(ConversationMessage.AskHead.class, this::askHead)
                .onMessage(Tick.class, tick -> tick())
                .onMessage(Rest.class, rest -> rest())
                .onMessage(ConversationMessage.Stop.class, stop -> stop())
                .build();
    }

    private Behavior<ConversationMessage> submit(ConversationMessage.Submit it) {
        usedSinceRest = true;
        conversation.submit(it.submissions(), new GatewaySink(it.replyTo()), clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> receipt(ConversationMessage.Receipt it) {
        usedSinceRest = true;
        conversation.receipt(
                it.from(),
                it.received(),
                it.read(),
                refusal -> it.session().tell(new EndpointMessage.ReceiptRefused(id, refusal)),
                clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> askHead(ConversationMessage.AskHead it) {
        usedSinceRest = true;
        conversation.askHead(
                (last, marks) -> it.replyTo().tell(new EndpointMessage.Head(id, last, marks)), clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> outcome(ConversationIo.Outcome it) {
        it.input().run();
        return next();
    }

    private Behavior<ConversationMessage> tick() {
        tickAt = Conversation.NEVER;
        conversation.tick(clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> rest() {
        if (!usedSinceRest && conversation.mayRest(clock.millis())) {
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
        }
        usedSinceRest = false;
        armRest(restAfterMillis());
        return this;
    }

    private Behavior<ConversationMessage> stop() {
        stopping = true;
        return next();
    }

    private Behavior<ConversationMessage> next() {
        if (io.isStopped() || (stopping && conversation.isIdle())) {
            return Behaviors.stopped();
        }
        if (hollow != conversation.isHollow()) {
            hollow = conversation.isHollow();
            armRest(restAfterMillis());
        }
        armTick();
        return this;
    }

    private void armTick() {
        long next = conversation.nextTick();
        if (next < tickAt) {
            long now = clock.millis();
            long pause = Math.min(Math.max(1, next - now), TICK_PAUSE_MAX_MILLIS);
            tickAt = now + pause;
            timers.startSingleTimer(TICK, new Tick(), Duration.ofMillis(pause));
        }
    }

    /** An owner of a conversation that cannot be is not kept long: anybody can make up names. */
    private long restAfterMillis() {
        return hollow ? settings.unknownUserMillis() : settings.idleMillis();
    }

    private void armRest(long millis) {
        timers.startSingleTimer(REST, new Rest(), Duration.ofMillis(millis));
    }
}
