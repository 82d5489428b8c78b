package io.parley.broker.cluster;

import io.parley.broker.endpoint.Arrival;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node is told: about the messages its connections submitted, and about the connections it holds. */
sealed interface GatewayMessage {
    /** Answers to messages of one connection, in the order they were decided. */
    record Acks(long connection, List<Ack> acks) implements GatewayMessage, ClusterMessage {}

    /** The endpoint may not be connected any more. */
    record SignOut(EndpointId endpoint) implements GatewayMessage, ClusterMessage {}

    /** The endpoint signed in, and others may have to make room. */
    record Arrived(Arrival arrival) implements GatewayMessage, ClusterMessage {}

    /** What these users may see of tracks may be more, or less. */
    record TracksOf(Set<UserName> users) implements GatewayMessage, ClusterMessage {}

    /** Which endpoints of the user are connected to this node? Answered by {@link Connected}. */
    record AskConnected(UserName user, ActorRef<GatewayMessage> replyTo) implements GatewayMessage, ClusterMessage {}

    /** By client id. */
    record Connected(Set<String> clientIds) implements GatewayMessage, ClusterMessage {}
}
