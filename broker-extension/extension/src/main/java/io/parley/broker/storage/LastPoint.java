package io.parley.broker.storage;

import io.parley.protocol.Content;
import io.parley.protocol.UserName;

/**
 * Where a track was last.
 *
 * @param body as the publisher sent it
 * @param at when it was measured, Unix milliseconds
 */
public record LastPoint(UserName publisher, Content body, long at) {}
