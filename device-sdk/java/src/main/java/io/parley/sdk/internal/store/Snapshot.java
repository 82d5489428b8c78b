package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.sdk.Amendments;
import org.jspecify.annotations.Nullable;

/**
 * What the server says was done to a message.
 *
 * @param asOf everything up to this place of the side log is in it
 * @param contentType of the edited content; null: not said
 * @param content the edited one; empty if it was not edited
 */
public record Snapshot(
        long asOf, Amendments amendments, @Nullable String contentType, Content content) {}
