package io.parley.simulator.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;

/** A set of connected chats, and the loads they can be put under, one after the other. */
final class Load implements AutoCloseable {
    private static final long LATENCY_MICROS_MAX = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;
    private static final int TICK_MILLIS = 5;
    private static final int CONNECTING_AT_ONCE = 8;
    private static final int OPEN_LOOP_IN_FLIGHT_MAX = 16_384;
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(60);

    private final Subject subject;
    private final Lane.Clocks clocks = new Lane.Clocks(
            new ConcurrentHistogram(LATENCY_MICROS_MAX, DIGITS), new ConcurrentHistogram(LATENCY_MICROS_MAX, DIGITS));
    private final List<Lane> lanes = new ArrayList<>();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "receipts"));

    /** @param firstChat number of the first chat; the others follow */
    Load(Subject subject, int firstChat, BenchPlan.Width width) throws IOException {
        this.subject = subject;
        int inFlightMax = width.chats() <= 100 ? OPEN_LOOP_IN_FLIGHT_MAX : width.window() * 4;
        ExecutorService connecting = Executors.newFixedThreadPool(CONNECTING_AT_ONCE);
        try {
            List<Future<Lane>> opening = new ArrayList<>();
            for (int i = 0; i < width.chats(); i++) {
                int number = firstChat + i;
                opening.add(connecting.submit(() -> subject.open(number, clocks, width.window(), inFlightMax)));
            }
            for (Future<Lane> lane : opening) {
                lanes.add(lane.get());
            }
        } catch (ExecutionException e) {
            close();
            throw new IOException("could not connect to " + subject.name() + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            connecting.shutdownNow();
        }
        ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        for (Lane lane : lanes) {
            lane.tick(now);
        }
    }

    /** As fast as it goes with a fixed number of messages in flight. */
    Measurement closedLoop(Duration warmUp, Duration measured) throws IOException {
        lanes.forEach(Lane::startRefilling);
        pause(warmUp);
        Probe probe = new Probe();
        pause(measured);
        Measurement measurement = probe.read();
        lanes.forEach(Lane::stopRefilling);
        return drained(measurement);
    }

    /** So many a second whatever comes back; latency counts from when each should have gone. */
    Measurement openLoop(int ratePerSecond, Duration warmUp, Duration measured) throws IOException {
        pace(ratePerSecond, warmUp);
        Probe probe = new Probe();
        pace(ratePerSecond, measured);
        awaitDone();
        return drained(probe.read());
    }

    private void pace(int ratePerSecond, Duration duration) {
        long start = System.nanoTime();
        long total = duration.toMillis() * ratePerSecond / 1_000;
        for (long i = 0; i < total; i++) {
            long intended = start + i * 1_000_000_000L / ratePerSecond;
            long early = intended - System.nanoTime();
            while (early > 0) {
                LockSupport.parkNanos(early);
                early = intended - System.nanoTime();
            }
            lanes.get((int) (i % lanes.size())).sendOne(intended);
        }
    }

    private Measurement drained(Measurement measured) {
        awaitDone();
        long unfinished = lanes.stream().mapToLong(it -> it.sent() - it.done()).sum();
        return new Measurement(
                measured.messages(),
                measured.seconds(),
                measured.received(),
                measured.acked(),
                measured.broker(),
                measured.database(),
                measured.clientCpuSeconds(),
                measured.otherCpuSeconds(),
                measured.dataBytes(),
                new Measurement.Anomalies(
                        lanes.stream().mapToLong(Lane::refused).sum(),
                        lanes.stream().mapToLong(Lane::disorders).sum(),
                        unfinished));
    }

    private void awaitDone() {
        long deadline = System.nanoTime() + DRAIN_PATIENCE.toNanos();
        while (System.nanoTime() < deadline && lanes.stream().anyMatch(it -> it.done() < it.sent())) {
            pause(Duration.ofMillis(10));
        }
    }

    private long done() {
        return lanes.stream().mapToLong(Lane::done).sum();
    }

    private static void pause(Duration duration) {
        long deadline = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        lanes.forEach(Lane::close);
    }

    /** The state of everything when measuring begins. */
    private final class Probe {
        private final Usage broker = Usage.of(subject.brokerPids());
        private final Usage database = Usage.of(subject.databasePids());
        private final long dataBytes = size(subject.data());
        private final double machineCpuSeconds = Usage.machineCpuSeconds();
        private final long clientCpuNanos = clientCpuNanos();
        private final long done = done();
        private final long started = System.nanoTime();

        Probe() throws IOException {
            clocks.acked().reset();
            clocks.received().reset();
        }

        Measurement read() throws IOException {
            double seconds = (System.nanoTime() - started) / 1e9;
            long messages = done() - done;
            Usage brokerUsed = Usage.of(subject.brokerPids()).since(broker);
            Usage databaseUsed = Usage.of(subject.databasePids()).since(database);
            double clientSeconds = (clientCpuNanos() - clientCpuNanos) / 1e9;
            double all = Usage.machineCpuSeconds() - machineCpuSeconds;
            double others = all - brokerUsed.cpuSeconds() - databaseUsed.cpuSeconds() - clientSeconds;
            return new Measurement(
                    messages,
                    seconds,
                    latency(clocks.received()),
                    latency(clocks.acked()),
                    brokerUsed,
                    databaseUsed,
                    clientSeconds,
                    Math.max(0, others),
                    size(subject.data()) - dataBytes,
                    new Measurement.Anomalies(0, 0, 0));
        }
    }

    private static Measurement.Latency latency(ConcurrentHistogram micros) {
        return new Measurement.Latency(
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    static long clientCpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Bytes in files below {@code folder}; files that vanish meanwhile do not count. */
    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(Load::sizeOfFile)
                    .sum();
        } catch (UncheckedIOException vanished) {
            return size(folder);
        }
    }

    private static long sizeOfFile(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException vanished) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
