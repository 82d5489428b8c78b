package io.parley.broker.location;

/**
 * A connection that publishes to a track, as its owner knows it.
 *
 * @param node that holds the connection
 * @param connection its number there
 */
public record Source<N>(N node, long connection) {}
