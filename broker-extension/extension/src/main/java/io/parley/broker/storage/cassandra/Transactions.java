package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.parley.broker.storage.StorageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends lightweight transactions. They are few, and each is somebody's wish, so nothing holds them back. */
record Transactions(CqlSession session) {
    /** Whether it was applied; fails with a bare {@link StorageException}. */
    CompletionStage<Boolean> apply(String what, BoundStatement statement) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        session.executeAsync(statement).thenApply(AsyncResultSet::wasApplied).whenComplete((applied, failure) -> {
            if (failure == null) {
                result.complete(applied);
            } else {
                result.completeExceptionally(Failures.ofWrite(what, failure));
            }
        });
        return result;
    }
}
