package io.parley.broker.cluster;

import io.parley.broker.conversation.Conversations.AckSink;
import io.parley.broker.endpoint.ConnectionsEverywhere;
import io.parley.broker.endpoint.ConnectionsHere;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One on each node: where what concerns this node's connections arrives. */
final class GatewayActor {
    private GatewayActor() {}

    static Behavior<GatewayMessage> create(AckSink sink, ConnectionsHere here, ConnectionsEverywhere everywhere) {
        Behavior<GatewayMessage> gateway = Behaviors.receive(GatewayMessage.class)
                .onMessage(GatewayMessage.Acks.class, acks -> {
                    sink.answered(acks.connection(), acks.acks());
                    return Behaviors.same();
                })
                .onMessage(GatewayMessage.SignOut.class, it -> {
                    here.signOut(it.endpoint());
                    return Behaviors.same();
                })
                .onMessage(GatewayMessage.Arrived.class, it -> {
                    here.makeRoom(it.arrival()).ifPresent(everywhere::arrived);
                    return Behaviors.same();
                })
                .onMessage(GatewayMessage.TracksOf.class, it -> {
                    here.lookAtTracks(it.users());
                    return Behaviors.same();
                })
                .onMessage(GatewayMessage.AskConnected.class, it -> {
                    it.replyTo().tell(new GatewayMessage.Connected(here.of(it.user())));
                    return Behaviors.same();
                })
                .build();
        return Behaviors.supervise(gateway).onFailure(RuntimeException.class, SupervisorStrategy.resume());
    }
}
