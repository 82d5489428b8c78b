package io.parley.simulator.history;

import io.parley.protocol.EndpointId;
import java.util.List;

/**
 * The life of one endpoint as its application kept it.
 *
 * @param newest with how many of the newest messages of each conversation it began, the rest left to history; 0: all
 * @param sent in the order the application sent
 * @param handed in the order the application was handed
 */
public record EndpointHistory(EndpointId endpoint, int newest, List<Sent> sent, List<Handed> handed) {
    public EndpointHistory(EndpointId endpoint, List<Sent> sent, List<Handed> handed) {
        this(endpoint, 0, sent, handed);
    }

    public EndpointHistory {
        sent = List.copyOf(sent);
        handed = List.copyOf(handed);
    }
}
