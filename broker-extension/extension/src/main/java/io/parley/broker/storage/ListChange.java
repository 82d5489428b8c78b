package io.parley.broker.storage;

import org.jspecify.annotations.Nullable;

/** New values of some fields of a {@link ListEntry}; null leaves one as it is. */
public record ListChange(
        @Nullable Boolean pinned,
        @Nullable Long mutedUntil,
        @Nullable Boolean archived,
        @Nullable Boolean markedUnread,
        @Nullable String draft) {
    /** Longest draft, characters. */
    public static final int DRAFT_LENGTH_MAX = 4_000;

    public ListChange {
        check(mutedUntil == null ? 0 : mutedUntil, draft == null ? "" : draft);
    }

    static void check(long mutedUntil, String draft) {
        if (mutedUntil < 0) {
            throw new IllegalArgumentException("mutedUntil " + mutedUntil + " is before 1970");
        }
        if (draft.length() > DRAFT_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "draft has " + draft.length() + " characters, at most " + DRAFT_LENGTH_MAX);
        }
    }

    public ListEntry appliedTo(ListEntry entry) {
        return new ListEntry(
                pinned == null ? entry.pinned() : pinned,
                mutedUntil == null ? entry.mutedUntil() : mutedUntil,
                archived == null ? entry.archived() : archived,
                markedUnread == null ? entry.markedUnread() : markedUnread,
                draft == null ? entry.draft() : draft);
    }
}
