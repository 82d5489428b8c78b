package io.parley.broker.cluster;

import io.parley.broker.storage.Presence;
import io.parley.protocol.UserName;

/** What is told to whoever watches a user, or asked once; what its own node tells it is local to {@code WatcherActor}. */
interface WatcherMessage {
    /** From a user entity: so it is. */
    record Told(UserName user, Presence presence) implements WatcherMessage, ClusterMessage {}

    /** From a user entity that ends: its successor does not know who watches. */
    record Forgotten(UserName user) implements WatcherMessage, ClusterMessage {}
}
