package io.parley.broker.location.nearest;

import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;

/**
 * Somebody who is free for a fleet.
 *
 * @param at when they said so, Unix milliseconds
 * @param until and how long it is believed
 */
public record Free(GroupName fleet, UserName driver, Position place, long at, long until) {
    /** One who was found, and how far away. */
    public record Found(UserName driver, Position place, long at, double metres) {}
}
