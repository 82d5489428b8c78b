package io.parley.broker.conversation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Own sends whose mark is not in the store. A new owner finds them in the tail it reads, so a mark is saved only when the
 * newest message of its user is about to leave that tail. Part of {@link Receipts}.
 */
final class OwnSends {
    private record Send(MarkKeeper keeper, long seq) {}

    private final int tailMessages;
    /** A mark this far behind is saved, long before a block has to wait for it. */
    private final int lagMessages;

    private final int blockMessages;
    private final Deque<Send> oldestFirst = new ArrayDeque<>();
    private final Set<MarkKeeper> waiting = new HashSet<>();

    OwnSends(ConversationSettings settings) {
        this.tailMessages = settings.recoverMessagesMin();
        this.blockMessages = settings.blockMessagesMax();
        this.lagMessages = Math.max(0, (tailMessages - blockMessages) / 2);
    }

    void sent(MarkKeeper keeper) {
        if (waiting.add(keeper)) {
            oldestFirst.add(new Send(keeper, keeper.own()));
        }
    }

    void clear() {
        oldestFirst.clear();
        waiting.clear();
    }

    /** Names those whose mark must be saved now. */
    void go(long last, Consumer<MarkKeeper> save) {
        for (Send oldest = due(last); oldest != null; oldest = due(last)) {
            MarkKeeper keeper = oldest.keeper;
            if (keeper.isOwnDurable()) {
                oldestFirst.remove();
                waiting.remove(keeper);
            } else if (keeper.own() > oldest.seq) {
                oldestFirst.remove();
                oldestFirst.add(new Send(keeper, keeper.own()));
            } else {
                keeper.wantOwn();
                save.accept(keeper);
                return;
            }
        }
    }

    private @Nullable Send due(long last) {
        Send oldest = oldestFirst.peek();
        return oldest != null && oldest.seq + lagMessages <= last ? oldest : null;
    }

    /** Whether a block may follow without hiding an own send from the next owner. */
    boolean leaveRoom(long last) {
        Send oldest = oldestFirst.peek();
        return oldest == null
                || oldest.keeper.isOwnDurable()
                || oldest.keeper.own() + tailMessages > last + blockMessages;
    }
}
