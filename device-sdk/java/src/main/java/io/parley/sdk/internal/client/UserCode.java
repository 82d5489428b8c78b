package io.parley.sdk.internal.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the application's code on its executor: one task at a time, in order. What it throws is logged and changes
 * nothing. If the executor refuses, tasks wait until there is another.
 */
final class UserCode {
    private static final Logger LOG = LoggerFactory.getLogger(UserCode.class);
    private static final int TURN_MAX = 256;

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Thread runner = Thread.currentThread();

    UserCode(Executor executor) {
        this.executor = executor;
    }

    void add(Runnable task) {
        tasks.add(task);
        start();
    }

    /** Outside of the order; for what other code waits for. If the executor is gone, on the caller's thread. */
    void free(Runnable task) {
        try {
            executor.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            run(task);
        }
    }

    private void start() {
        if (!tasks.isEmpty() && running.compareAndSet(false, true)) {
            try {
                executor.execute(this::turn);
            } catch (RejectedExecutionException e) {
                running.set(false);
                LOG.warn("The executor given to the client refuses tasks: {}", e.getMessage());
            }
        }
    }

    private void turn() {
        runner = Thread.currentThread();
        for (int i = 0; i < TURN_MAX; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
        running.set(false);
        start();
    }

    /** Whether the calling thread is running one of the ordered tasks. */
    boolean isCurrentThread() {
        return running.get() && runner == Thread.currentThread();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("A listener threw", e);
        }
    }
}
