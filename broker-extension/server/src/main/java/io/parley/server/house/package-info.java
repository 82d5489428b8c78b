/**
 * One server on one machine: a data folder, a Cassandra, one or more brokers.
 *
 * <p>Each child has one thread that lives as long as it does and restarts it; everything else happens on the main thread,
 * and the stop on the JVM's shutdown thread.
 */
@NullMarked
package io.parley.server.house;

import org.jspecify.annotations.NullMarked;
