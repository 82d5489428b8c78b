package io.parley.simulator.bench;

import io.parley.broker.location.nearest.Cells;
import io.parley.broker.location.nearest.Fleets;
import io.parley.broker.location.nearest.Free;
import io.parley.broker.location.nearest.FreeDrivers;
import io.parley.broker.location.nearest.NearestSearch;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.HdrHistogram.Histogram;

/**
 * Who is nearest among very many: the server's own search over its own cells, all in one process and asked on one thread. A
 * hundred thousand users cannot be signed in on one machine; the calls around the search are measured by the others. Runs on
 * the server's class path. Arguments: how many drivers, for how many seconds, seed.
 */
public final class NearestLoad {
    private static final GroupName FLEET = new GroupName("taxi");
    private static final int COUNT = 5;
    private static final double METRES_MAX = 5_000;
    /** A region of some 110 by 110 kilometres around Vaduz. */
    private static final double SOUTH = 46.6;

    private static final double WEST = 8.8;
    private static final double HIGH = 1.0;
    private static final double WIDE = 1.45;
    private static final long NOW = 1_700_000_000_000L;

    private final Map<Long, FreeDrivers> cells = new HashMap<>();
    private final Cells grid = new Cells();
    private final SplittableRandom random;

    private NearestLoad(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) {
        int drivers = Integer.parseInt(arguments[0]);
        Duration length = Duration.ofSeconds(Integer.parseInt(arguments[1]));
        NearestLoad load = new NearestLoad(Long.parseLong(arguments[2]));
        load.put(drivers);
        load.ask(length.dividedBy(2), new Histogram(3));
        Histogram micros = new Histogram(3);
        double perSecond = load.ask(length, micros);
        System.out.println("per_second=" + perSecond);
        System.out.println("micros_p50=" + micros.getValueAtPercentile(50));
        System.out.println("micros_p99=" + micros.getValueAtPercentile(99));
        System.out.println("cells=" + load.cells.size());
    }

    private Position somewhere() {
        return new Position(SOUTH + random.nextDouble(HIGH), WEST + random.nextDouble(WIDE));
    }

    private void put(int drivers) {
        for (int i = 0; i < drivers; i++) {
            Position place = somewhere();
            cells.computeIfAbsent(grid.coarse(place), cell -> new FreeDrivers(grid))
                    .put(new Free(FLEET, new UserName("d" + i), place, NOW, NOW + 120_000));
        }
    }

    private double ask(Duration length, Histogram micros) {
        NearestSearch search = new NearestSearch(grid, new Here());
        long began = System.nanoTime();
        long queries = 0;
        for (long now = began; now - began < length.toNanos(); now = System.nanoTime()) {
            List<Free.Found> found = search.nearest(FLEET, somewhere(), COUNT, METRES_MAX)
                    .toCompletableFuture()
                    .join();
            if (found.size() > COUNT) {
                throw new IllegalStateException("asked for " + COUNT + ", got " + found.size());
            }
            micros.recordValue((System.nanoTime() - now) / 1_000);
            queries++;
        }
        return queries / ((System.nanoTime() - began) / 1e9);
    }

    private final class Here implements Fleets {
        @Override
        public void free(long cell, Free free) {
            throw new UnsupportedOperationException("only asked here");
        }

        @Override
        public void gone(long cell, GroupName fleet, UserName driver, long at) {
            throw new UnsupportedOperationException("only asked here");
        }

        @Override
        public CompletionStage<List<Free.Found>> nearest(
                long cell, GroupName fleet, Position place, int count, double metresMax) {
            FreeDrivers drivers = cells.get(cell);
            return CompletableFuture.completedStage(
                    drivers == null ? List.of() : drivers.nearest(fleet, place, count, metresMax, NOW));
        }
    }
}
