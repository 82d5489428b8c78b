package io.parley.broker.edge;

import io.parley.broker.api.Api;
import io.parley.broker.conversation.Conversations;
import io.parley.broker.conversation.Owners;
import io.parley.broker.delivery.Endpoints;
import io.parley.broker.location.LocationRoom;
import io.parley.protocol.MessageId;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What all connections of this node share. */
record EdgeRoom(
        EdgeSettings settings,
        Conversations conversations,
        Owners owners,
        Endpoints endpoints,
        Admission admission,
        AckRouter router,
        Api api,
        LocationRoom location,
        Wire wire,
        EdgeObserver observer,
        Clock clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        Supplier<MessageId> newIds) {

    /** Spread over twice the configured time, so that those refused together do not come back together. */
    long retryAfterMillis() {
        long least = settings.retryAfter().toMillis();
        return least + random.nextLong(least + 1);
    }
}
