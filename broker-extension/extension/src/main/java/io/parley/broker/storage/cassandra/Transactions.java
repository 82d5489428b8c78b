package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Sends lightweight transactions. They are few, and each is somebody's wish, so nothing holds them back. Safe from any thread. */
record Transactions(CqlSession session) {
    /** Whether it was applied; fails as {@link #run}. */
    CompletionStage<Boolean> apply(String what, BoundStatement statement) {
        return run(what, statement, AsyncResultSet::wasApplied);
    }

    /** Fails with {@link io.parley.broker.storage.StorageException}. */
    <T> CompletionStage<T> run(String what, BoundStatement statement, Function<AsyncResultSet, T> reading) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletionStage<AsyncResultSet> sent;
        try {
            sent = session.executeAsync(statement);
        } catch (RuntimeException closed) {
            sent = CompletableFuture.failedStage(closed);
        }
        sent.thenApply(reading).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Failures.ofWrite(what, failure));
            }
        });
        return result;
    }
}
