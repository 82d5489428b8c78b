package io.parley.broker.storage;

/**
 * How a user has arranged a conversation in their list. Nothing the server acts upon, except to order the list and to
 * leave out what is archived.
 *
 * @param mutedUntil no notifications until then, Unix milliseconds; 0 for not muted
 * @param markedUnread by hand, to come back to it
 * @param draft what the user began to write, empty if nothing
 */
public record ListEntry(boolean pinned, long mutedUntil, boolean archived, boolean markedUnread, String draft) {
    public static final ListEntry NONE = new ListEntry(false, 0, false, false, "");

    public ListEntry {
        ListChange.check(mutedUntil, draft);
    }
}
