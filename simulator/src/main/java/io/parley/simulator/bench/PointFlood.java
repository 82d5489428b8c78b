package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.parley.simulator.map.LiechtensteinMap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * As many points as a broker takes. QoS 0 has no answer, so every so many points one is sent with QoS 1, on the same
 * connection and behind the others, and its PUBACK lets the next ones go: the same for both brokers.
 */
final class PointFlood implements AutoCloseable {
    private static final int BURST = 32;
    private static final int BURSTS_IN_FLIGHT = 2;
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(60);

    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private final PointBroker broker;
    private volatile boolean running;

    /**
     * What came of it.
     *
     * @param takenPerSecond points in
     * @param seenPerSecond points out, to all viewers
     * @param drainSeconds after the last point was taken until every viewer had the last of their track
     */
    record Result(double takenPerSecond, double seenPerSecond, double drainSeconds, double cpuPerMillion) {}

    PointFlood(PointBroker broker, int firstTrack, int tracks, boolean watched, long startMillis) {
        this.broker = broker;
        for (int i = 0; i < tracks; i++) {
            if (watched) {
                viewers.add(new Viewer(firstTrack + i));
            }
            publishers.add(new Publisher(firstTrack + i, startMillis));
        }
    }

    Result run(Duration warmUp, Duration length) throws IOException {
        running = true;
        publishers.forEach(Publisher::begin);
        LockSupport.parkNanos(warmUp.toNanos());
        Usage before = Usage.of(broker.pids());
        long started = System.nanoTime();
        long takenBefore = taken.get();
        long seenBefore = seen.get();
        LockSupport.parkNanos(length.toNanos());
        double seconds = (System.nanoTime() - started) / 1e9;
        long points = taken.get() - takenBefore;
        double out = (seen.get() - seenBefore) / seconds;
        double cpu = Usage.of(broker.pids()).since(before).cpuSeconds();
        running = false;
        return new Result(points / seconds, out, drain(), cpu * 1e6 / Math.max(1, points));
    }

    /** Until everybody has the last point of their track. */
    private double drain() {
        long started = System.nanoTime();
        long deadline = started + DRAIN_PATIENCE.toNanos();
        while (!isDrained() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        if (!isDrained()) {
            Faults.report(new IllegalStateException(broker.name() + ": viewers never saw the last points"));
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private boolean isDrained() {
        for (int i = 0; i < publishers.size(); i++) {
            Publisher publisher = publishers.get(i);
            boolean all = publisher.outstanding.get() == 0;
            if (!all || (!viewers.isEmpty() && viewers.get(i).newest < publisher.last)) {
                return false;
            }
        }
        return true;
    }

    private final class Publisher {
        private final MqttLine line;
        private final MqttTopic topic;
        private final PointBody.Template template = new PointBody.Template(LiechtensteinMap.CENTRE);
        private final AtomicLong outstanding = new AtomicLong();
        private long millis;
        private volatile long last;

        Publisher(int track, long startMillis) {
            this.topic = MqttTopic.of(PointBroker.topic(track));
            this.millis = startMillis;
            this.line = broker.publisher(track, new MqttLine.Listener(packet -> {}, this::published, Faults::report));
        }

        void begin() {
            for (int i = 0; i < BURSTS_IN_FLIGHT; i++) {
                outstanding.incrementAndGet();
                burst();
            }
        }

        /** On an event loop, or the first time on the caller's. */
        private synchronized void burst() {
            for (int i = 0; i < BURST; i++) {
                long nanos = System.nanoTime();
                boolean asks = i == BURST - 1;
                last = nanos;
                line.publish(Mqtt5Publish.builder()
                        .topic(topic)
                        .qos(asks ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE)
                        .payload(template.fill(millis++, nanos))
                        .build());
            }
        }

        private void published(Mqtt5PublishResult result) {
            result.getError().ifPresent(Faults::report);
            if (result.getPublish().getQos() == MqttQos.AT_LEAST_ONCE) {
                taken.addAndGet(BURST);
                if (running && result.getError().isEmpty()) {
                    burst();
                } else {
                    outstanding.decrementAndGet();
                }
            }
        }
    }

    private final class Viewer {
        private final MqttLine line;
        private volatile long newest;

        Viewer(int track) {
            this.line = broker.viewer(
                    track,
                    track,
                    MqttQos.AT_MOST_ONCE,
                    new MqttLine.Listener(this::arrived, result -> {}, Faults::report));
        }

        private void arrived(Mqtt5Publish packet) {
            packet.getPayload().ifPresent(body -> {
                long nanos = PointBody.nanos(body);
                if (nanos > 0) {
                    seen.incrementAndGet();
                    newest = Math.max(newest, nanos);
                }
            });
        }
    }

    @Override
    public void close() {
        publishers.forEach(it -> it.line.close());
        viewers.forEach(it -> it.line.close());
    }
}
