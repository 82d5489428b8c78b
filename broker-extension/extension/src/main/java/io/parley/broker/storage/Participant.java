package io.parley.broker.storage;

import io.parley.protocol.Precision;
import io.parley.protocol.UserName;

/**
 * Somebody named in a track, and what they may do there.
 *
 * @param precision how exactly they see it, if they may view
 */
public record Participant(UserName user, boolean publishes, boolean views, Precision precision) {}
