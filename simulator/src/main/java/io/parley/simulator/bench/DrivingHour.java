package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.protocol.json.LocationPoint;
import io.parley.simulator.drive.Drive;
import io.parley.simulator.drive.Fix;
import io.parley.simulator.drive.Receiver;
import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.map.RoadGraph;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An hour of driving through Liechtenstein, a point a second, sent in a minute or so: what of it is stored. The hour has been:
 * its points are of the past, as those of a phone that was without network.
 */
final class DrivingHour {
    private static final int IN_FLIGHT = 64;
    private static final int PATIENCE_SECONDS = 60;
    private static final Duration WRITTEN = Duration.ofSeconds(8);
    private static final double KMH = 3.6;

    private final ParleyStand stand;
    private final String user;

    DrivingHour(ParleyStand stand, String user) {
        this.stand = stand;
        this.user = user;
    }

    /** Drives on a track of its own, which is then over. @return points sent */
    long drive(String track, Duration length, Instant end, long seed) throws IOException, InterruptedException {
        try (Endpoint owner = stand.open(user, "driver", Endpoint.Incoming.IGNORED)) {
            owner.call("track/create", "{\"track\":\"" + track + "\"}");
            long sent = send(track, length, end.minus(length), seed);
            LockSupport.parkNanos(WRITTEN.toNanos());
            owner.call("track/stop", "{\"track\":\"" + track + "\"}");
            LockSupport.parkNanos(WRITTEN.toNanos());
            return sent;
        }
    }

    private long send(String track, Duration length, Instant start, long seed)
            throws IOException, InterruptedException {
        Semaphore room = new Semaphore(IN_FLIGHT);
        long sent = 0;
        try (MqttLine line = new MqttLine(
                stand.port(),
                new MqttLine.Identity(user + "-car", user, ParleyStand.PASSWORD, false),
                null,
                MqttQos.AT_MOST_ONCE,
                new MqttLine.Listener(
                        packet -> {},
                        result -> {
                            result.getError().ifPresent(Faults::report);
                            room.release();
                        },
                        Faults::report))) {
            Tour tour = new Tour(LiechtensteinMap.roads(), seed);
            for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plusSeconds(1)) {
                Optional<Fix> fix = tour.fix(start, at);
                if (fix.isPresent()) {
                    room.acquire();
                    line.publish(Mqtt5Publish.builder()
                            .topic("track/" + track + "/point")
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(body(fix.get()))
                            .build());
                    sent++;
                }
            }
            if (!room.tryAcquire(IN_FLIGHT, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Faults.report(new IllegalStateException("points of " + track + " were not acknowledged"));
            }
        }
        return sent;
    }

    private static byte[] body(Fix fix) {
        return new LocationPoint(
                        fix.place().lat(),
                        fix.place().lon(),
                        fix.at().toEpochMilli(),
                        Math.ceil(fix.accuracyMetres()),
                        Double.NaN,
                        Math.rint(fix.metresPerSecond() * KMH),
                        Math.rint(fix.course()),
                        80,
                        "ca",
                        "")
                .toJson();
    }

    /** From corner to corner, without a rest. */
    private static final class Tour {
        private final RoadGraph roads;
        private final SplittableRandom random;
        private final List<Integer> corners;
        private final Receiver receiver;
        private Drive drive;
        private Duration began = Duration.ZERO;
        private int goal;

        Tour(RoadGraph roads, long seed) {
            this.roads = roads;
            this.random = new SplittableRandom(seed);
            this.corners = roads.vertices();
            this.receiver = new Receiver(random.split());
            this.goal = roads.nearest(LiechtensteinMap.CENTRE);
            this.drive = on();
        }

        private Drive on() {
            int from = goal;
            goal = corners.get(random.nextInt(corners.size()));
            return Drive.along(roads.route(from, goal), random.split());
        }

        Optional<Fix> fix(Instant start, Duration at) {
            while (at.minus(began).compareTo(drive.length()) >= 0) {
                began = began.plus(drive.length());
                drive = on();
            }
            return receiver.fix(start.plus(at), drive.at(at.minus(began)));
        }
    }
}
