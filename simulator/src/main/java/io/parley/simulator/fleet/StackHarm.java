package io.parley.simulator.fleet;

import io.parley.simulator.fault.Harm;
import io.parley.simulator.fault.Relay;
import io.parley.simulator.stack.RunFile;
import io.parley.simulator.stack.Signals;
import io.parley.simulator.stack.Stack;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Harms a {@link Stack} and {@link Hosts} of this process's own, and nothing else. */
public final class StackHarm implements Harm {
    /** Every so many cuts takes all connections of a host at once. */
    private static final int CUT_ALL_ONE_IN = 3;

    private static final Duration BACK_PATIENCE = Duration.ofSeconds(45);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Stack stack;
    private final Hosts hosts;
    private final int nodes;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** One death at a time in an app host: a second one would find it not yet back. */
    private final ReentrantLock restarting = new ReentrantLock();

    public StackHarm(Stack stack, Hosts hosts, int nodes) {
        this.stack = stack;
        this.hosts = hosts;
        this.nodes = nodes;
    }

    /** Ends all waiting inside of faults. */
    public void stop() {
        stopped.countDown();
    }

    @Override
    public void cut(int choice, Duration length) throws Exception {
        Relay relay = hosts.relay(choice % hosts.hostCount(), (choice / 7) % nodes);
        if (choice % 2 == 0) {
            relay.stall();
            hold(length);
            if (choice % 4 == 0) {
                relay.cut(1);
            }
            relay.resume();
        } else {
            relay.cut(choice % CUT_ALL_ONE_IN == 0 ? 1 : 2);
        }
    }

    @Override
    public boolean killBroker(int choice) throws Exception {
        return kill(() -> brokerPid(choice));
    }

    @Override
    public boolean killCassandra() throws Exception {
        return kill(() -> stack.running().cassandra().pid());
    }

    /** What is dead already is waited for: it is being started again, and is killed then. */
    private boolean kill(Callable<Long> victim) throws Exception {
        OptionalLong pid = await(victim);
        pid.ifPresent(Signals::kill);
        return pid.isPresent();
    }

    private OptionalLong await(Callable<Long> victim) throws Exception {
        long deadline = System.nanoTime() + BACK_PATIENCE.toNanos();
        do {
            long pid = victim.call();
            if (stack.owns(pid)) {
                return OptionalLong.of(pid);
            }
        } while (!stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
        return OptionalLong.empty();
    }

    @Override
    public boolean pauseBroker(int choice, Duration length) throws Exception {
        OptionalLong found = await(() -> brokerPid(choice));
        if (found.isEmpty()) {
            return false;
        }
        long pid = found.getAsLong();
        Signals.pause(pid);
        try {
            hold(length);
        } finally {
            if (stack.owns(pid)) {
                Signals.resume(pid);
            }
        }
        return true;
    }

    private long brokerPid(int choice) throws Exception {
        RunFile running = stack.running();
        return running.nodes().get(choice % running.nodes().size()).pid();
    }

    @Override
    public void restartApp(int choice, Duration length) throws Exception {
        int host = choice % hosts.hostCount();
        restarting.lock();
        try {
            hosts.kill(host);
            hold(length.dividedBy(2));
            hosts.restart(host);
        } finally {
            restarting.unlock();
        }
    }

    private void hold(Duration length) throws InterruptedException {
        stopped.await(length.toMillis(), TimeUnit.MILLISECONDS);
    }
}
