package io.parley.sdk;

import io.parley.protocol.Content;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a message said at some time.
 *
 * @param at when it was sent or edited; null if this endpoint was told of the edit only afterwards
 * @param contentType null: not said
 */
public record Version(@Nullable Instant at, @Nullable String contentType, Content content) {}
