/**
 * A single Cassandra node on loopback, in a JVM of its own.
 *
 * <p>Two halves share this jar. {@link io.parley.cassandra.CassandraCommand} and
 * {@link io.parley.cassandra.CassandraSettings} run in the supervisor, need nothing but the JDK, and write the command
 * line. Everything else runs in the node's JVM, is entered through {@link io.parley.cassandra.CassandraNode}, and is the
 * only code of the project that sees Cassandra's server classes.
 */
@NullMarked
package io.parley.cassandra;

import org.jspecify.annotations.NullMarked;
