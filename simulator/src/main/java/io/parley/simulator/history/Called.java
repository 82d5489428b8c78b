package io.parley.simulator.history;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import java.util.List;
import java.util.Set;

/**
 * An api call that writes to a log.
 *
 * @param conversation whose log, or side log, it writes to
 * @param kinds what change it may make there; none for an amendment
 * @param users whom it is about; the change may leave out those it does not change
 */
public record Called(
        UserName by, ConversationId conversation, Set<Change.Kind> kinds, List<UserName> users, Fate fate) {
    public Called {
        kinds = Set.copyOf(kinds);
        users = List.copyOf(users);
    }
}
