package io.parley.simulator.fault;

import java.time.Duration;

/** What an injector can do to the system under test. Every method does one thing and undoes it before it returns. */
public interface Harm {
    /** Breaks connections of the host picked; half of the time after a stall of {@code length}. */
    void cut(int choice, Duration length) throws Exception;

    /** @return false if there was nothing alive to harm */
    boolean killBroker(int choice) throws Exception;

    boolean killCassandra() throws Exception;

    boolean pauseBroker(int choice, Duration length) throws Exception;

    /** Kills an app host; a new one starts after {@code length}. */
    void restartApp(int choice, Duration length) throws Exception;
}
