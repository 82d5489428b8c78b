package io.parley.broker.storage.cassandra;

import io.parley.broker.storage.StorageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What becomes of several statements that are one write to their caller. Settled from any thread. */
final class JoinedWrite extends CompletableFuture<Void> {
    private final AtomicInteger open;
    private final AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();
    private volatile boolean maybeWritten;

    JoinedWrite(int statements) {
        open = new AtomicInteger(statements);
        if (statements == 0) {
            complete(null);
        }
    }

    void written() {
        maybeWritten = true;
        settle();
    }

    void failed(StorageException why) {
        if (why.outcomeUnknown()) {
            maybeWritten = true;
        }
        failure.compareAndSet(null, why);
        settle();
    }

    void refuse(StorageException why) {
        completeExceptionally(why);
    }

    private void settle() {
        if (open.decrementAndGet() > 0) {
            return;
        }
        StorageException why = failure.get();
        if (why == null) {
            complete(null);
        } else if (maybeWritten == why.outcomeUnknown()) {
            completeExceptionally(why);
        } else {
            // One part is written and the other surely not: the whole is neither.
            completeExceptionally(new StorageException(String.valueOf(why.getMessage()), true, why));
        }
    }
}
