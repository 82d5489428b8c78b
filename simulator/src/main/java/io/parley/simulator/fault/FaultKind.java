package io.parley.simulator.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** What can be done to a running Parley, and about how often. */
public enum FaultKind {
    /** Connections between apps and brokers break, or stall first and break then. */
    CUT("cut", Duration.ofSeconds(6)),
    /** kill -9 of a broker. */
    KILL_BROKER("kill-broker", Duration.ofSeconds(30)),
    /** kill -9 of Cassandra. */
    KILL_CASSANDRA("kill-cassandra", Duration.ofSeconds(45)),
    /** SIGSTOP of a broker for some seconds, then SIGCONT. */
    PAUSE_BROKER("pause-broker", Duration.ofSeconds(25)),
    /** kill -9 of an app host, and a new one on the same stores. */
    RESTART_APP("restart-app", Duration.ofSeconds(20));

    private final String code;
    private final Duration every;

    FaultKind(String code, Duration every) {
        this.code = code;
        this.every = every;
    }

    public String code() {
        return code;
    }

    /** Mean time from one to the next. */
    Duration every() {
        return every;
    }

    public static Optional<FaultKind> ofCode(String code) {
        return Arrays.stream(values()).filter(it -> it.code.equals(code)).findFirst();
    }
}
