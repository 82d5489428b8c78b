package io.parley.simulator.rides;

import io.parley.simulator.drive.Recording;
import io.parley.simulator.fault.FaultKind;
import io.parley.simulator.fault.FaultPlan;
import io.parley.simulator.fault.Injector;
import io.parley.simulator.fleet.StackHarm;
import io.parley.simulator.judge.track.TrackHistory;
import io.parley.simulator.judge.track.TrackJudge;
import io.parley.simulator.judge.track.TrackVerdict;
import io.parley.simulator.map.LiechtensteinMap;
import io.parley.simulator.map.Place;
import io.parley.simulator.map.RoadGraph;
import io.parley.simulator.report.Progress;
import io.parley.simulator.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run: a town comes to life, rides are asked for and driven through the faults, all come to their end, the judge judges. */
final class RideSimulation {
    private static final Duration TICK = Duration.ofMillis(20);
    /** For so many rounds in a row, since an answer may be followed by another call. */
    private static final int ROUNDS_DONE = 25;

    private static final Duration ONLINE_PATIENCE = Duration.ofSeconds(120);
    private static final Duration PREPARE_PATIENCE = Duration.ofSeconds(120);
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(420);
    private static final Duration QUIET = Duration.ofSeconds(12);
    private static final Duration TRIPS_PATIENCE = Duration.ofSeconds(60);

    /** What was asked for. */
    record Wish(
            int drivers,
            int riders,
            Duration run,
            long seed,
            Set<FaultKind> faults,
            int nodes,
            List<Recording> replays) {
        Wish {
            replays = List.copyOf(replays);
        }
    }

    private final Wish wish;
    private final Path folder;
    private final Progress progress;
    private final Clock clock;
    private final Notebook notebook = new Notebook();
    private final List<Replay> replays = new ArrayList<>();
    private Map<FaultKind, Long> inflicted = Map.of();
    private boolean settled = true;

    RideSimulation(Wish wish, Path folder, Progress progress, Clock clock) {
        this.wish = wish;
        this.folder = folder;
        this.progress = progress;
        this.clock = clock;
    }

    Report run() throws IOException, InterruptedException {
        RoadGraph roads = LiechtensteinMap.roads();
        progress.step(String.format(
                Locale.ROOT,
                "%d corners and %d pieces of road. %s",
                roads.corners(),
                roads.pieces(),
                LiechtensteinMap.ATTRIBUTION));
        RidePlan plan = RidePlan.of(wish.seed(), roads, wish.drivers(), wish.riders(), wish.run());
        AtomicReference<@Nullable Town> town = new AtomicReference<>();
        AtomicReference<@Nullable Dispatch> dispatch = new AtomicReference<>();
        try (RideStage stage = RideStage.open(folder, wish.nodes(), users(plan), clock, progress, line -> {
            Town there = town.get();
            Dispatch people = dispatch.get();
            if (there != null && people != null) {
                there.hear(line, people::heard);
            }
        })) {
            Town made = new Town(roads, stage.phones(), notebook, stage::httpPorts, clock, wish.seed());
            Dispatch people = new Dispatch(made, plan);
            town.set(made);
            dispatch.set(people);
            return run(plan, stage, made, people);
        }
    }

    private List<String> users(RidePlan plan) {
        List<String> users = new ArrayList<>(List.of(Dispatch.FOUNDER));
        plan.drivers().forEach(it -> users.add(it.user()));
        users.addAll(plan.riders());
        for (int i = 1; i <= wish.replays().size(); i++) {
            users.add(Replay.publisher(i));
            users.add(Replay.viewer(i));
        }
        return users;
    }

    private Report run(RidePlan plan, RideStage stage, Town town, Dispatch dispatch)
            throws IOException, InterruptedException {
        people(plan, town);
        prepare(plan, stage, town, dispatch);
        long began = clock.millis();
        replays.forEach(Replay::begin);
        play(plan, stage, town, dispatch, began);
        replays.forEach(Replay::end);
        progress.step("Waiting for the last rides");
        settled &= await(town, dispatch, SETTLE_PATIENCE, () -> dispatch.underWay() == 0 && atRest(stage));
        long quietUntil = clock.millis() + QUIET.toMillis();
        await(town, dispatch, QUIET.multipliedBy(2), () -> clock.millis() >= quietUntil);
        dispatch.stuck().forEach(notebook::endless);
        dispatch.stuck().forEach(progress::step);
        dispatch.testify();
        progress.step("Asking for the trips");
        new TripBook(town, dispatch, replays).ask();
        settled &= await(town, dispatch, TRIPS_PATIENCE, () -> stage.phones().waiting() == 0);
        stage.phones().waitingFor(5).forEach(it -> progress.step("no answer to: " + it));
        double seconds = (clock.millis() - began) / 1_000.0;
        TrackHistory history = notebook.history(clock.millis());
        TrackVerdict verdict = TrackJudge.judge(history, TrackJudge.Bounds.PROMISED);
        return new RideReport(
                verdict, wish.seed(), inflicted, numbers(history, dispatch), notebook.counts(), seconds, settled);
    }

    private void people(RidePlan plan, Town town) {
        SplittableRandom random = new SplittableRandom(wish.seed() * 7);
        long now = clock.millis();
        for (RidePlan.Driver driver : plan.drivers()) {
            Place home = town.roads().place(driver.home());
            town.add(new Traveller(driver.user(), home, new SplittableRandom(driver.seed()), now));
        }
        for (RidePlan.Request request : plan.requests()) {
            if (!town.has(request.rider())) {
                Place place = town.roads().place(request.from());
                town.add(new Traveller(request.rider(), place, random.split(), now));
            }
        }
        for (int i = 1; i <= wish.replays().size(); i++) {
            Recording recording = wish.replays().get(i - 1);
            Place begin = recording.at(Duration.ZERO).place();
            town.add(new Traveller(Replay.publisher(i), begin, random.split(), now));
            replays.add(new Replay(i, recording, town));
        }
    }

    /** Everybody switches their phone on; drivers are put into the fleet's group and say that they are free. */
    private void prepare(RidePlan plan, RideStage stage, Town town, Dispatch dispatch) throws IOException {
        List<String> users = users(plan);
        users.forEach(stage.phones()::open);
        progress.step("Switching on " + users.size() + " phones");
        boolean there =
                await(town, dispatch, ONLINE_PATIENCE, () -> stage.phones().online() == users.size());
        if (!there) {
            throw new IOException("only " + stage.phones().online() + " of " + users.size() + " phones came online");
        }
        progress.step("Making the fleet");
        dispatch.found(plan);
        if (!await(town, dispatch, PREPARE_PATIENCE, () -> stage.phones().waiting() == 0)) {
            throw new IOException("no answer to " + stage.phones().waitingFor(3));
        }
        dispatch.open();
        if (!await(town, dispatch, PREPARE_PATIENCE, () -> stage.phones().waiting() == 0)) {
            throw new IOException("no answer to " + stage.phones().waitingFor(3));
        }
    }

    private boolean atRest(RideStage stage) {
        return stage.phones().waiting() == 0;
    }

    private boolean await(Town town, Dispatch dispatch, Duration patience, BooleanSupplier done) {
        long deadline = clock.millis() + patience.toMillis();
        int rounds = 0;
        while (rounds < ROUNDS_DONE && clock.millis() <= deadline) {
            round(town, dispatch);
            rounds = done.getAsBoolean() ? rounds + 1 : 0;
            progress.now(state(dispatch));
        }
        progress.end();
        return rounds == ROUNDS_DONE;
    }

    private void round(Town town, Dispatch dispatch) {
        town.tick();
        dispatch.tick(clock.millis());
        LockSupport.parkNanos(TICK.toNanos());
    }

    private String state(Dispatch dispatch) {
        return String.format(
                Locale.ROOT,
                "rides: %d under way, %d driven of %d  sightings %d",
                dispatch.underWay(),
                dispatch.driven(),
                dispatch.rides().size(),
                notebook.sightings());
    }

    private void play(RidePlan plan, RideStage stage, Town town, Dispatch dispatch, long began) throws IOException {
        StackHarm harm = new StackHarm(stage.stack(), stage.phones(), wish.nodes());
        TownHarm told = new TownHarm(
                harm,
                stage.stack(),
                wish.nodes(),
                RideStage.HOSTS,
                clock,
                (host, when) -> town.execute(() -> {
                    if (host < 0) {
                        notebook.disturbed(when);
                    } else {
                        stage.phones().usersOf(host).forEach(it -> notebook.upset(it, when));
                    }
                }));
        Injector injector = new Injector(told, stage.journal(), System.nanoTime());
        List<FaultPlan.Planned> faults =
                FaultPlan.of(wish.seed(), wish.run(), wish.faults()).faults();
        int fault = 0;
        int request = 0;
        for (long now = clock.millis(); now < began + wish.run().toMillis(); now = clock.millis()) {
            Duration at = Duration.ofMillis(now - began);
            for (; request < plan.requests().size() && isDue(plan, request, at); request++) {
                dispatch.begin(plan.requests().get(request).number());
            }
            for (; fault < faults.size() && faults.get(fault).at().compareTo(at) <= 0; fault++) {
                injector.inflict(faults.get(fault));
            }
            round(town, dispatch);
            progress.now(String.format(
                    Locale.ROOT,
                    "%3d of %d s  online %d  %s  faults: %s",
                    at.toSeconds(),
                    wish.run().toSeconds(),
                    stage.phones().online(),
                    state(dispatch),
                    injector.summary()));
        }
        progress.end();
        told.stop();
        // The town goes on while what was broken comes back.
        CompletableFuture<Void> whole = CompletableFuture.runAsync(injector::close);
        settled &= await(town, dispatch, SETTLE_PATIENCE, whole::isDone);
        inflicted = injector.counts();
    }

    private static boolean isDue(RidePlan plan, int request, Duration at) {
        return plan.requests().get(request).at().compareTo(at) <= 0;
    }

    private Map<String, Double> numbers(TrackHistory history, Dispatch dispatch) {
        Map<String, Double> numbers = new TreeMap<>(Delays.of(history));
        numbers.put("rides_asked", (double) dispatch.rides().size());
        numbers.put("rides_driven", (double) dispatch.driven());
        numbers.put("points_measured", (double) history.sent().size());
        return numbers;
    }
}
