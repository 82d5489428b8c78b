package io.parley.broker.cluster;

import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.Conversations;
import io.parley.broker.conversation.RulesFactory;
import io.parley.broker.delivery.DeliveryObserver;
import io.parley.broker.delivery.DeliverySettings;
import io.parley.broker.endpoint.ConnectionsHere;
import io.parley.broker.location.LocationParts;
import io.parley.broker.presence.PresenceParts;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.EndpointStore;
import java.time.Clock;

/**
 * What a node is made of; the composition root fills it.
 *
 * @param connections those this node holds
 * @param acks where answers to this node's submissions go
 * @param seed of every jitter on this node
 */
public record ClusterParts(
        ConversationStore conversations,
        EndpointStore endpoints,
        RulesFactory rules,
        Conversations.AckSink acks,
        ConnectionsHere connections,
        PresenceParts presence,
        LocationParts location,
        ConversationSettings conversationSettings,
        ConversationObserver conversationObserver,
        DeliverySettings deliverySettings,
        DeliveryObserver deliveryObserver,
        Clock clock,
        long seed) {}
