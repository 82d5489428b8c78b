package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.broker.location.fence.FenceObserver;

/** {@link FenceObserver} as meters. */
final class FenceMeters implements FenceObserver {
    private final Counter crossed;
    private final Counter told;
    private final Counter refused;

    FenceMeters(MeterRegistry registry) {
        crossed = Counter.builder("parley.fences.crossed")
                .description("Crossings of fences, told or not")
                .register(registry);
        told = Counter.builder("parley.fences.told")
                .description("Crossings that are in their conversation")
                .register(registry);
        refused = Counter.builder("parley.fences.refused")
                .description("Crossings the conversation did not take, or whose fence's owner may not know of them")
                .register(registry);
    }

    @Override
    public void crossed() {
        crossed.increment();
    }

    @Override
    public void told() {
        told.increment();
    }

    @Override
    public void refused() {
        refused.increment();
    }
}
