package io.parley.sdk.internal.client;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.json.CountsEvent;
import io.parley.sdk.Counts;
import io.parley.sdk.MessageFailedException;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.SentMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handle of a message. Told by the session's thread, asked by any; user code only ever runs through {@link UserCode}. */
final class Sent implements SentMessage {
    private final MessageId id;
    private final ConversationId conversation;
    private final UserCode userCode;
    private final List<Consumer<MessageStatus>> listeners = new ArrayList<>(0);
    private final Map<Stage, CompletableFuture<SentMessage>> stages = new EnumMap<>(Stage.class);
    private MessageStatus status;
    private @Nullable Reach reach;
    private boolean stored;
    private long seq;
    private @Nullable Throwable closed;

    Sent(MessageId id, ConversationId conversation, boolean stored, UserCode userCode) {
        this.id = id;
        this.conversation = conversation;
        this.userCode = userCode;
        this.stored = stored;
        this.status = MessageStatus.QUEUED;
    }

    @Override
    public MessageId id() {
        return id;
    }

    @Override
    public ConversationId conversation() {
        return conversation;
    }

    @Override
    public synchronized MessageStatus status() {
        return status;
    }

    @Override
    public synchronized void onStatus(Consumer<MessageStatus> listener) {
        listeners.add(listener);
        MessageStatus current = status;
        userCode.add(() -> listener.accept(current));
    }

    @Override
    public CompletionStage<SentMessage> queued() {
        return stage(Stage.QUEUED);
    }

    @Override
    public CompletionStage<Long> accepted() {
        return stage(Stage.ACCEPTED).thenApply(ignored -> seq());
    }

    @Override
    public CompletionStage<SentMessage> received() {
        return stage(Stage.RECEIVED);
    }

    @Override
    public CompletionStage<SentMessage> read() {
        return stage(Stage.READ);
    }

    @Override
    public synchronized Optional<Reach> reach() {
        return Optional.ofNullable(reach);
    }

    /** Whoever has a later message has this one. Nothing that was told is taken back. */
    synchronized void counted(Counts told) {
        int received = reach == null ? 0 : reach.received();
        int read = reach == null ? 0 : reach.read();
        boolean concerned = false;
        for (CountsEvent.Count count : told.counts()) {
            if (seq > 0 && count.seq() >= seq) {
                concerned = true;
                received = Math.max(received, count.received());
                read = Math.max(read, count.read());
            }
        }
        if (concerned) {
            reach = new Reach(received, read, told.of());
        }
    }

    private synchronized long seq() {
        return seq;
    }

    private synchronized CompletableFuture<SentMessage> stage(Stage stage) {
        CompletableFuture<SentMessage> future = stages.computeIfAbsent(stage, it -> new CompletableFuture<>());
        settle(stage, future);
        return future.copy();
    }

    /** It is in the store. */
    synchronized void stored() {
        stored = true;
        settleAll();
    }

    synchronized void become(MessageStatus next) {
        if (!status.stage().canBecome(next.stage())) {
            return;
        }
        status = next;
        stored = stored || next.stage() != Stage.FAILED;
        seq = Math.max(seq, next.seq());
        for (Consumer<MessageStatus> listener : listeners) {
            userCode.add(() -> listener.accept(next));
        }
        settleAll();
    }

    /** Nothing more will be told: whoever waits is told that. */
    synchronized void close(Throwable reason) {
        closed = reason;
        settleAll();
    }

    private void settleAll() {
        stages.forEach(this::settle);
    }

    private void settle(Stage stage, CompletableFuture<SentMessage> future) {
        if (future.isDone()) {
            return;
        }
        MessageStatus.Failure failure = status.reason();
        if (stage == Stage.QUEUED ? stored : failure == null && status.stage().ordinal() >= stage.ordinal()) {
            userCode.free(() -> future.complete(this));
        } else if (failure != null && !(stage == Stage.ACCEPTED && seq > 0)) {
            MessageFailedException error = new MessageFailedException(id, failure);
            userCode.free(() -> future.completeExceptionally(error));
        } else if (failure != null) {
            userCode.free(() -> future.complete(this));
        } else if (closed != null) {
            Throwable reason = closed;
            userCode.free(() -> future.completeExceptionally(reason));
        }
    }

    @Override
    public String toString() {
        return "message " + id + " in " + conversation + ": " + status();
    }
}
