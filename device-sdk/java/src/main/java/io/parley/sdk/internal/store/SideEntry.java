package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a side log, read.
 *
 * @param conversation the one the message is in
 * @param seq of the message
 * @param place seq of the entry in the side log
 * @param at Unix milliseconds
 * @param emoji empty but for reactions
 * @param contentType of an edit; null: not said
 * @param content of an edit, else empty
 */
public record SideEntry(
        ConversationId conversation,
        long seq,
        long place,
        UserName by,
        long at,
        Amendment.Kind kind,
        String emoji,
        @Nullable String contentType,
        Content content) {}
