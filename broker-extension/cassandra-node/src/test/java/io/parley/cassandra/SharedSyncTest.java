package io.parley.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What somebody wrote before waiting is synced when the wait ends, and many share a sync. */
class SharedSyncTest {
    @Test
    void should_return_only_after_a_sync_that_began_after_the_write() throws Exception {
        AtomicLong written = new AtomicLong();
        AtomicLong synced = new AtomicLong();
        SharedSync sync = new SharedSync(() -> synced.set(written.get()));
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<Future<Boolean>> covered = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            covered.add(writers.submit(() -> {
                long mine = written.incrementAndGet();
                sync.await();
                return synced.get() >= mine;
            }));
        }
        for (Future<Boolean> each : covered) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
        }
        writers.shutdown();
    }

    @Test
    void should_share_one_sync_among_all_that_arrived_during_the_former() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger syncs = new AtomicInteger();
        SharedSync sync = new SharedSync(() -> {
            if (syncs.incrementAndGet() == 1) {
                firstRuns.countDown();
                awaitQuietly(goOn);
            }
        });
        ExecutorService writers = Executors.newFixedThreadPool(9);
        Future<?> first = writers.submit(sync::await);
        assertThat(firstRuns.await(30, TimeUnit.SECONDS)).isTrue();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            others.add(writers.submit(sync::await));
        }
        await().until(() -> sync.waiting() == 8);
        goOn.countDown();
        first.get(30, TimeUnit.SECONDS);
        for (Future<?> other : others) {
            other.get(30, TimeUnit.SECONDS);
        }
        assertThat(syncs).hasValue(2);
        writers.shutdown();
    }

    @Test
    void should_tell_who_waited_that_the_sync_failed_and_try_again_for_the_next() {
        AtomicInteger syncs = new AtomicInteger();
        SharedSync sync = new SharedSync(() -> {
            if (syncs.incrementAndGet() == 1) {
                throw new IOException("disk");
            }
        });
        assertThatThrownBy(sync::await).isInstanceOf(UncheckedIOException.class);
        sync.await();
        assertThat(syncs).hasValue(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
