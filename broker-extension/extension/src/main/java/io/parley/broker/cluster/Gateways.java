package io.parley.broker.cluster;

import io.parley.broker.endpoint.Arrival;
import io.parley.broker.endpoint.ConnectionsEverywhere;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;

/** The gateways of all nodes that are up, this one's too. Safe from any thread. */
final class Gateways implements ConnectionsEverywhere {
    static final String NAME = "gateway";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ActorSystem<?> system;
    private final NodeView view;

    Gateways(ActorSystem<?> system, NodeView view) {
        this.system = system;
        this.view = view;
    }

    /** @param member {@code system@host:port} */
    private ActorSelection gateway(String member) {
        return Adapter.toClassic(system).actorSelection("pekko://" + member + "/system/" + NAME);
    }

    private void tellAll(GatewayMessage message) {
        view.members().forEach(member -> gateway(member).tell(message, org.apache.pekko.actor.ActorRef.noSender()));
    }

    @Override
    public void signOut(EndpointId endpoint) {
        tellAll(new GatewayMessage.SignOut(endpoint));
    }

    @Override
    public void arrived(Arrival arrival) {
        tellAll(new GatewayMessage.Arrived(arrival));
    }

    @Override
    public void lookAtTracks(Set<UserName> users) {
        if (!users.isEmpty()) {
            tellAll(new GatewayMessage.TracksOf(Set.copyOf(users)));
        }
    }

    @Override
    public CompletionStage<Set<String>> of(UserName user) {
        CompletionStage<Set<String>> all = CompletableFuture.completedStage(Set.of());
        for (String member : view.members()) {
            CompletionStage<Set<String>> there = Patterns.askWithReplyTo(
                            gateway(member),
                            replyTo -> new GatewayMessage.AskConnected(user, Adapter.toTyped(replyTo)),
                            PATIENCE)
                    .handle((answer, failure) ->
                            answer instanceof GatewayMessage.Connected it ? it.clientIds() : Set.of());
            all = all.thenCombine(there, Gateways::union);
        }
        return all;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> sum = new HashSet<>(one);
        sum.addAll(other);
        return sum;
    }
}
