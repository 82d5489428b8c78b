package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.broker.http.HttpObserver;

/** {@link HttpObserver} as meters, which come up as statuses do. */
final class HttpMeters implements HttpObserver {
    private final MeterRegistry registry;

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(int status) {
        Counter.builder("parley.http.answers")
                .description("Answers to requests for /api, by HTTP status")
                .tag("status", Integer.toString(status))
                .register(registry)
                .increment();
    }
}
