package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.phone.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What it saves that publishers are told how often to send: a phone that could send a point a second and does what it is told,
 * while somebody watches closely, then in a list, then nobody.
 */
final class NeedWatch implements AutoCloseable {
    /** The server waits a while before it says that less will do. */
    private static final Duration SLOWS_DOWN = Duration.ofSeconds(14);

    private static final Duration FIX = Duration.ofSeconds(1);

    private final AtomicLong periodMillis = new AtomicLong(FIX.toMillis());
    private final ParleyStand stand;
    private final String track;
    private final String viewer;
    private final Clock clock;
    private final MqttLine phone;
    private long lastSent;

    /** Points a minute in each case. */
    record Result(double close, double list, double nobody, long listPeriodMillis, long nobodyPeriodMillis) {}

    /** @param track owned by {@code user}, seen by {@code viewer} */
    NeedWatch(ParleyStand stand, String user, String viewer, String track, Clock clock) {
        this.stand = stand;
        this.track = track;
        this.viewer = viewer;
        this.clock = clock;
        this.phone = new MqttLine(
                stand.port(),
                new MqttLine.Identity(user + "-phone", user, ParleyStand.PASSWORD, false),
                "inbox/" + user + "/#",
                MqttQos.AT_LEAST_ONCE,
                new MqttLine.Listener(
                        packet -> told(packet), result -> result.getError().ifPresent(Faults::report), Faults::report));
    }

    private void told(Mqtt5Publish packet) {
        Reply event = Reply.of(new String(packet.getPayloadAsBytes(), StandardCharsets.UTF_8));
        double period = event.number("period");
        if (packet.getTopic().toString().endsWith("/event/track")
                && event.text("track").equals(track)
                && period > 0) {
            periodMillis.set(Math.round(period * 1_000));
        }
    }

    Result run(Duration each) {
        double close = watched("", each);
        double list = watched("list", each);
        long listPeriod = periodMillis.get();
        drive(SLOWS_DOWN);
        double nobody = drive(each);
        return new Result(close, list, nobody, listPeriod, periodMillis.get());
    }

    private double watched(String need, Duration each) {
        MqttLine line = viewer(need);
        try {
            drive(SLOWS_DOWN);
            return drive(each);
        } finally {
            line.close();
        }
    }

    private MqttLine viewer(String need) {
        return new MqttLine(
                stand.port(),
                new MqttLine.Identity(viewer + "-eyes" + need, viewer, ParleyStand.PASSWORD, false),
                new MqttLine.Subscription("track/" + track + "/point", MqttQos.AT_MOST_ONCE, need),
                new MqttLine.Listener(packet -> {}, result -> {}, Faults::report));
    }

    /** A fix a second; sent if it is due. @return points a minute */
    private double drive(Duration length) {
        long fixes = length.toSeconds();
        long sent = 0;
        for (long i = 0; i < fixes; i++) {
            long now = clock.millis();
            if (now - lastSent >= periodMillis.get() - FIX.toMillis() / 5) {
                lastSent = now;
                sent++;
                phone.publish(Mqtt5Publish.builder()
                        .topic("track/" + track + "/point")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(PointBody.of(LiechtensteinMap.CENTRE, now, 0))
                        .build());
            }
            LockSupport.parkNanos(FIX.toNanos());
        }
        return sent * 60.0 / fixes;
    }

    @Override
    public void close() {
        phone.close();
    }
}
