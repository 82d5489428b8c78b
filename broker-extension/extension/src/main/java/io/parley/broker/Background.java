package io.parley.broker;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done again and again, one after the other, with a pause between; a failure is logged and costs one turn. */
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final ScheduledExecutorService timer;
    private final String name;
    private final Supplier<CompletionStage<Void>> work;
    private final AtomicBoolean busy = new AtomicBoolean();

    Background(String name, Duration pause, Supplier<CompletionStage<Void>> work) {
        this.name = name;
        this.work = work;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        var unused =
                timer.scheduleWithFixedDelay(this::turn, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turn() {
        if (!busy.compareAndSet(false, true)) {
            return;
        }
        try {
            work.get().whenComplete((done, failed) -> busy.set(false));
        } catch (RuntimeException fault) {
            busy.set(false);
            LOG.warn("{} failed, it goes on with the next turn", name, fault);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
