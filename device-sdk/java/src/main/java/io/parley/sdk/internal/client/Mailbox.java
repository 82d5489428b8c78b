package io.parley.sdk.internal.client;

import io.parley.sdk.internal.session.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits for the session's thread. Any thread may put; none ever waits. Messages and sends are bounded; the other
 * inputs are bounded by what causes them. A message that finds no room is dropped, and pulled later as any gap is.
 */
final class Mailbox {
    static final int MESSAGES_MAX = 4_096;
    static final long MESSAGE_BYTES_MAX = 32L * 1024 * 1024;
    static final int SENDS_MAX = 10_000;
    static final long SEND_BYTES_MAX = 64L * 1024 * 1024;
    static final int BATCH_MAX = 512;

    /** Wakes the thread without telling the session anything. */
    sealed interface Item {
        record Told(Input input) implements Item {}

        record Writable(long connection) implements Item {}

        record Wake() implements Item {}
    }

    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong messageBytes = new AtomicLong();
    private final AtomicInteger sends = new AtomicInteger();
    private final AtomicLong sendBytes = new AtomicLong();

    /** @return whether there was room */
    boolean put(Input input) {
        if (input instanceof Input.Arrived it
                && !enter(
                        messages,
                        MESSAGES_MAX,
                        messageBytes,
                        MESSAGE_BYTES_MAX,
                        it.message().content().size())) {
            return false;
        }
        if (input instanceof Input.Send it
                && !enter(
                        sends,
                        SENDS_MAX,
                        sendBytes,
                        SEND_BYTES_MAX,
                        it.message().content().size())) {
            return false;
        }
        items.add(new Item.Told(input));
        return true;
    }

    void put(Item item) {
        items.add(item);
    }

    private static boolean enter(AtomicInteger count, int countMax, AtomicLong bytes, long bytesMax, int size) {
        boolean roomy = count.incrementAndGet() <= countMax;
        roomy &= bytes.addAndGet(size) <= bytesMax;
        if (!roomy) {
            leave(count, bytes, size);
        }
        return roomy;
    }

    private static void leave(AtomicInteger count, AtomicLong bytes, int size) {
        count.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Waits for the first item, at most so long, and takes what has come with it. */
    List<Item> take(long waitMillis) throws InterruptedException {
        List<Item> batch = new ArrayList<>();
        Item first = items.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            items.drainTo(batch, BATCH_MAX - 1);
        }
        batch.forEach(this::left);
        return batch;
    }

    private void left(Item item) {
        if (item instanceof Item.Told told) {
            if (told.input() instanceof Input.Arrived it) {
                leave(messages, messageBytes, it.message().content().size());
            } else if (told.input() instanceof Input.Send it) {
                leave(sends, sendBytes, it.message().content().size());
            }
        }
    }
}
