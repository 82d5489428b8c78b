/**
 * The commands of whoever runs a server: {@code up}, {@code user}, {@code where}.
 *
 * <p>{@code settings} turns flags and a file into one valid value, {@code house} starts, watches and stops the JVMs.
 * Neither Cassandra nor HiveMQ is on this class path: they are processes.
 */
@NullMarked
package io.parley.server;

import org.jspecify.annotations.NullMarked;
