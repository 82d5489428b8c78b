package io.parley.broker.cluster;

import io.parley.protocol.json.Ack;
import java.util.List;

/** What a node is told about the messages its connections submitted. */
sealed interface GatewayMessage {
    /** Answers to messages of one connection, in the order they were decided. */
    record Acks(long connection, List<Ack> acks) implements GatewayMessage, ClusterMessage {}
}
