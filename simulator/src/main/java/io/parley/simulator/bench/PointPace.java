package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.simulator.map.LiechtensteinMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Points at a steady rate over many tracks, and how long each takes to its viewer, counted from when it was due: a sender that
 * falls behind does not hide it.
 */
final class PointPace implements AutoCloseable {
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);

    private final ConcurrentHistogram micros = new ConcurrentHistogram(MICROS_MAX, DIGITS);
    private final AtomicLong seen = new AtomicLong();
    private final List<MqttLine> publishers = new ArrayList<>();
    private final List<MqttLine> viewers = new ArrayList<>();
    private final List<MqttTopic> topics = new ArrayList<>();
    private final PointBody.Template template = new PointBody.Template(LiechtensteinMap.CENTRE);
    private final long startMillis;
    private volatile boolean counting;

    /** @param seenShare of the points sent; a viewer may be spared one that a newer one replaced */
    record Result(double sentPerSecond, double seenShare, double p50, double p99) {}

    PointPace(PointBroker broker, int firstTrack, int tracks, long startMillis) {
        this.startMillis = startMillis;
        for (int i = 0; i < tracks; i++) {
            int track = firstTrack + i;
            topics.add(MqttTopic.of(PointBroker.topic(track)));
            viewers.add(broker.viewer(
                    track,
                    track,
                    MqttQos.AT_MOST_ONCE,
                    new MqttLine.Listener(this::arrived, result -> {}, Faults::report)));
            publishers.add(broker.publisher(
                    track,
                    new MqttLine.Listener(
                            packet -> {}, result -> result.getError().ifPresent(Faults::report), Faults::report)));
        }
    }

    private void arrived(Mqtt5Publish packet) {
        packet.getPayload().ifPresent(body -> {
            long nanos = PointBody.nanos(body);
            if (nanos > 0 && counting) {
                seen.incrementAndGet();
                micros.recordValue(Math.min(MICROS_MAX, Math.max(0, System.nanoTime() - nanos) / 1_000));
            }
        });
    }

    Result run(int perSecond, Duration warmUp, Duration length) {
        counting = false;
        send(perSecond, warmUp);
        micros.reset();
        seen.set(0);
        counting = true;
        long started = System.nanoTime();
        long sent = send(perSecond, length);
        double seconds = (System.nanoTime() - started) / 1e9;
        LockSupport.parkNanos(AFTERWARDS.toNanos());
        counting = false;
        return new Result(
                sent / seconds,
                seen.get() / (double) sent,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3);
    }

    private long sentBefore;

    private long send(int perSecond, Duration length) {
        long began = System.nanoTime();
        long points = length.toSeconds() * perSecond;
        double gap = 1e9 / perSecond;
        for (long i = 0; i < points; i++) {
            long due = began + Math.round(i * gap);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int track = (int) (i % topics.size());
            publishers
                    .get(track)
                    .publish(Mqtt5Publish.builder()
                            .topic(topics.get(track))
                            .qos(MqttQos.AT_MOST_ONCE)
                            .payload(template.fill(startMillis + sentBefore + i, due))
                            .build());
        }
        sentBefore += points;
        return points;
    }

    @Override
    public void close() {
        publishers.forEach(MqttLine::close);
        viewers.forEach(MqttLine::close);
    }
}
