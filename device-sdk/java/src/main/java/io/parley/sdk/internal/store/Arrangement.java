package io.parley.sdk.internal.store;

import org.jspecify.annotations.Nullable;

/**
 * A change of a conversation's line in the list; what is null stays as it is.
 *
 * @param mutedUntil Unix milliseconds, 0: not muted
 */
public record Arrangement(
        @Nullable String title,
        @Nullable Boolean pinned,
        @Nullable Long mutedUntil,
        @Nullable Boolean archived,
        @Nullable Boolean markedUnread,
        @Nullable String draft) {
    public static Arrangement titled(String title) {
        return new Arrangement(title, null, null, null, null, null);
    }
}
