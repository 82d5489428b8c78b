package io.parley.broker.cluster;

import io.parley.broker.conversation.Conversations.AckSink;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One on each node: where the owners' answers to this node's submissions arrive. */
final class GatewayActor {
    private GatewayActor() {}

    static Behavior<GatewayMessage> create(AckSink sink) {
        Behavior<GatewayMessage> gateway = Behaviors.receive(GatewayMessage.class)
                .onMessage(GatewayMessage.Acks.class, acks -> {
                    sink.answered(acks.connection(), acks.acks());
                    return Behaviors.same();
                })
                .build();
        return Behaviors.supervise(gateway).onFailure(RuntimeException.class, SupervisorStrategy.resume());
    }
}
