package io.parley.broker.cluster;

import io.parley.broker.conversation.Conversations;
import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Readers;
import io.parley.broker.conversation.Submission;
import io.parley.broker.delivery.Connection;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.Endpoints;
import io.parley.broker.delivery.Events;
import io.parley.broker.endpoint.ConnectionsEverywhere;
import io.parley.broker.location.Tracks;
import io.parley.broker.location.nearest.Cells;
import io.parley.broker.location.nearest.Fleets;
import io.parley.broker.presence.Presences;
import io.parley.broker.schedule.SchedulerSettings;
import io.parley.broker.schedule.Sending;
import io.parley.broker.storage.ScheduleStore;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.HashCodeNoEnvelopeMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part of the cluster: the actor system with the owners, users and sessions that live here, and the way to
 * those that live elsewhere. Safe from any thread; only {@link #close} blocks. One node alone is a cluster too.
 */
public final class ClusterNode implements Conversations, Owners, Endpoints, Events, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);

    private static final EntityTypeKey<ConversationMessage> CONVERSATION =
            EntityTypeKey.create(ConversationMessage.class, "conversation");
    private static final EntityTypeKey<UserMessage> USER = EntityTypeKey.create(UserMessage.class, "user");

    private static final EntityTypeKey<TrackMessage> TRACK = EntityTypeKey.create(TrackMessage.class, "track");

    /** What waits for one owner of a track; of more the newest is dropped, as the network might have. */
    private static final int POINTS_WAITING_MAX = 4_096;

    /** How long an owner may take to answer one who waits. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(8);

    /** Why the actor system ends; shows in its log. */
    private static final class Closing implements CoordinatedShutdown.Reason {}

    private final ClusterSettings settings;
    private final ActorSystem<ClusterEvent.ClusterDomainEvent> system;
    private final NodeView view;
    private final ActorRef<ConversationMessage> conversations;
    private final ActorRef<UserMessage> users;
    private final ActorRef<GatewayMessage> gateway;
    private final Gateways gateways;
    private final Watchers presences;
    private final NodeTracks tracks;
    private final Cells cells = new Cells();
    private final NodeFleets fleets;
    private final EndpointActor.Surroundings surroundings;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private ClusterNode(
            ClusterSettings settings,
            ClusterParts parts,
            NodeView view,
            ActorSystem<ClusterEvent.ClusterDomainEvent> system) {
        this.settings = settings;
        this.view = view;
        this.system = system;
        ClusterSharding sharding = ClusterSharding.get(system);
        this.users = startUsers(sharding, parts);
        this.presences = new Watchers(system, users, parts.presence(), view);
        this.tracks = new NodeTracks(
                system, startTracks(sharding, parts), view, parts.location().settings(), parts.clock());
        this.fleets = new NodeFleets(system, cells, parts.clock());
        this.conversations = startConversations(sharding, parts, users, bounded(system));
        this.gateways = new Gateways(system, view);
        this.gateway = system.systemActorOf(
                GatewayActor.create(parts.acks(), parts.connections(), gateways), Gateways.NAME, Props.empty());
        this.surroundings = new EndpointActor.Surroundings(system, parts, users, conversations, view);
        system.getWhenTerminated().whenComplete((done, failure) -> {
            view.ended();
            ended.complete(null);
        });
    }

    /**
     * Starts and joins in the background; see {@link #awaitUp}.
     *
     * @param loader of Parley's classes and of Pekko's: the extension's own
     * @throws RuntimeException if the port cannot be bound
     */
    public static ClusterNode start(ClusterSettings settings, ClusterParts parts, ClassLoader loader) {
        NodeView view = new NodeView();
        ActorSystem<ClusterEvent.ClusterDomainEvent> system = ActorSystem.create(
                MemberWatch.create(view),
                ClusterConfig.SYSTEM,
                BootstrapSetup.create(ClusterConfig.of(settings, loader)).withClassloader(loader));
        return new ClusterNode(settings, parts, view, system);
    }

    private static ActorRef<UserMessage> startUsers(ClusterSharding sharding, ClusterParts parts) {
        return sharding.init(Entity.of(
                        USER,
                        context -> UserActor.create(
                                new UserName(context.getEntityId()),
                                new UserActor.Surroundings(
                                        message -> sharding.entityRefFor(CONVERSATION, entityOf(message))
                                                .tell(message),
                                        context.getShard(),
                                        parts.presence(),
                                        parts.clock())))
                .withMessageExtractor(new HashCodeNoEnvelopeMessageExtractor<>(ClusterSettings.SHARDS) {
                    @Override
                    public String entityId(UserMessage message) {
                        return message.user().value();
                    }
                }));
    }

    private static ActorRef<TrackMessage> startTracks(ClusterSharding sharding, ClusterParts parts) {
        return sharding.init(Entity.of(
                        TRACK,
                        context -> TrackActor.create(
                                new TrackName(context.getEntityId()),
                                new TrackActor.Surroundings(parts.location(), parts.clock(), context.getShard())))
                .withEntityProps(MailboxSelector.bounded(POINTS_WAITING_MAX))
                .withMessageExtractor(new HashCodeNoEnvelopeMessageExtractor<>(ClusterSettings.SHARDS) {
                    @Override
                    public String entityId(TrackMessage message) {
                        return message.track().value();
                    }
                }));
    }

    private static ActorRef<ConversationMessage> startConversations(
            ClusterSharding sharding,
            ClusterParts parts,
            ActorRef<UserMessage> users,
            ClusterShardingSettings bounded) {
        return sharding.init(Entity.of(
                        CONVERSATION,
                        context -> ConversationActor.create(
                                new ConversationId(context.getEntityId()),
                                parts.conversations(),
                                parts.rules(),
                                users::tell,
                                parts.clock(),
                                parts.conversationSettings(),
                                context.getShard(),
                                parts.conversationObserver()))
                .withSettings(bounded)
                .withStopMessage(new ConversationMessage.Stop())
                .withMessageExtractor(new HashCodeNoEnvelopeMessageExtractor<>(ClusterSettings.SHARDS) {
                    @Override
                    public String entityId(ConversationMessage message) {
                        return entityOf(message);
                    }
                }));
    }

    private static ClusterShardingSettings bounded(ActorSystem<?> system) {
        ClusterShardingSettings settings = ClusterShardingSettings.create(system);
        return settings.withPassivationStrategy(settings.passivationStrategySettings()
                .withActiveEntityLimit(ClusterSettings.OWNERS_MAX)
                .withLeastRecentlyUsedReplacement());
    }

    /** A conversation and its side log have one owner. */
    private static String entityOf(ConversationMessage message) {
        return conversationOf(message).subject().value();
    }

    private static ConversationId conversationOf(ConversationMessage message) {
        if (message instanceof ConversationMessage.Submit it) {
            return it.conversation();
        }
        if (message instanceof ConversationMessage.Receipt it) {
            return it.conversation();
        }
        if (message instanceof ConversationMessage.AskHead it) {
            return it.conversation();
        }
        if (message instanceof ConversationMessage.Away it) {
            return it.conversation();
        }
        if (message instanceof ConversationMessage.Clear it) {
            return it.conversation();
        }
        if (message instanceof ConversationMessage.Refresh it) {
            return it.conversation();
        }
        if (message instanceof ConversationMessage.Typing it) {
            return it.conversation();
        }
        if (message instanceof ConversationMessage.AskReaders it) {
            return it.conversation();
        }
        throw new IllegalArgumentException(message + " is for an owner alone");
    }

    @Override
    public void submit(List<Submission> submissions) {
        conversations.tell(new ConversationMessage.Submit(submissions, gateway));
    }

    @Override
    public CompletionStage<Ack> propose(Submission submission) {
        CompletionStage<GatewayMessage> answer = AskPattern.ask(
                conversations,
                replyTo -> new ConversationMessage.Submit(List.of(submission), replyTo),
                ANSWER_PATIENCE,
                system.scheduler());
        return answer.thenApply(it -> ((GatewayMessage.Acks) it).acks().get(0));
    }

    @Override
    public CompletionStage<Head> head(ConversationId conversation, UserName viewer) {
        return ask(replyTo -> new ConversationMessage.AskHead(conversation, viewer, 0, replyTo))
                .thenApply(it -> ((EndpointMessage.HeadOf) it).head());
    }

    @Override
    public CompletionStage<Readers> readers(ConversationId conversation, UserName viewer, long seq) {
        return ask(replyTo -> new ConversationMessage.AskReaders(conversation, viewer, seq, replyTo))
                .thenApply(it -> ((EndpointMessage.ReadersOf) it).readers());
    }

    @Override
    public CompletionStage<Void> refresh(ConversationId conversation) {
        return ask(replyTo -> new ConversationMessage.Refresh(conversation, replyTo))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> clear(ConversationId conversation, UserName user) {
        return ask(replyTo -> new ConversationMessage.Clear(conversation, user, replyTo))
                .thenAccept(done -> {});
    }

    private CompletionStage<EndpointMessage> ask(Function<ActorRef<EndpointMessage>, ConversationMessage> question) {
        return AskPattern.ask(conversations, question::apply, ANSWER_PATIENCE, system.scheduler());
    }

    @Override
    public void typing(ConversationId conversation, UserName from, boolean typing) {
        conversations.tell(new ConversationMessage.Typing(conversation, from, typing));
    }

    @Override
    public void tell(UserName user, String kind, byte[] json) {
        users.tell(new UserMessage.Event(user, kind, Content.wrap(json)));
    }

    @Override
    public Session open(EndpointId endpoint, EndpointKind kind, Connection connection) {
        return EndpointActor.open(endpoint, kind, connection, surroundings);
    }

    /** The connections all nodes hold. */
    public ConnectionsEverywhere connections() {
        return gateways;
    }

    /** The live tracks. */
    public Tracks tracks() {
        return tracks;
    }

    /** The cells of free drivers. */
    public Cells cells() {
        return cells;
    }

    /** Who is free for a fleet. */
    public Fleets fleets() {
        return fleets;
    }

    /** Who is online. */
    public Presences presences() {
        return presences;
    }

    /**
     * Takes part in sending scheduled messages: one node at a time does, and another goes on when it leaves. To be called once,
     * on every node.
     */
    public void runScheduler(ScheduleStore store, Sending sending, SchedulerSettings schedulerSettings) {
        SchedulerActor.Parts parts = new SchedulerActor.Parts(
                store,
                sending,
                schedulerSettings,
                surroundings.parts().clock(),
                surroundings.parts().seed());
        ClusterSingleton.get(system)
                .init(SingletonActor.of(SchedulerActor.create(parts), "scheduler")
                        .withStopMessage(new SchedulerActor.Stop()));
    }

    /** Completes once this node is a full member of the cluster; exceptionally if it ends before. */
    public CompletionStage<Void> awaitUp() {
        return view.up();
    }

    /** Addresses of the nodes that are up, as this one sees it, oldest first; empty before it joined and after it ended. */
    public List<String> members() {
        return view.members();
    }

    /** Users with an endpoint on this node. */
    public Set<UserName> usersHere() {
        return view.users();
    }

    /** Completes when the actor system has ended: after {@link #close}, or because the others took this node for dead. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    /**
     * Leaves: hands owners and users over to the other nodes, then ends everything, within {@link
     * ClusterSettings#leaveTimeout}; after that it is ended the hard way. Call it once no connection is left. Blocks.
     */
    @Override
    public void close() {
        CoordinatedShutdown.get(system).runAll(new Closing());
        try {
            ended.get(settings.leaveTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("leaving the cluster took longer than {}, ending without", settings.leaveTimeout());
            system.terminate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            system.terminate();
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        }
    }
}
