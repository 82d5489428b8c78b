package io.parley.broker.conversation;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Own sends whose mark is not in the store. A new owner finds them in the tail it reads, so a mark is saved only when the
 * newest message of its user is about to leave that tail. Part of {@link Receipts}.
 */
final class OwnSends {
    private final int tailMessages;
    /** A mark this far behind is saved, long before a block has to wait for it. */
    private final int lagMessages;

    private final int blockMessages;
    /** In the order of their newest messages: whoever sends again goes to the end. */
    private final Set<MarkKeeper> oldestFirst = new LinkedHashSet<>();

    OwnSends(ConversationSettings settings) {
        this.tailMessages = settings.recoverMessagesMin();
        this.blockMessages = settings.blockMessagesMax();
        this.lagMessages = Math.max(0, (tailMessages - blockMessages) / 2);
    }

    void sent(MarkKeeper keeper) {
        oldestFirst.remove(keeper);
        oldestFirst.add(keeper);
    }

    void clear() {
        oldestFirst.clear();
    }

    /** Names those whose mark must be saved now. */
    void go(long last, Consumer<MarkKeeper> save) {
        Iterator<MarkKeeper> each = oldestFirst.iterator();
        while (each.hasNext()) {
            MarkKeeper keeper = each.next();
            if (keeper.own() + lagMessages > last) {
                return;
            }
            if (keeper.isOwnDurable()) {
                each.remove();
            } else if (!keeper.isSaving()) {
                keeper.wantOwn();
                save.accept(keeper);
            }
        }
    }

    /** Whether a block may follow on {@code last} without hiding an own send from the next owner. */
    boolean leaveRoom(long last) {
        for (MarkKeeper keeper : oldestFirst) {
            if (keeper.own() + tailMessages > last + blockMessages) {
                return true;
            }
            if (!keeper.isOwnDurable()) {
                return false;
            }
        }
        return true;
    }
}
