package io.parley.sdk.internal.session;

import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.sdk.CallFailedException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calls until they are answered, or their time is up. The server does once what the same request id asks for, however
 * often; so what got no answer, or was refused for now, goes again with the same id, over this connection or the next.
 */
final class Calls {
    static final int IN_FLIGHT_MAX = 32;

    private static final class Pending {
        final Input.Call call;
        final long deadline;
        final Backoff backoff;
        int attempts;
        long dueAt;
        boolean inFlight;

        /** Of the last answer, unless it was asked again since. */
        @Nullable String refusal;

        String detail = "";

        Pending(Input.Call call, long deadline, Backoff backoff) {
            this.call = call;
            this.deadline = deadline;
            this.backoff = backoff;
        }
    }

    private final SessionLimits limits;
    private final RandomGenerator random;
    private final Consumer<Output> out;
    private final Map<MessageId, Pending> pending = new LinkedHashMap<>();
    private int inFlight;
    private boolean connected;

    Calls(SessionLimits limits, RandomGenerator random, Consumer<Output> out) {
        this.limits = limits;
        this.random = random;
        this.out = out;
    }

    void call(Input.Call call, Now now) {
        pending.put(
                call.request(),
                new Pending(
                        call,
                        now.millis() + call.timeoutMillis(),
                        new Backoff(limits.retryMin(), limits.retryMax(), random)));
    }

    void connected() {
        connected = true;
    }

    void disconnected() {
        connected = false;
        inFlight = 0;
        for (Pending it : pending.values()) {
            it.inFlight = false;
            it.attempts = 0;
            it.dueAt = 0;
        }
    }

    /** There will be no connection any more. */
    void failAll(String code, String detail) {
        List.copyOf(pending.values()).forEach(it -> fail(it, code, detail));
    }

    void answered(MessageId request, String json) {
        Pending it = pending.get(request);
        if (it != null) {
            leave(it);
            out.accept(new Output.CallDone(request, json));
        }
    }

    /** @param code a {@link Reason#code()}, or one of a newer server */
    void refused(MessageId request, String code, String detail, Now now) {
        Pending it = pending.get(request);
        if (it == null) {
            return;
        }
        if (Reason.ofCode(code).map(Reason::retryable).orElse(false)) {
            land(it);
            it.refusal = code;
            it.detail = detail;
            it.dueAt = now.millis() + it.backoff.next();
        } else {
            fail(it, code, detail);
        }
    }

    private void fail(Pending it, String code, String detail) {
        leave(it);
        out.accept(new Output.CallFailed(it.call.request(), code, detail));
    }

    private void leave(Pending it) {
        land(it);
        pending.remove(it.call.request());
    }

    private void land(Pending it) {
        if (it.inFlight) {
            it.inFlight = false;
            inFlight--;
        }
    }

    void advance(Now now) {
        for (Iterator<Pending> each = List.copyOf(pending.values()).iterator(); each.hasNext(); ) {
            Pending it = each.next();
            if (it.deadline <= now.millis()) {
                expire(it);
            } else if (connected && it.dueAt <= now.millis() && (it.inFlight || inFlight < IN_FLIGHT_MAX)) {
                publish(it, now);
            }
        }
    }

    private void expire(Pending it) {
        if (it.refusal != null) {
            fail(it, it.refusal, it.detail);
        } else {
            String why = connected ? "" : ", there is no connection";
            fail(it, CallFailedException.TIMEOUT, "no answer within " + it.call.timeoutMillis() + " ms" + why);
        }
    }

    private void publish(Pending it, Now now) {
        if (!it.inFlight) {
            it.inFlight = true;
            inFlight++;
        }
        it.refusal = null;
        it.dueAt = now.millis() + Backoff.jitter(limits.replyTimeout() << Math.min(it.attempts, 2), random);
        it.attempts++;
        out.accept(new Output.PublishCall(it.call.request(), it.call.call(), it.call.json()));
    }

    boolean isWaiting() {
        return inFlight > 0;
    }

    long dueAt() {
        long due = Long.MAX_VALUE;
        for (Pending it : pending.values()) {
            due = Math.min(due, it.deadline);
            if (connected && (it.inFlight || inFlight < IN_FLIGHT_MAX)) {
                due = Math.min(due, it.dueAt);
            }
        }
        return due;
    }
}
