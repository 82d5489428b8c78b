/**
 * Apache Pekko: sharding, membership, and the thin actors around the state machines of conversation and delivery. The
 * only room that knows of Pekko. One code path for one node and for twenty.
 */
@NullMarked
package io.parley.broker.cluster;

import org.jspecify.annotations.NullMarked;
