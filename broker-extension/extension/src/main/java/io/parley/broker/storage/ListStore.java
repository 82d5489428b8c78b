package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * How users have arranged their conversations. Threads and failure as in {@link ConversationStore}.
 *
 * <p>Of two changes of one field the later wins, by the clocks of the nodes that made them; fields do not disturb each other.
 */
public interface ListStore {
    /** Of every conversation the user ever changed something about. */
    CompletionStage<Map<ConversationId, ListEntry>> entriesOf(UserName user);

    CompletionStage<Void> change(UserName user, ConversationId conversation, ListChange change);
}
