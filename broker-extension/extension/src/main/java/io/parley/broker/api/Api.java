package io.parley.broker.api;

import io.parley.broker.storage.StorageException;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs calls, whichever way they came, and sees to it that each is answered, once and in time. Safe from any thread. */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Calls calls;
    private final ApiSettings settings;
    private final LongSupplier nanoTime;
    private final ApiObserver observer;
    private final Set<UnderWay> underWay = ConcurrentHashMap.newKeySet();

    public Api(Calls calls, ApiSettings settings, LongSupplier nanoTime, ApiObserver observer) {
        this.calls = calls;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.observer = observer;
    }

    /** One call that runs. Its identity counts. */
    private static final class UnderWay {
        private final Call call;
        private final long sinceNanos;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        UnderWay(Call call, long sinceNanos) {
            this.call = call;
            this.sinceNanos = sinceNanos;
        }
    }

    public Calls calls() {
        return calls;
    }

    public ApiSettings settings() {
        return settings;
    }

    /**
     * Checks the body and starts the call. What it returns never fails, and completes within the patience of the settings.
     *
     * @throws RefusalException if the body is not one of this call; it has not run then
     */
    public CompletionStage<Answer> run(Call call, Caller caller, byte[] body) {
        Arguments arguments = Arguments.read(call, caller.user(), body);
        UnderWay run = new UnderWay(call, nanoTime.getAsLong());
        underWay.add(run);
        try {
            call.handler()
                    .handle(caller, arguments)
                    .whenComplete((reply, failure) ->
                            finish(run, reply != null ? new Answer.Done(reply) : refused(call, failure)));
        } catch (RuntimeException failed) {
            finish(run, refused(call, failed));
        }
        return run.answer;
    }

    private void finish(UnderWay run, Answer answer) {
        if (underWay.remove(run)) {
            observer.answered(
                    run.call.name(),
                    answer.match(reply -> Optional.empty(), refusal -> Optional.of(refusal.reason())),
                    nanoTime.getAsLong() - run.sinceNanos);
            run.answer.complete(answer);
        }
    }

    private Answer refused(Call call, @Nullable Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RefusalException expected) {
            return new Answer.Refused(expected.refusal());
        }
        if (cause instanceof StorageException store) {
            LOG.debug("api/{} could not use the store", call.name(), store);
            return store.outcomeUnknown()
                    ? refused(Reason.UNKNOWN_OUTCOME, "the store did not answer in time, send it again")
                    : refused(Reason.BUSY, "the store is away, try again");
        }
        if (cause instanceof TimeoutException) {
            return refused(Reason.UNKNOWN_OUTCOME, "no answer in time, send it again");
        }
        LOG.error("api/{} failed because of a fault here", call.name(), cause);
        observer.handlerFailed(call.name());
        return refused(Reason.UNKNOWN_OUTCOME, "internal error");
    }

    private static Answer refused(Reason reason, String detail) {
        return new Answer.Refused(new Refusal(reason, detail));
    }

    /** Gives up on every call that ran out of patience. Called by a timer, some times a second. */
    public void overdue() {
        long limit = nanoTime.getAsLong() - settings.patience().toNanos();
        for (UnderWay run : underWay) {
            if (run.sinceNanos - limit <= 0) {
                finish(run, refused(Reason.UNKNOWN_OUTCOME, "no answer in time, send it again"));
            }
        }
    }

    /** Calls that run at this moment. */
    public int underWay() {
        return underWay.size();
    }
}
