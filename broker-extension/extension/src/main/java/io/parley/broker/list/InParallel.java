package io.parley.broker.list;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the same of many, some at a time, and gathers the answers. Safe from any thread; the first failure fails all. */
final class InParallel<A, B> {
    private final Iterator<A> rest;
    private final Function<A, CompletionStage<B>> question;
    private final AtomicInteger open;
    private final List<B> answers = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<List<B>> all = new CompletableFuture<>();

    private InParallel(List<A> asked, Function<A, CompletionStage<B>> question) {
        this.rest = asked.iterator();
        this.question = question;
        this.open = new AtomicInteger(asked.size());
    }

    /** @return the answers, in no order */
    static <A, B> CompletionStage<List<B>> each(List<A> asked, int atOnce, Function<A, CompletionStage<B>> question) {
        InParallel<A, B> run = new InParallel<>(List.copyOf(asked), question);
        if (asked.isEmpty()) {
            run.all.complete(List.of());
        }
        for (int i = 0; i < Math.min(atOnce, asked.size()); i++) {
            run.askNext();
        }
        return run.all;
    }

    /** What answers at once is not asked from within the answer of the one before: a thousand of them would fill the stack. */
    private void askNext() {
        while (true) {
            A next = next();
            if (next == null || all.isDone()) {
                return;
            }
            CompletableFuture<B> answer = asked(next).toCompletableFuture();
            if (answer.isDone()) {
                answered(answer);
            } else {
                answer.whenComplete((value, failure) -> {
                    answered(answer);
                    askNext();
                });
                return;
            }
        }
    }

    private @Nullable A next() {
        synchronized (rest) {
            return rest.hasNext() ? rest.next() : null;
        }
    }

    private CompletionStage<B> asked(A one) {
        try {
            return question.apply(one);
        } catch (RuntimeException failed) {
            return CompletableFuture.failedStage(failed);
        }
    }

    private void answered(CompletableFuture<B> answer) {
        try {
            answers.add(answer.join());
        } catch (RuntimeException failed) {
            all.completeExceptionally(failed);
            return;
        }
        if (open.decrementAndGet() == 0) {
            all.complete(List.copyOf(answers));
        }
    }
}
