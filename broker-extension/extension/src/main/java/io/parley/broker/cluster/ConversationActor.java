package io.parley.broker.cluster;

import io.parley.broker.conversation.Conversation;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.Conversations.AckSink;
import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Rules;
import io.parley.broker.conversation.RulesFactory;
import io.parley.broker.storage.ConversationStore;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.TypingEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
import org.jspecify.annotations.Nullable;

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
    private final Surroundings surroundings;
    private final Rules rules;
    private final Clock clock;
    private final ConversationSettings settings;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final TimerScheduler<ConversationMessage> timers;
    private final ConversationIo io;
    private final Conversation conversation;
    /** The owner of the side log: on the same thread, by the same rules. Null until there is something for it. */
    private @Nullable ConversationIo side;
    /** There is no side log yet. */
    private boolean noAmendments;

    /** Answers that wait for what the side log says; whoever asked asks again, so the oldest may go. */
    private final Deque<Runnable> heldHeads = new ArrayDeque<>();

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
            RulesFactory rules,
            Consumer<UserMessage> users,
            Clock clock,
            ConversationSettings settings,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ConversationObserver observer) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new ConversationActor(
                id, context, timers, new Surroundings(store, rules, users, clock, settings, observer), shard)));
    }

    /** What an owner is made of. */
    private record Surroundings(
            ConversationStore store,
            RulesFactory rules,
            Consumer<UserMessage> users,
            Clock clock,
            ConversationSettings settings,
            ConversationObserver observer) {}

    private ConversationActor(
            ConversationId id,
            ActorContext<ConversationMessage> context,
            TimerScheduler<ConversationMessage> timers,
            Surroundings surroundings,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(context);
        this.id = id;
        this.surroundings = surroundings;
        this.clock = surroundings.clock;
        this.settings = surroundings.settings;
        this.shard = shard;
        this.timers = timers;
        this.rules = surroundings.rules.of(id, this::amendmentsLast);
        this.io = io(id, rules);
        this.conversation = io.conversation();
        conversation.start(clock.millis());
        lookForAmendments();
        armTick();
        armRest(settings.idleMillis());
    }

    private ConversationIo io(ConversationId log, Rules itsRules) {
        return new ConversationIo(
                log,
                getContext(),
                surroundings.store,
                itsRules,
                surroundings.users,
                clock,
                settings,
                surroundings.observer);
    }

    // ---- the side log

    /** Most conversations have none; then it costs one read. */
    private void lookForAmendments() {
        getContext()
                .pipeToSelf(
                        ConversationIo.started(() -> surroundings.store.isClaimed(id.amendments())),
                        (claimed, fault) -> {
                            boolean thereAreSome = fault != null || claimed;
                            return new ConversationIo.Outcome(() -> {
                                if (thereAreSome) {
                                    side();
                                } else {
                                    noAmendments = side == null;
                                }
                                conversation.tick(clock.millis());
                            });
                        });
    }

    private ConversationIo side() {
        ConversationIo known = side;
        if (known == null) {
            noAmendments = false;
            known = io(
                    id.amendments(),
                    surroundings.rules.ofAmendments(
                            id.amendments(), rules, () -> conversation.mayJudge(clock.millis())));
            side = known;
            known.conversation().start(clock.millis());
        }
        return known;
    }

    private long amendmentsLast() {
        return noAmendments ? 0 : side == null ? -1 : side.conversation().lastIfOpen();
    }

    /** The one of the two that a message is for. */
    private Conversation of(ConversationId log) {
        return log.isAmendments() ? side().conversation() : conversation;
    }

    @Override
    public Receive<ConversationMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(ConversationMessage.Submit.class, this::submit)
                .onMessage(ConversationIo.Outcome.class, this::outcome)
                .onMessage(ConversationMessage.Receipt.class, this::receipt)
                .onMessage(ConversationMessage.AskHead.class, this::askHead)
                .onMessage(ConversationMessage.Away.class, this::away)
                .onMessage(ConversationMessage.Clear.class, this::clear)
                .onMessage(ConversationMessage.Refresh.class, this::refresh)
                .onMessage(ConversationMessage.Typing.class, this::typing)
                .onMessage(ConversationMessage.AskReaders.class, this::askReaders)
                .onMessage(Tick.class, tick -> tick())
                .onMessage(Rest.class, rest -> rest())
                .onMessage(ConversationMessage.Stop.class, stop -> stop())
                .build();
    }

    private Behavior<ConversationMessage> submit(ConversationMessage.Submit it) {
        usedSinceRest = true;
        of(it.conversation()).submit(it.submissions(), new GatewaySink(it.replyTo()), clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> receipt(ConversationMessage.Receipt it) {
        usedSinceRest = true;
        of(it.conversation())
                .receipt(
                        it.from(),
                        it.received(),
                        it.read(),
                        refusal -> it.session().tell(new EndpointMessage.ReceiptRefused(it.conversation(), refusal)),
                        clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> askHead(ConversationMessage.AskHead it) {
        usedSinceRest = true;
        conversation.askHead(it.viewer(), it.period(), head -> answerWithAmendments(it, head), clock.millis());
        return next();
    }

    /** A side log shows itself by the head of its conversation alone, so that must know of it. */
    private void answerWithAmendments(ConversationMessage.AskHead it, Head head) {
        if (amendmentsLast() >= 0) {
            answer(it, head);
            return;
        }
        if (heldHeads.size() >= settings.earlyQuestionsMax()) {
            heldHeads.remove();
        }
        heldHeads.add(() -> answer(it, head));
    }

    /** What of a side log is for somebody depends on what of its conversation is: that goes first, from the same moment. */
    private void answer(ConversationMessage.AskHead it, Head head) {
        long amendmentsLast = rules.visibleAmendments(it.viewer()).lastOf(amendmentsLast());
        it.replyTo().tell(new EndpointMessage.HeadOf(id, head, amendmentsLast));
        if (it.conversation().isAmendments()) {
            side().conversation()
                    .askHead(
                            it.viewer(),
                            it.period(),
                            ofSide -> it.replyTo().tell(new EndpointMessage.HeadOf(it.conversation(), ofSide, 0)),
                            clock.millis());
        }
    }

    private Behavior<ConversationMessage> away(ConversationMessage.Away it) {
        of(it.conversation()).away(it.user(), it.period());
        return this;
    }

    private Behavior<ConversationMessage> clear(ConversationMessage.Clear it) {
        usedSinceRest = true;
        conversation.clear(
                it.user(), () -> it.replyTo().tell(new EndpointMessage.Done(it.conversation())), clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> refresh(ConversationMessage.Refresh it) {
        conversation.refreshRules(() -> it.replyTo().tell(new EndpointMessage.Done(it.conversation())), clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> typing(ConversationMessage.Typing it) {
        conversation.signal(
                it.from(),
                user -> {
                    TypingEvent event = new TypingEvent(it.conversation().seenBy(user), it.from(), it.typing());
                    surroundings.users.accept(new UserMessage.Event(user, "typing", Content.wrap(Bodies.write(event))));
                },
                clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> askReaders(ConversationMessage.AskReaders it) {
        usedSinceRest = true;
        conversation.askReaders(
                it.viewer(),
                it.seq(),
                found -> it.replyTo().tell(new EndpointMessage.ReadersOf(it.conversation(), found)),
                clock.millis());
        return next();
    }

    private Behavior<ConversationMessage> outcome(ConversationIo.Outcome it) {
        it.input().run();
        ConversationIo amendments = side;
        if (amendments != null) {
            // one may wait for the other
            conversation.tick(clock.millis());
            amendments.conversation().tick(clock.millis());
        }
        return next();
    }

    private Behavior<ConversationMessage> tick() {
        tickAt = Conversation.NEVER;
        conversation.tick(clock.millis());
        if (side != null) {
            side.conversation().tick(clock.millis());
        }
        return next();
    }

    private Behavior<ConversationMessage> rest() {
        boolean sideMayRest = side == null || side.conversation().mayRest(clock.millis());
        if (!usedSinceRest && sideMayRest && conversation.mayRest(clock.millis())) {
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
        while (!heldHeads.isEmpty() && amendmentsLast() >= 0) {
            heldHeads.remove().run();
        }
        boolean fenced = io.isStopped() || (side != null && side.isStopped());
        boolean idle =
                conversation.isIdle() && (side == null || side.conversation().isIdle());
        if (fenced || (stopping && idle)) {
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
        long next = Math.min(
                conversation.nextTick(),
                side == null ? Conversation.NEVER : side.conversation().nextTick());
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
