package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.simulator.map.LiechtensteinMap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * One track that a crowd watches, every tenth of them slow: they take a second for each point, with QoS 1, while five come. How
 * old is what each is given?
 */
final class PointCrowd implements AutoCloseable {
    private static final int SLOW_ONE_IN = 10;
    private static final int PER_SECOND = 5;
    private static final int AT_ONCE = 8;
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(5);
    private static final int DIGITS = 3;

    private final ConcurrentHistogram fast = new ConcurrentHistogram(MICROS_MAX, DIGITS);
    private final ConcurrentHistogram slow = new ConcurrentHistogram(MICROS_MAX, DIGITS);
    private final AtomicLong fastSeen = new AtomicLong();
    private final List<AutoCloseable> lines = new ArrayList<>();
    private final MqttLine publisher;
    private final MqttTopic topic;
    private final int fastViewers;
    private final PointBody.Template template = new PointBody.Template(LiechtensteinMap.CENTRE);
    private volatile boolean counting;

    /** @param fastShare of what was sent, over all fast viewers */
    record Result(double fastShare, double fastP50, double fastP99, double slowP50, double slowP99) {}

    PointCrowd(PointBroker broker, int track, int viewers) throws IOException, InterruptedException {
        topic = MqttTopic.of(PointBroker.topic(track));
        fastViewers = viewers - viewers / SLOW_ONE_IN;
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<AutoCloseable>> opening = new ArrayList<>();
            for (int i = 0; i < viewers; i++) {
                int number = i;
                opening.add(threads.submit(() -> viewer(broker, number, track)));
            }
            for (Future<AutoCloseable> it : opening) {
                lines.add(it.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("could not connect: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
        publisher = broker.publisher(
                track,
                new MqttLine.Listener(
                        packet -> {}, result -> result.getError().ifPresent(Faults::report), Faults::report));
    }

    private AutoCloseable viewer(PointBroker broker, int number, int track) {
        if (number % SLOW_ONE_IN == 0) {
            return new SlowViewer(
                    broker.port(),
                    broker.identity(PointBroker.viewerName(number)),
                    PointBroker.topic(track),
                    packet -> record(packet, slow));
        }
        return broker.viewer(
                number,
                track,
                MqttQos.AT_MOST_ONCE,
                new MqttLine.Listener(
                        packet -> {
                            if (record(packet, fast)) {
                                fastSeen.incrementAndGet();
                            }
                        },
                        result -> {},
                        Faults::report));
    }

    private boolean record(Mqtt5Publish packet, ConcurrentHistogram age) {
        long nanos = packet.getPayload().map(PointBody::nanos).orElse(-1L);
        if (nanos <= 0 || !counting) {
            return false;
        }
        age.recordValue(Math.min(MICROS_MAX, Math.max(0, System.nanoTime() - nanos) / 1_000));
        return true;
    }

    Result run(long startMillis, Duration warmUp, Duration length) {
        long first = send(startMillis, warmUp);
        counting = true;
        long sent = send(startMillis + first * 1_000 / PER_SECOND, length);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
        counting = false;
        return new Result(
                fastSeen.get() / (double) (sent * fastViewers),
                fast.getValueAtPercentile(50) / 1e3,
                fast.getValueAtPercentile(99) / 1e3,
                slow.getValueAtPercentile(50) / 1e3,
                slow.getValueAtPercentile(99) / 1e3);
    }

    private long send(long fromMillis, Duration length) {
        long began = System.nanoTime();
        long points = length.toSeconds() * PER_SECOND;
        for (long i = 0; i < points; i++) {
            long due = began + i * 1_000_000_000L / PER_SECOND;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            publisher.publish(Mqtt5Publish.builder()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(template.fill(fromMillis + i * 1_000 / PER_SECOND, due))
                    .build());
        }
        return points;
    }

    @Override
    public void close() {
        publisher.close();
        for (AutoCloseable line : lines) {
            try {
                line.close();
            } catch (Exception gone) {
                Faults.report(gone);
            }
        }
    }
}
