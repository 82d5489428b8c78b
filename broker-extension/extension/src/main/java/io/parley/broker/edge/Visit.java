package io.parley.broker.edge;

import io.parley.broker.storage.SignInPolicy;

/**
 * One stay of an endpoint, as the directory is told of it.
 *
 * @param kind what the endpoint says it is, empty if nothing
 * @param begunNanos when its CONNECT was looked at first, by the node's monotonic clock
 * @param at when it was let in, Unix milliseconds
 * @param firstSeen of the endpoint, Unix milliseconds
 */
record Visit(String kind, SignInPolicy policy, long begunNanos, long at, long firstSeen) {}
