package io.parley.simulator.fleet;

import io.parley.protocol.EndpointId;

/**
 * One endpoint of the fleet.
 *
 * @param host number of the app host it lives in
 */
record Member(EndpointId endpoint, int host) {
    /** How it is called between this process and its host: {@code user/client}. */
    String key() {
        return endpoint.toString();
    }
}
