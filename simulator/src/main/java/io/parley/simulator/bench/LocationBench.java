package io.parley.simulator.bench;

import io.parley.simulator.map.LiechtensteinMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley bench location}: positions through Parley and through the same broker bare, in one run on this machine. */
@Command(
        name = "location",
        mixinStandardHelpOptions = true,
        description =
                "Live positions: points a second, delays, a crowd of viewers, memory, nearest, bytes, rate by need.",
        footer = {"", LiechtensteinMap.ATTRIBUTION})
public final class LocationBench implements Callable<Integer> {
    private static final String MEMORY_USER = "memory";
    private static final String DRIVER = "driver";
    private static final String VIEWER = "looker";
    private static final int SEED = 7;

    /** Stages use tracks, and points of times, of their own: on one track time goes on. */
    private static final int FLOOD_WATCHED = 1_000;

    private static final int FLOOD_UNWATCHED = 2_000;
    private static final int PACED_SLOWLY = 3_000;
    private static final int PACED_FAST = 4_000;
    private static final int CROWD = 5_000;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--only",
            split = ",",
            hidden = true,
            description = "flood, pace, crowd, memory, hour, need, nearest.")
    private List<String> only = new ArrayList<>();

    private Plan plan = Plan.FULL;
    private final Clock clock = Clock.systemUTC();

    /** How much of everything. */
    private record Plan(
            int floodTracks,
            int pacedTracks,
            int crowd,
            int memoryTracks,
            int drivers,
            int slowRate,
            int fastRate,
            Duration warmUp,
            Duration length,
            Duration drive,
            Duration need) {
        private static final Plan FULL = new Plan(
                50,
                200,
                1_000,
                5_000,
                100_000,
                2_000,
                10_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofSeconds(60));
        private static final Plan QUICK = new Plan(
                10,
                40,
                100,
                200,
                20_000,
                500,
                2_000,
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofMinutes(6),
                Duration.ofSeconds(20));
    }

    /** What both brokers are asked. */
    private record Compared(
            PointFlood.Result watched,
            PointFlood.Result unwatched,
            PointPace.Result slowly,
            PointPace.Result fast,
            PointCrowd.Result crowd) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        plan = options.quick ? Plan.QUICK : Plan.FULL;
        return options.run(this::measure);
    }

    private boolean wants(String what) {
        return only.isEmpty() || only.contains(what);
    }

    private Figures measure(Path folder) throws IOException, InterruptedException {
        Figures figures = new Figures();
        Compared parley;
        List<String> flags;
        BenchOptions.tell("parley: starting, with " + users().size() + " new users");
        try (ParleyStand stand = ParleyStand.start(folder, users(), clock)) {
            flags = stand.brokerJvmFlags();
            parley = through(new PointBroker.Parley(stand));
            alone(stand, folder, figures);
        }
        if (wants("flood") || wants("pace") || wants("crowd")) {
            BenchOptions.tell("bare: starting with " + flags);
            try (BareSubject subject = BareSubject.start(folder, flags)) {
                compare(figures, parley, through(new PointBroker.Bare(subject)));
            }
        }
        if (wants("nearest")) {
            nearest(folder, figures);
        }
        return figures;
    }

    private List<String> users() {
        List<String> users = new ArrayList<>(List.of(MEMORY_USER, DRIVER, VIEWER));
        for (int first : List.of(FLOOD_WATCHED, FLOOD_UNWATCHED)) {
            addPairs(users, first, plan.floodTracks);
        }
        for (int first : List.of(PACED_SLOWLY, PACED_FAST)) {
            addPairs(users, first, plan.pacedTracks);
        }
        users.add(PointBroker.publisherName(CROWD));
        for (int i = 0; i < plan.crowd; i++) {
            users.add(PointBroker.viewerName(i));
        }
        return users.stream().distinct().toList();
    }

    private static void addPairs(List<String> users, int first, int count) {
        for (int i = first; i < first + count; i++) {
            users.add(PointBroker.publisherName(i));
            users.add(PointBroker.viewerName(i));
        }
    }

    /** Points of a stage begin in the past, so that they may be closer together than their clocks say. */
    private long hoursAgo(int hours) {
        return clock.millis() - Duration.ofHours(hours).toMillis();
    }

    private Compared through(PointBroker broker) throws IOException, InterruptedException {
        PointFlood.Result watched = new PointFlood.Result(0, 0, 0, 0);
        PointFlood.Result unwatched = watched;
        if (wants("flood")) {
            watched = flood(broker, FLOOD_WATCHED, true);
            unwatched = flood(broker, FLOOD_UNWATCHED, false);
        }
        PointPace.Result slowly = new PointPace.Result(0, 0, 0, 0);
        PointPace.Result fast = slowly;
        if (wants("pace")) {
            slowly = pace(broker, PACED_SLOWLY, plan.slowRate);
            fast = pace(broker, PACED_FAST, plan.fastRate);
        }
        PointCrowd.Result crowd = new PointCrowd.Result(0, 0, 0, 0, 0);
        if (wants("crowd")) {
            crowd = crowd(broker);
        }
        return new Compared(watched, unwatched, slowly, fast, crowd);
    }

    private PointFlood.Result flood(PointBroker broker, int first, boolean watched) throws IOException {
        BenchOptions.tell(broker.name() + ": as many points as go, " + plan.floodTracks + " tracks with "
                + (watched ? "a viewer each" : "nobody looking"));
        broker.makeTracks(first, plan.floodTracks, watched ? 1 : 0);
        try (PointFlood flood = new PointFlood(broker, first, plan.floodTracks, watched, hoursAgo(20))) {
            return flood.run(plan.warmUp, plan.length);
        }
    }

    private PointPace.Result pace(PointBroker broker, int first, int perSecond) {
        BenchOptions.tell(broker.name() + ": " + perSecond + " points a second on " + plan.pacedTracks + " tracks");
        broker.makeTracks(first, plan.pacedTracks, 1);
        try (PointPace pace = new PointPace(broker, first, plan.pacedTracks, hoursAgo(10))) {
            return pace.run(perSecond, plan.warmUp, plan.length);
        }
    }

    private PointCrowd.Result crowd(PointBroker broker) throws IOException, InterruptedException {
        BenchOptions.tell(broker.name() + ": one track with " + plan.crowd + " viewers");
        broker.makeTracks(CROWD, 1, plan.crowd);
        try (PointCrowd crowd = new PointCrowd(broker, CROWD, plan.crowd)) {
            return crowd.run(hoursAgo(2), plan.warmUp, plan.length);
        }
    }

    private void compare(Figures figures, Compared parley, Compared bare) {
        if (wants("flood")) {
            flood(figures, "1_viewer", parley.watched, bare.watched);
            flood(figures, "no_viewer", parley.unwatched, bare.unwatched);
        }
        if (wants("pace")) {
            pace(figures, Integer.toString(plan.slowRate), parley.slowly, bare.slowly);
            pace(figures, Integer.toString(plan.fastRate), parley.fast, bare.fast);
        }
        if (wants("crowd")) {
            crowd(figures, parley, bare);
        }
    }

    private static void crowd(Figures figures, Compared parley, Compared bare) {
        figures.number("crowd_fast_seen_share_parley", parley.crowd.fastShare());
        figures.compare("crowd_fast_age_ms_p50", parley.crowd.fastP50(), bare.crowd.fastP50());
        figures.compare("crowd_fast_age_ms_p99", parley.crowd.fastP99(), bare.crowd.fastP99());
        figures.compare("crowd_slow_age_ms_p50", parley.crowd.slowP50(), bare.crowd.slowP50());
        figures.compare("crowd_slow_age_ms_p99", parley.crowd.slowP99(), bare.crowd.slowP99());
    }

    private static void flood(Figures figures, String name, PointFlood.Result parley, PointFlood.Result bare) {
        figures.compare("points_per_second_" + name, parley.takenPerSecond(), bare.takenPerSecond());
        figures.compare("seen_per_second_" + name, parley.seenPerSecond(), bare.seenPerSecond());
        figures.number("drain_seconds_" + name + "_parley", parley.drainSeconds());
        figures.compare("cpu_seconds_per_million_points_" + name, parley.cpuPerMillion(), bare.cpuPerMillion());
    }

    private static void pace(Figures figures, String name, PointPace.Result parley, PointPace.Result bare) {
        figures.compare("sent_per_second_at_" + name, parley.sentPerSecond(), bare.sentPerSecond());
        figures.number("seen_share_at_" + name + "_parley", parley.seenShare());
        figures.number("seen_share_at_" + name + "_bare", bare.seenShare());
        figures.compare("delay_ms_p50_at_" + name, parley.p50(), bare.p50());
        figures.compare("delay_ms_p99_at_" + name, parley.p99(), bare.p99());
    }

    /** What the bare broker has nothing to compare with. */
    private void alone(ParleyStand stand, Path folder, Figures figures) throws IOException, InterruptedException {
        if (wants("need")) {
            BenchOptions.tell("parley: rate by need");
            need(stand, figures);
        }
        if (wants("hour")) {
            BenchOptions.tell("parley: storing " + plan.drive.toMinutes() + " minutes of driving");
            hour(stand, folder, figures);
        }
        if (wants("memory")) {
            BenchOptions.tell("parley: memory of " + plan.memoryTracks + " tracks");
            figures.number(
                    "memory_bytes_per_track",
                    new TrackMemory(stand, MEMORY_USER).measure(plan.memoryTracks, clock.millis()));
        }
    }

    private void need(ParleyStand stand, Figures figures) {
        try (Endpoint owner = stand.open(DRIVER, "owner", Endpoint.Incoming.IGNORED)) {
            owner.call("track/create", "{\"track\":\"need\",\"viewers\":[\"" + VIEWER + "\"]}");
        }
        NeedWatch.Result result;
        try (NeedWatch watch = new NeedWatch(stand, DRIVER, VIEWER, "need", clock)) {
            result = watch.run(plan.need);
        }
        figures.number("points_per_minute_watched_closely", result.close());
        figures.number("points_per_minute_seen_in_lists", result.list());
        figures.number("points_per_minute_nobody_looks", result.nobody());
        figures.count("period_ms_seen_in_lists", result.listPeriodMillis());
        figures.count("period_ms_nobody_looks", result.nobodyPeriodMillis());
        figures.number("saving_seen_in_lists", 1 - result.list() / result.close());
        figures.number("saving_nobody_looks", 1 - result.nobody() / result.close());
    }

    private void hour(ParleyStand stand, Path folder, Figures figures) throws IOException, InterruptedException {
        String track = "hour";
        long sent = new DrivingHour(stand, DRIVER).drive(track, plan.drive, Instant.now(clock), SEED);
        Map<String, Double> stored = ServerTool.run(
                StoredBytes.class,
                folder,
                List.of(stand.stack().data().resolve("run.json").toString(), track));
        double hours = plan.drive.toSeconds() / 3_600.0;
        figures.count("points_of_the_drive", sent);
        figures.number("points_stored_share", stored.getOrDefault("points", 0.0) / sent);
        figures.number("stored_bytes_per_hour_points", stored.getOrDefault("point_bytes", 0.0) / hours);
        figures.number("stored_bytes_per_hour_trips", stored.getOrDefault("trip_bytes", 0.0) / hours);
        figures.number("trip_points_per_hour", stored.getOrDefault("trip_points", 0.0) / hours);
    }

    private void nearest(Path folder, Figures figures) throws IOException, InterruptedException {
        BenchOptions.tell("nearest among " + plan.drivers + " drivers");
        Map<String, Double> said = ServerTool.run(
                NearestLoad.class,
                folder,
                List.of(
                        Integer.toString(plan.drivers),
                        Long.toString(Math.max(4, plan.length.toSeconds() / 2)),
                        Integer.toString(SEED)));
        figures.count("nearest_drivers", plan.drivers);
        figures.number("nearest_queries_per_second", said.getOrDefault("per_second", 0.0));
        figures.number("nearest_micros_p50", said.getOrDefault("micros_p50", 0.0));
        figures.number("nearest_micros_p99", said.getOrDefault("micros_p99", 0.0));
    }
}
