package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.broker.location.LocationObserver;
import io.parley.broker.location.point.Dropped;
import io.parley.protocol.Reason;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link LocationObserver} as meters. Every counter exists from the start, so that rates have no gaps. */
final class LocationMeters implements LocationObserver {
    private final Counter taken;
    private final Counter shown;
    private final Counter skipped;
    private final Map<Dropped, Counter> dropped = new EnumMap<>(Dropped.class);
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    LocationMeters(MeterRegistry registry) {
        taken = Counter.builder("parley.points.taken")
                .description("Points taken in by owners of tracks on this node")
                .register(registry);
        shown = Counter.builder("parley.points.shown")
                .description("Points sent to viewers of this node")
                .register(registry);
        skipped = Counter.builder("parley.points.skipped")
                .description("Points replaced by a newer one before their viewer had room for them")
                .register(registry);
        for (Dropped why : Dropped.values()) {
            dropped.put(
                    why,
                    Counter.builder("parley.points.dropped")
                            .description("Points dropped by the filters of their track")
                            .tag("reason", why.code())
                            .register(registry));
        }
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("parley.points.refused")
                            .description("Points refused, by the node they came to or by their owner")
                            .tag("reason", reason.code())
                            .register(registry));
        }
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void taken() {
        taken.increment();
    }

    @Override
    public void dropped(Dropped why) {
        count(dropped.get(why));
    }

    @Override
    public void refused(Reason reason) {
        count(refused.get(reason));
    }

    @Override
    public void shown() {
        shown.increment();
    }

    @Override
    public void skipped() {
        skipped.increment();
    }
}
