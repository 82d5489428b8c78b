package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Marks;
import io.parley.sdk.Receipt;
import io.parley.sdk.internal.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How far the own user has read, on whichever endpoint, and what is told of the other side of a chat. In groups nobody
 * is told how far one particular member is.
 */
final class ReadMarks {
    private final UserName me;
    private final Store store;
    private final Consumer<Output> out;
    private final Receipts receipts;
    private final Tracker tracker;
    private final Inbox inbox;
    private final Map<ConversationId, Long> own = new HashMap<>();

    ReadMarks(UserName me, Store store, Consumer<Output> out, Receipts receipts, Tracker tracker, Inbox inbox) {
        this.me = me;
        this.store = store;
        this.out = out;
        this.receipts = receipts;
        this.tracker = tracker;
        this.inbox = inbox;
    }

    void load(ConversationId conversation, long read) {
        if (read > 0) {
            own.put(conversation, read);
            receipts.read(conversation, read);
        }
    }

    /** Beyond what the application can have seen there is nothing to read, and the server would refuse it. */
    void markRead(ConversationId conversation, long seq) {
        long read = Math.min(seq, inbox.released(conversation));
        if (read > own.getOrDefault(conversation, 0L)) {
            own.put(conversation, read);
            store.read(conversation, read);
            receipts.read(conversation, read);
        }
    }

    /** Somebody has come further. */
    void came(ConversationId conversation, UserName user, long received, long read) {
        boolean news = false;
        if (!conversation.isGroup() && user.equals(conversation.peerOf(me))) {
            news = tracker.peerCame(conversation, received, read);
        }
        if (user.equals(me)) {
            news |= ownCame(conversation, read);
        }
        if (news) {
            out.accept(new Output.ReceiptSeen(new Receipt(conversation, user, received, read)));
        }
    }

    private boolean ownCame(ConversationId conversation, long read) {
        receipts.readIsKnown(conversation, read);
        if (read <= own.getOrDefault(conversation, 0L)) {
            return false;
        }
        own.put(conversation, read);
        store.read(conversation, read);
        return true;
    }

    /** What a sync says of everybody. */
    void came(Marks peers, Map<String, Long> ownRead) {
        Map<String, Long> all = new HashMap<>(peers.received());
        peers.read().forEach((seen, read) -> all.putIfAbsent(seen, read));
        all.keySet().stream()
                .sorted()
                .forEach(seen -> chat(seen)
                        .ifPresent(id -> came(
                                id,
                                id.peerOf(me),
                                peers.received().getOrDefault(seen, 0L),
                                peers.read().getOrDefault(seen, 0L))));
        ownRead.forEach((seen, read) -> ConversationId.parse(seen, me).ifPresent(id -> {
            if (ownCame(id, read)) {
                out.accept(new Output.ReceiptSeen(new Receipt(id, me, inbox.mark(id), read)));
            }
        }));
    }

    private Optional<ConversationId> chat(String seen) {
        return ConversationId.parse(seen, me).filter(id -> !id.isGroup());
    }
}
