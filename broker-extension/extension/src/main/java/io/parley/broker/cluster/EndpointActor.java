package io.parley.broker.cluster;

import io.parley.broker.delivery.Connection;
import io.parley.broker.delivery.Covered;
import io.parley.broker.delivery.Delivery;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.EndpointSession;
import io.parley.broker.delivery.Endpoints;
import io.parley.broker.delivery.LogRead;
import io.parley.broker.delivery.SessionHost;
import io.parley.broker.delivery.SyncDemand;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.ExpiredEvent;
import io.parley.protocol.json.MembershipEvent;
import io.parley.protocol.json.Problem;
import io.parley.protocol.json.ReceiptEvent;
import io.parley.protocol.json.SyncReply;
import io.parley.protocol.json.UnreadEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around one {@link EndpointSession}, on the node that holds the connection. It turns messages into the
 * session's inputs and the session's wishes into calls of the connection, the stores and the owners; tells the user
 * entity every few seconds that it is there; and ends with its connection.
 */
final class EndpointActor extends AbstractBehavior<EndpointMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointActor.class);

    private static final String JSON = "application/json";
    private static final long ONLINE_MILLIS = 5_000;
    /** Until the user entity has answered once. */
    private static final long ONLINE_FIRST_MILLIS = 500;
    /** Sessions of a node look at different times when a node is gone. */
    private static final int NEWS_SPREAD_MILLIS = 1_000;

    /** What the sessions of one node share. */
    record Surroundings(
            ActorSystem<?> system,
            ClusterParts parts,
            ActorRef<UserMessage> users,
            ActorRef<ConversationMessage> conversations,
            NodeView view,
            AtomicLong opened) {
        Surroundings(
                ActorSystem<?> system,
                ClusterParts parts,
                ActorRef<UserMessage> users,
                ActorRef<ConversationMessage> conversations,
                NodeView view) {
            this(system, parts, users, conversations, view, new AtomicLong());
        }
    }

    /** From this node: a node is gone or back, and what it had to tell may be lost. */
    record NewsMissed() implements EndpointMessage {}

    private record Cover(Covered covered) implements EndpointMessage {}

    private record Demand(SyncDemand demand) implements EndpointMessage {}

    private record Receipt(Map<ConversationId, Long> received, Map<ConversationId, Long> read)
            implements EndpointMessage {}

    private record Acknowledged(ConversationId conversation, long seq) implements EndpointMessage {}

    private record Close() implements EndpointMessage {}

    /** An input of the session, given the time: an answer of a store. */
    private record Answer(LongConsumer input) implements EndpointMessage {}

    private enum Timer implements EndpointMessage {
        DUE,
        ONLINE,
        LOOK
    }

    private final EndpointId endpoint;
    private final long number;
    private final Connection connection;
    private final Surroundings surroundings;
    private final TimerScheduler<EndpointMessage> timers;
    private final RandomGenerator random;
    private final Host host = new Host();
    private final EndpointSession session;
    private final long startNanos = System.nanoTime();
    private long wakeAt = Long.MAX_VALUE;
    private boolean registered;
    /** Since when somebody of the user is online, as its entity names it; 0 before it said. */
    private long period;

    private boolean closed;

    private EndpointActor(
            ActorContext<EndpointMessage> context,
            TimerScheduler<EndpointMessage> timers,
            Opening opening,
            Surroundings surroundings) {
        super(context);
        this.endpoint = opening.endpoint();
        this.number = opening.number();
        this.connection = opening.connection();
        this.surroundings = surroundings;
        this.timers = timers;
        this.random = new SplittableRandom(surroundings.parts().seed() + opening.number());
        this.session = new EndpointSession(
                endpoint,
                opening.kind(),
                surroundings.parts().deliverySettings(),
                host,
                random,
                surroundings.parts().deliveryObserver());
        surroundings.view().add(context.getSelf());
        context.getSelf().tell(Timer.ONLINE);
    }

    private record Opening(EndpointId endpoint, EndpointKind kind, Connection connection, long number) {}

    static Endpoints.Session open(
            EndpointId endpoint, EndpointKind kind, Connection connection, Surroundings surroundings) {
        long number = surroundings.opened().incrementAndGet();
        surroundings.view().opened(endpoint, number);
        Opening opening = new Opening(endpoint, kind, connection, number);
        ActorRef<EndpointMessage> actor = surroundings
                .system()
                .systemActorOf(
                        Behaviors.setup(context -> Behaviors.withTimers(
                                timers -> new EndpointActor(context, timers, opening, surroundings))),
                        "endpoint-" + number,
                        Props.empty());
        return new Facade(actor);
    }

    /** How the edge speaks to the actor. */
    private record Facade(ActorRef<EndpointMessage> actor) implements Endpoints.Session {
        @Override
        public void cover(Covered covered) {
            actor.tell(new Cover(covered));
        }

        @Override
        public void sync(SyncDemand demand) {
            actor.tell(new Demand(demand));
        }

        @Override
        public void receipt(Map<ConversationId, Long> received, Map<ConversationId, Long> read) {
            actor.tell(new Receipt(Map.copyOf(received), Map.copyOf(read)));
        }

        @Override
        public void acknowledged(ConversationId conversation, long seq) {
            actor.tell(new Acknowledged(conversation, seq));
        }

        @Override
        public void close() {
            actor.tell(new Close());
        }
    }

    @Override
    public Receive<EndpointMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(EndpointMessage.Committed.class, it -> step(now -> session.committed(it.block(), now)))
                .onMessage(Receipt.class, it -> step(now -> session.receipt(it.received(), it.read(), now)))
                .onMessage(
                        Acknowledged.class, it -> step(now -> session.acknowledged(it.conversation(), it.seq(), now)))
                .onMessage(Answer.class, it -> step(it.input()))
                .onMessage(Timer.class, this::timer)
                .onMessage(EndpointMessage.Receipted.class, this::receipted)
                .onMessage(EndpointMessage.Expired.class, this::expired)
                .onMessage(EndpointMessage.ReceiptRefused.class, this::receiptRefused)
                .onMessage(
                        EndpointMessage.HeadOf.class,
                        it -> step(now -> session.head(it.conversation(), it.head(), it.amendmentsLast(), now)))
                .onMessage(EndpointMessage.Touched.class, this::touched)
                .onMessage(EndpointMessage.Event.class, this::event)
                .onMessage(Cover.class, it -> step(now -> session.cover(it.covered(), now)))
                .onMessage(Demand.class, it -> step(now -> session.sync(it.demand(), now)))
                .onMessage(EndpointMessage.Registered.class, this::registered)
                .onMessage(NewsMissed.class, it -> newsMissed())
                .onMessage(EndpointMessage.TakenOver.class, it -> takenOver())
                .onMessage(Close.class, it -> end())
                .onSignal(PostStop.class, it -> stopped())
                .build();
    }

    /** Every change of the session goes through here. A session that breaks ends its own connection and nothing else. */
    private Behavior<EndpointMessage> step(LongConsumer input) {
        try {
            input.accept(now());
            host.send();
            wakeInTime();
            return this;
        } catch (RuntimeException e) {
            LOG.error("the session of {} broke, its connection is closed", endpoint, e);
            connection.failed();
            return Behaviors.stopped();
        }
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    private void wakeInTime() {
        long dueAt = session.dueAt();
        if (dueAt < wakeAt) {
            wakeAt = dueAt;
            timers.startSingleTimer(Timer.DUE, Timer.DUE, Duration.ofMillis(Math.max(1, dueAt - now())));
        }
    }

    private Behavior<EndpointMessage> timer(Timer timer) {
        return switch (timer) {
            case DUE -> {
                wakeAt = Long.MAX_VALUE;
                yield step(session::tick);
            }
            case ONLINE -> {
                if (isSuperseded()) {
                    yield end();
                }
                sayOnline();
                yield this;
            }
            case LOOK -> step(session::newsMissed);
        };
    }

    private void sayOnline() {
        surroundings.users().tell(new UserMessage.Online(endpoint, getContext().getSelf()));
        long pause = registered ? ONLINE_MILLIS : ONLINE_FIRST_MILLIS;
        long jittered = pause - pause / 5 + random.nextLong(2 * pause / 5);
        timers.startSingleTimer(Timer.ONLINE, Timer.ONLINE, Duration.ofMillis(jittered));
    }

    private Behavior<EndpointMessage> registered(EndpointMessage.Registered message) {
        registered = true;
        period = message.period();
        return step(now -> session.registered(message.fresh(), now));
    }

    private Behavior<EndpointMessage> newsMissed() {
        timers.startSingleTimer(Timer.LOOK, Timer.LOOK, Duration.ofMillis(1 + random.nextInt(NEWS_SPREAD_MILLIS)));
        return this;
    }

    private Behavior<EndpointMessage> receipted(EndpointMessage.Receipted it) {
        return step(now -> {
            if (session.receipted(it.conversation(), it.whose(), it.marks(), now)) {
                connection.event(
                        "receipt",
                        JSON,
                        Bodies.write(new ReceiptEvent(
                                it.conversation().seenBy(endpoint.user()),
                                it.whose(),
                                it.marks().received(),
                                it.marks().read())));
            }
        });
    }

    private Behavior<EndpointMessage> touched(EndpointMessage.Touched it) {
        connection.event(
                "membership",
                JSON,
                Bodies.write(new MembershipEvent(it.conversation().seenBy(endpoint.user()))));
        return step(now -> session.touched(it.conversation(), now));
    }

    private Behavior<EndpointMessage> event(EndpointMessage.Event it) {
        connection.event(it.kind(), JSON, it.body().toBytes());
        return this;
    }

    private Behavior<EndpointMessage> expired(EndpointMessage.Expired it) {
        connection.event(
                "expired",
                JSON,
                Bodies.write(new ExpiredEvent(it.conversation().seenBy(endpoint.user()), it.seq(), it.id())));
        return this;
    }

    private Behavior<EndpointMessage> receiptRefused(EndpointMessage.ReceiptRefused it) {
        connection.event(
                "rejected",
                Problem.CONTENT_TYPE,
                Bodies.write(new Problem(it.refusal().reason(), it.refusal().detail())));
        return this;
    }

    private Behavior<EndpointMessage> takenOver() {
        LOG.debug("{} is taken over", endpoint);
        if (!isSuperseded()) {
            connection.takenOver();
        }
        return end();
    }

    /** Whether the newer connection is on this node too: then the broker has ended ours, and has only the newer under this id. */
    private boolean isSuperseded() {
        return !surroundings.view().isNewest(endpoint, number);
    }

    private Behavior<EndpointMessage> end() {
        if (!closed) {
            closed = true;
            step(session::close);
        }
        return Behaviors.stopped();
    }

    private Behavior<EndpointMessage> stopped() {
        surroundings.view().remove(getContext().getSelf());
        surroundings.view().closed(endpoint, number);
        surroundings.users().tell(new UserMessage.Offline(endpoint, getContext().getSelf()));
        return this;
    }

    /**
     * The session's wishes. Called inside {@link #step}, on the actor's thread. Deliveries are gathered until the step's
     * end, so that the connection can put neighbours into one packet.
     */
    private final class Host implements SessionHost {
        private final List<Delivery> gathered = new ArrayList<>();

        void send() {
            if (!gathered.isEmpty()) {
                connection.deliver(List.copyOf(gathered));
                gathered.clear();
            }
        }

        @Override
        public long unixMillis() {
            return surroundings.parts().clock().millis();
        }

        @Override
        public void deliver(Delivery delivery) {
            gathered.add(delivery);
        }

        @Override
        public void reply(SyncDemand demand, SyncReply reply) {
            send();
            connection.reply(demand.replyTo(), demand.correlation(), JSON, Bodies.write(reply));
        }

        @Override
        public void unread(UnreadEvent event) {
            send();
            connection.event("unread", JSON, Bodies.write(event));
        }

        @Override
        public void read(LogRead read) {
            CompletionStage<List<StoredMessage>> messages = surroundings
                    .parts()
                    .conversations()
                    .read(read.conversation(), read.fromSeq(), read.toSeq(), read.messagesMax(), read.bytesMax());
            answer(
                    messages,
                    found -> now -> session.read(read, found, now),
                    now -> session.readFailed(read, now),
                    "reading the log");
        }

        @Override
        public void askHead(ConversationId conversation) {
            surroundings
                    .conversations()
                    .tell(new ConversationMessage.AskHead(
                            conversation, endpoint.user(), period, getContext().getSelf()));
        }

        @Override
        public void loadConversations() {
            CompletionStage<Map<ConversationId, Standing>> all =
                    surroundings.parts().endpoints().standingsOf(endpoint.user());
            answer(
                    all,
                    found -> now -> session.conversations(found, now),
                    session::conversationsFailed,
                    "reading the conversations");
        }

        @Override
        public void loadMarks() {
            CompletionStage<Map<ConversationId, Long>> marks =
                    surroundings.parts().endpoints().marksOf(endpoint);
            answer(marks, found -> now -> session.marks(found, now), session::marksFailed, "reading the marks");
        }

        @Override
        public void saveMarks(Map<ConversationId, Long> received) {
            CompletionStage<Void> saved = surroundings.parts().endpoints().saveMarks(endpoint, received);
            answer(
                    saved,
                    nothing -> now -> session.marksSaved(true, now),
                    now -> session.marksSaved(false, now),
                    "saving the marks");
        }

        @Override
        public void receipt(ConversationId conversation, long received, long read) {
            surroundings
                    .conversations()
                    .tell(new ConversationMessage.Receipt(
                            conversation, endpoint, received, read, getContext().getSelf()));
        }

        private <T> void answer(
                CompletionStage<T> stage, Function<T, LongConsumer> found, LongConsumer failed, String what) {
            ActorRef<EndpointMessage> self = getContext().getSelf();
            stage.whenComplete((value, failure) -> {
                if (failure == null) {
                    self.tell(new Answer(found.apply(value)));
                } else {
                    LOG.debug("{} of {} failed, it will be tried again", what, endpoint, failure);
                    self.tell(new Answer(failed));
                }
            });
        }
    }
}
