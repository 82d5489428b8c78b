package io.parley.broker.cluster;

/** What may travel between nodes; bound to {@code ClusterSerializer}. Everything in it is immutable. */
interface ClusterMessage {}
