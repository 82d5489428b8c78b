/**
 * The storage ports on Apache Cassandra; the only room that imports the driver. Tables are drawn in {@code
 * docs/storage.md}. Threads: everything here may be called from anywhere and never blocks, except {@link
 * io.parley.broker.storage.cassandra.CassandraStorage#connect} and {@code close}; results complete on the driver's
 * threads.
 */
@NullMarked
package io.parley.broker.storage.cassandra;

import org.jspecify.annotations.NullMarked;
