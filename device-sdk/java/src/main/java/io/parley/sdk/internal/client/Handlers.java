package io.parley.sdk.internal.client;

import io.parley.protocol.ConversationId;
import io.parley.sdk.MessageHandler;
import io.parley.sdk.TransactionalHandler;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.session.Output;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.SqliteStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the application, on its executor, and tells the session how that went.
 *
 * <p>After a handler threw, what was given out behind that message in the same conversation is not handed; the session
 * gives it again, beginning with the retry. Transactional hands that wait together share a transaction.
 */
final class Handlers {
    private static final int TRANSACTION_MESSAGES_MAX = 64;
    private static final long TRANSACTION_NANOS_MAX = 20_000_000;

    private final UserCode userCode;
    private final Consumer<Input> report;
    private final Consumer<Throwable> storeFailed;
    private final Function<Output.Hand, Message> messages;
    private final @Nullable MessageHandler plain;
    private final @Nullable TransactionalHandler transactional;
    private final @Nullable SqliteStore store;
    private final Queue<Output.Hand> hands = new ConcurrentLinkedQueue<>();
    private final Set<ConversationId> stopped = new HashSet<>();

    Handlers(
            Settings.Listeners listeners,
            @Nullable SqliteStore store,
            UserCode userCode,
            Function<Output.Hand, Message> messages,
            Consumer<Input> report,
            Consumer<Throwable> storeFailed) {
        this.plain = listeners.onMessage();
        this.transactional = listeners.onMessageInTransaction();
        this.store = store;
        this.userCode = userCode;
        this.messages = messages;
        this.report = report;
        this.storeFailed = storeFailed;
    }

    void hand(Output.Hand hand) {
        hands.add(hand);
        userCode.add(this::handNext);
    }

    private void handNext() {
        if (transactional != null && store != null) {
            handTogether(transactional, store);
            return;
        }
        Output.Hand hand = next();
        if (hand != null) {
            report.accept(handOne(hand));
        }
    }

    /** Skips what waits behind a message whose handler threw. */
    private Output.@Nullable Hand next() {
        for (Output.Hand hand = hands.poll(); hand != null; hand = hands.poll()) {
            ConversationId conversation = hand.message().conversation();
            if (hand.retry()) {
                stopped.remove(conversation);
            }
            if (!stopped.contains(conversation)) {
                return hand;
            }
        }
        return null;
    }

    private Input handOne(Output.Hand hand) {
        Incoming message = hand.message();
        try {
            if (plain != null) {
                plain.onMessage(messages.apply(hand));
            }
            return new Input.HandlerDone(message.conversation(), message.seq());
        } catch (Throwable e) {
            return failed(message, e);
        }
    }

    private Input failed(Incoming message, Throwable error) {
        stopped.add(message.conversation());
        return new Input.HandlerFailed(message.conversation(), message.seq(), error);
    }

    private void handTogether(TransactionalHandler handler, SqliteStore store) {
        Output.Hand hand = next();
        if (hand == null) {
            return;
        }
        try {
            List<Input> reports = new ArrayList<>();
            store.begin();
            try {
                long since = System.nanoTime();
                while (hand != null) {
                    reports.add(handWithin(handler, store, hand));
                    boolean more = reports.size() < TRANSACTION_MESSAGES_MAX
                            && System.nanoTime() - since < TRANSACTION_NANOS_MAX;
                    hand = more ? next() : null;
                }
            } catch (RuntimeException e) {
                store.rollback();
                throw e;
            }
            store.commit();
            reports.forEach(report);
        } catch (RuntimeException e) {
            storeFailed.accept(e);
        }
    }

    private Input handWithin(TransactionalHandler handler, SqliteStore store, Output.Hand hand) {
        Incoming message = hand.message();
        store.savepoint();
        try {
            handler.onMessage(messages.apply(hand), store.transaction());
        } catch (Throwable e) {
            store.rollbackToSavepoint();
            return failed(message, e);
        }
        store.addIncoming(message);
        store.mark(message.conversation(), message.seq());
        store.releaseSavepoint();
        return new Input.HandlerDone(message.conversation(), message.seq());
    }
}
