package io.parley.broker.location;

import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an owner tells a node whose viewers it knows.
 *
 * @param rights number of the rights in force; told with each point
 * @param listMillis how often those who look at a list are shown a point at most
 * @param grants of those viewers of the node who may see it
 * @param newest null if there is none
 */
public record Granted(
        TrackName track,
        long rights,
        long listMillis,
        Map<UserName, Grant> grants,
        @Nullable TrackPoint newest) {
    public Granted {
        grants = Map.copyOf(grants);
    }
}
