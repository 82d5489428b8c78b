package io.parley.broker.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** One timer, {@code parley_stage_seconds{stage}}, for the way of a message, so that a dashboard can stack them. */
final class Stages {
    private Stages() {}

    static Timer timer(MeterRegistry registry, String stage, String help) {
        return Timer.builder("parley.stage")
                .description("Time a message spends in a stage: " + help)
                .tag("stage", stage)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10))
                .register(registry);
    }
}
