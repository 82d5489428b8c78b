package io.parley.broker.delivery;

import io.parley.protocol.ConversationId;

/**
 * The kinds of conversations an endpoint's subscriptions reach; of the others nothing is sent to it, and all of it waits.
 */
public record Covered(boolean chats, boolean groups, boolean sideLogs) {
    public static final Covered NONE = new Covered(false, false, false);
    public static final Covered ALL = new Covered(true, true, true);

    public boolean includes(ConversationId conversation) {
        if (conversation.isAmendments()) {
            return sideLogs;
        }
        return conversation.isGroup() ? groups : chats;
    }

    public Covered and(Covered other) {
        return new Covered(chats || other.chats, groups || other.groups, sideLogs || other.sideLogs);
    }
}
