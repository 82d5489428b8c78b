package io.parley.simulator.bench;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.util.concurrent.atomic.AtomicInteger;

/** What broke or was refused under load: nothing may, in a benchmark. The first few are told. */
final class Faults {
    private static final int TOLD_MAX = 5;
    private static final AtomicInteger count = new AtomicInteger();

    private Faults() {}

    static void report(Throwable error) {
        if (count.incrementAndGet() <= TOLD_MAX) {
            System.err.println("went wrong: " + describe(error));
        }
    }

    private static String describe(Throwable error) {
        return error instanceof Mqtt5PubAckException refused
                ? refused.getMqttMessage().toString()
                : error.toString();
    }

    static int count() {
        return count.get();
    }
}
