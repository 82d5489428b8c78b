package io.parley.broker.location;

import io.parley.protocol.Precision;

/**
 * What the owner of a track lets one user see.
 *
 * @param until Unix milliseconds from which on it is void, whatever else was heard; {@link Long#MAX_VALUE} for no end
 */
public record Grant(Precision precision, long until) {}
