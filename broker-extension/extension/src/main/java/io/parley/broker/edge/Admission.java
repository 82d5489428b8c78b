package io.parley.broker.edge;

import io.parley.broker.storage.Health;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Node-wide bound on what is on its way to owners. Beyond it, and while the store is away, senders hear {@code busy}. */
final class Admission {
    private final int messagesMax;
    private final long bytesMax;
    private final Health store;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(EdgeSettings settings, Health store) {
        this.messagesMax = settings.inFlightMessagesMax();
        this.bytesMax = settings.inFlightBytesMax();
        this.store = store;
    }

    boolean isStoreAway() {
        return store.fault().isPresent();
    }

    /** @return whether there is room; if so, it is taken until {@link #release} with the same number */
    boolean tryAdmit(int contentBytes) {
        if (isStoreAway()) {
            return false;
        }
        if (messages.incrementAndGet() > messagesMax) {
            messages.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(contentBytes) > bytesMax) {
            release(contentBytes);
            return false;
        }
        return true;
    }

    void release(int contentBytes) {
        messages.decrementAndGet();
        bytes.addAndGet(-contentBytes);
    }

    int messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }
}
