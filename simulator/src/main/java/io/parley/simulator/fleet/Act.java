package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Change;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One thing that somebody does. */
public sealed interface Act {
    /** From the start of the run. */
    Duration at();

    record Come(Duration at, Member who) implements Act {}

    record Leave(Duration at, Member who) implements Act {}

    /** @param fillerBytes how much longer than its number the message is */
    record Write(Duration at, Member who, ConversationId to, int fillerBytes) implements Act {}

    /** Marks as read what the application has been handed of a conversation by then. */
    record Read(Duration at, Member who, ConversationId conversation) implements Act {}

    /** Amends a message: an edit or a recall the newest own one, a reaction the newest one handed. */
    record Amend(Duration at, Member who, ConversationId conversation, Amendment.Kind kind) implements Act {}

    /**
     * An api call that changes a conversation.
     *
     * @param json the body
     */
    record Call(Duration at, Member who, String name, String json, Wanted wanted) implements Act {}

    /**
     * What a call is to bring about.
     *
     * @param kinds any of these, as things stand when it arrives
     */
    record Wanted(ConversationId conversation, Set<Change.Kind> kinds, List<UserName> users) {
        public Wanted {
            kinds = Set.copyOf(kinds);
            users = List.copyOf(users);
        }
    }
}
