package io.parley.simulator.fleet;

import io.parley.protocol.EndpointId;

/**
 * One endpoint of the fleet.
 *
 * @param host number of the app host it lives in
 */
public record Member(EndpointId endpoint, int host) {
    /** How it is called between this process and its host: {@code user/client}. */
    public String key() {
        return endpoint.toString();
    }
}
