package io.parley.broker.storage;

import java.util.List;

/**
 * The way a track is meant to go.
 *
 * @param line 2 to {@value #VERTICES_MAX} places, in order
 * @param millis how long the whole way takes
 * @param corridorMetres farther from it than this is off the route
 * @param setAt Unix milliseconds; a later one wins
 */
public record Route(List<Position> line, long millis, double corridorMetres, long setAt) {
    public static final int VERTICES_MAX = 5_000;

    public Route {
        line = List.copyOf(line);
        if (line.size() < 2 || line.size() > VERTICES_MAX) {
            throw new IllegalArgumentException("a route of " + line.size() + " places, must be 2 to " + VERTICES_MAX);
        }
        if (millis < 1 || !(corridorMetres > 0 && corridorMetres < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a route of " + millis + " ms and " + corridorMetres + " m");
        }
    }
}
