package io.parley.simulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Which faults come when: a pure function of the seed. Each kind that is wanted comes at least once. */
public record FaultPlan(List<Planned> faults) {
    /** Faults begin after the fleet has begun, and end before the run does. */
    private static final double FIRST = 0.08;

    private static final double LAST = 0.92;
    private static final long LENGTH_MILLIS_MIN = 300;
    private static final long LENGTH_MILLIS_MAX = 8_000;

    /**
     * One fault.
     *
     * @param at from the start of the run
     * @param choice picks the victim: any number, taken modulo what there is
     * @param length of a pause, a stall or an absence
     */
    public record Planned(Duration at, FaultKind kind, int choice, Duration length) {}

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    public static FaultPlan of(long seed, Duration run, Set<FaultKind> kinds) {
        List<Planned> faults = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            // A stream of its own for each kind: asking for one more leaves the others where they are.
            SplittableRandom random = new SplittableRandom(seed * 31 + kind.ordinal());
            if (kinds.contains(kind)) {
                long count = Math.max(
                        1, Math.round((double) run.toMillis() / kind.every().toMillis()));
                for (long i = 0; i < count; i++) {
                    faults.add(planned(random, run, kind));
                }
            }
        }
        faults.sort(Comparator.comparing(Planned::at));
        return new FaultPlan(faults);
    }

    private static Planned planned(SplittableRandom random, Duration run, FaultKind kind) {
        double at = FIRST + random.nextDouble() * (LAST - FIRST);
        return new Planned(
                Duration.ofMillis(Math.round(at * run.toMillis())),
                kind,
                random.nextInt(Integer.MAX_VALUE),
                Duration.ofMillis(random.nextLong(LENGTH_MILLIS_MIN, LENGTH_MILLIS_MAX)));
    }
}
