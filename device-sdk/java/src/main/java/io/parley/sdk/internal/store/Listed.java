package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.sdk.ConversationSummary;
import org.jspecify.annotations.Nullable;

/**
 * A line of the list of conversations as the server tells it.
 *
 * @param at of the newest activity, Unix milliseconds
 */
public record Listed(
        ConversationId conversation,
        long last,
        long at,
        long unread,
        ConversationSummary.@Nullable Preview preview,
        Arrangement arrangement) {}
