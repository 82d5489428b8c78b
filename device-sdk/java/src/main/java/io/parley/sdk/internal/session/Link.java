package io.parley.sdk.internal.session;

import io.parley.sdk.ConnectionState;
import io.parley.sdk.ConnectionState.Phase;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The connection: made, heard, lost, made again after a wait that doubles. What goes over it is the business of others. */
final class Link {
    private final SessionLimits limits;
    private final Consumer<Output> out;
    private final Backoff reconnect;
    private ConnectionState state = ConnectionState.DISCONNECTED;
    private long number;
    private long attemptSince;
    private long retryAt;
    private long heardAt;

    Link(SessionLimits limits, RandomGenerator random, Consumer<Output> out) {
        this.limits = limits;
        this.out = out;
        this.reconnect = new Backoff(limits.reconnectMin(), limits.reconnectMax(), random);
    }

    ConnectionState state() {
        return state;
    }

    long number() {
        return number;
    }

    boolean isUp() {
        return state.phase() == Phase.SYNCING || state.phase() == Phase.ONLINE;
    }

    boolean isOnline() {
        return state.phase() == Phase.ONLINE;
    }

    private void become(ConnectionState next) {
        state = next;
        out.accept(new Output.StateChanged(next));
    }

    void connect(Now now) {
        number++;
        attemptSince = now.millis();
        become(ConnectionState.CONNECTING);
        out.accept(new Output.Connect(number));
    }

    /** @return whether that is the connection that is wanted */
    boolean connected(long connection, Now now) {
        if (connection != number || state.phase() != Phase.CONNECTING) {
            return false;
        }
        heardAt = now.millis();
        become(ConnectionState.SYNCING);
        return true;
    }

    /** Everything that waited has been sent to this endpoint. */
    void complete() {
        reconnect.reset();
        if (state.phase() == Phase.SYNCING) {
            become(ConnectionState.ONLINE);
        }
    }

    void heard(Now now) {
        heardAt = now.millis();
    }

    /** Nothing is waited for, so silence so far proves nothing. */
    void mayBeSilent(Now now) {
        heardAt = Math.max(heardAt, now.millis() - limits.silenceMax() / 2);
    }

    boolean isSilent(Now now) {
        return heardAt + limits.silenceMax() <= now.millis();
    }

    /** Whether it is this connection, or the attempt to make it, that ended. */
    boolean isThis(long connection) {
        return connection == number && (state.phase() == Phase.CONNECTING || isUp());
    }

    boolean isRetryDue(Now now) {
        return state.phase() == Phase.WAITING && retryAt <= now.millis();
    }

    boolean isAttemptOverdue(Now now) {
        return state.phase() == Phase.CONNECTING && attemptSince + limits.connectTimeout() <= now.millis();
    }

    void letGo() {
        out.accept(new Output.Disconnect(number));
    }

    void ended(Input.Cause cause, String reason, Now now) {
        number++;
        if (cause == Input.Cause.REFUSED) {
            become(ConnectionState.refused(reason));
            return;
        }
        long wait = reconnect.next();
        if (cause == Input.Cause.TAKEN_OVER) {
            wait = Math.max(wait, Math.min(limits.reconnectMax(), limits.attemptsMax() * 1_000L));
        }
        retryAt = now.millis() + wait;
        become(ConnectionState.waiting(Duration.ofMillis(wait), reason));
    }

    /** When something about the connection is due, by the timers' clock. */
    long dueAt() {
        return switch (state.phase()) {
            case WAITING -> retryAt;
            case CONNECTING -> attemptSince + limits.connectTimeout();
            case SYNCING, ONLINE -> heardAt + limits.silenceMax();
            case DISCONNECTED, REFUSED, CLOSED -> Long.MAX_VALUE;
        };
    }
}
