package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.stack.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What a live track costs its owner in memory: what the broker's JVM holds after a collection, before and after there are many. */
final class TrackMemory {
    /** As many tracks as one connection may publish to. */
    private static final int PER_LINE = 50;

    private static final int AT_ONCE = 8;
    private static final int PATIENCE_SECONDS = 60;

    private final ParleyStand stand;
    private final String user;

    TrackMemory(ParleyStand stand, String user) {
        this.stand = stand;
        this.user = user;
    }

    /** @return bytes a track */
    double measure(int tracks, long startMillis) throws IOException, InterruptedException {
        make(tracks);
        int lines = (tracks + PER_LINE - 1) / PER_LINE;
        CountDownLatch taken = new CountDownLatch(tracks);
        List<MqttLine> open = new ArrayList<>();
        try {
            for (int i = 0; i < lines; i++) {
                open.add(new MqttLine(
                        stand.port(),
                        new MqttLine.Identity(user + "-line" + i, user, ParleyStand.PASSWORD, false),
                        null,
                        MqttQos.AT_MOST_ONCE,
                        new MqttLine.Listener(
                                packet -> {},
                                result -> {
                                    result.getError().ifPresent(Faults::report);
                                    taken.countDown();
                                },
                                Faults::report)));
            }
            long before = heldBytes(stand.brokerPid());
            byte[] body = PointBody.of(LiechtensteinMap.CENTRE, startMillis, 0);
            for (int track = 0; track < tracks; track++) {
                open.get(track / PER_LINE)
                        .publish(Mqtt5Publish.builder()
                                .topic("track/" + name(track) + "/point")
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .payload(body)
                                .build());
            }
            if (!taken.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Faults.report(new IllegalStateException(taken.getCount() + " tracks never took their point"));
            }
            return (heldBytes(stand.brokerPid()) - before) / (double) tracks;
        } finally {
            open.forEach(MqttLine::close);
        }
    }

    private static String name(int track) {
        return "memory" + track;
    }

    private void make(int tracks) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> making = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int first = i;
                making.add(threads.submit(() -> {
                    try (Endpoint owner = stand.open(user, "maker" + first, Endpoint.Incoming.IGNORED)) {
                        for (int track = first; track < tracks; track += AT_ONCE) {
                            owner.call("track/create", "{\"track\":\"" + name(track) + "\"}");
                        }
                    }
                }));
            }
            for (Future<?> it : making) {
                it.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("tracks could not be made: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Bytes of all live objects: the last line of jcmd's class histogram, which collects first. */
    static long heldBytes(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(JavaCommand.executable()).resolveSibling("jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        String total = text.lines()
                .filter(it -> it.startsWith("Total"))
                .reduce((first, second) -> second)
                .orElseThrow(() ->
                        new IOException("jcmd said: " + text.lines().findFirst().orElse("nothing")));
        return Long.parseLong(total.strip().split("\\s+")[2]);
    }
}
