package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.broker.api.ApiObserver;
import io.parley.protocol.Reason;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@link ApiObserver} as meters, which come up as calls are made: there are many calls, and few are made on most nodes. */
final class ApiMeters implements ApiObserver {
    private final MeterRegistry registry;

    ApiMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(String call, Optional<Reason> refused, long nanos) {
        Timer.builder("parley.api.calls")
                .description("Api calls, from their start to their answer")
                .tag("call", call)
                .tag("outcome", refused.map(Reason::code).orElse("done"))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerFailed(String call) {
        Counter.builder("parley.api.faults")
                .description("Api calls that failed because of a bug in Parley")
                .tag("call", call)
                .register(registry)
                .increment();
    }
}
