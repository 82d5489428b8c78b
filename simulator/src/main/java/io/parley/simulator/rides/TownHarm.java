package io.parley.simulator.rides;

import io.parley.simulator.fault.Harm;
import io.parley.simulator.fleet.StackHarm;
import io.parley.simulator.judge.track.TrackHistory.Span;
import io.parley.simulator.stack.Stack;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what {@link StackHarm} does, and tells from when to when who suffered from it: until everything that was killed is
 * ready again. Safe from any thread.
 */
final class TownHarm implements Harm {
    private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
    private static final int ALL = -1;
    /** Ready is not yet at ease: a cluster that has lost a node finds new owners, a database reads its log. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private static final Duration AFTER_PAUSE = Duration.ofSeconds(5);
    private static final Duration AFTER_CUT = Duration.ofSeconds(2);

    private final StackHarm harm;
    private final Stack stack;
    private final int nodes;
    private final int hosts;
    private final Clock clock;
    private final Listener listener;

    /** Told on the threads of the faults. */
    interface Listener {
        /** @param host whose phones suffered; below 0: all */
        void suffered(int host, Span when);
    }

    TownHarm(StackHarm harm, Stack stack, int nodes, int hosts, Clock clock, Listener listener) {
        this.harm = harm;
        this.stack = stack;
        this.nodes = nodes;
        this.hosts = hosts;
        this.clock = clock;
        this.listener = listener;
    }

    void stop() {
        harm.stop();
    }

    private void suffered(int host, long from, Duration after) {
        listener.suffered(host, new Span(from, clock.millis() + after.toMillis()));
    }

    @Override
    public void cut(int choice, Duration length) throws Exception {
        long from = clock.millis();
        try {
            harm.cut(choice, length);
        } finally {
            suffered(choice % hosts, from, AFTER_CUT);
        }
    }

    @Override
    public boolean killBroker(int choice) throws Exception {
        long from = clock.millis();
        try {
            return harm.killBroker(choice) && isReadyAgain();
        } finally {
            suffered(ALL, from, AFTER_KILL);
        }
    }

    @Override
    public boolean killCassandra() throws Exception {
        long from = clock.millis();
        try {
            return harm.killCassandra() && isReadyAgain();
        } finally {
            suffered(ALL, from, AFTER_KILL);
        }
    }

    /** That something is killed is not seen at once. */
    private boolean isReadyAgain() {
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        return stack.awaitReady(nodes, READY_PATIENCE);
    }

    @Override
    public boolean pauseBroker(int choice, Duration length) throws Exception {
        long from = clock.millis();
        try {
            return harm.pauseBroker(choice, length);
        } finally {
            suffered(ALL, from, AFTER_PAUSE);
        }
    }

    @Override
    public void restartApp(int choice, Duration length) throws Exception {
        long from = clock.millis();
        try {
            harm.restartApp(choice, length);
        } finally {
            suffered(choice % hosts, from, AFTER_CUT);
        }
    }
}
