package io.parley.broker.history;

import io.parley.broker.storage.StoredMessage;
import java.util.List;

/**
 * Some messages of a conversation, ascending.
 *
 * @param floor there is nothing for this user up to here: the page that begins at {@code floor + 1} is the oldest
 * @param last the newest there is for this user, 0 if there is none
 */
public record HistoryPage(List<StoredMessage> messages, long floor, long last) {
    public HistoryPage {
        messages = List.copyOf(messages);
    }
}
