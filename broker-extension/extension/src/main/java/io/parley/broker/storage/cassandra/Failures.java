package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.parley.broker.storage.StorageException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The driver's exceptions, told apart by the one thing that matters: may the write have happened all the same? */
final class Failures {
    private Failures() {}

    static StorageException ofWrite(String what, Throwable failure) {
        Throwable cause = unwrap(failure);
        return cause instanceof StorageException known
                ? known
                : new StorageException(describe(what, cause), mayHaveHappened(cause), cause);
    }

    static StorageException ofRead(String what, Throwable failure) {
        Throwable cause = unwrap(failure);
        return cause instanceof StorageException known
                ? known
                : new StorageException(describe(what, cause), false, cause);
    }

    /**
     * False only where it is certain that no replica saw the write. Unavailable and overloaded are not among those: a
     * coordinator may find out in the middle of a batch.
     */
    static boolean mayHaveHappened(Throwable failure) {
        if (failure instanceof AllNodesFailedException all) {
            // Without any error in it no node was tried: NoNodeAvailableException.
            return all.getAllErrors().values().stream().flatMap(List::stream).anyMatch(Failures::mayHaveHappened);
        }
        return !(failure instanceof NodeUnavailableException
                || failure instanceof BusyConnectionException
                || failure instanceof FrameTooLongException
                || failure instanceof RequestThrottlingException
                || failure instanceof BootstrappingException
                || failure instanceof QueryValidationException);
    }

    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The same result, failing with a bare {@link StorageException} as the ports promise. */
    static <T> CompletionStage<T> bare(String what, CompletionStage<T> stage) {
        CompletableFuture<T> result = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(ofRead(what, failure));
            }
        });
        return result;
    }

    private static String describe(String what, Throwable cause) {
        Throwable first = cause;
        if (cause instanceof AllNodesFailedException all) {
            // Its own message lists nodes with their hash codes; the first node's answer says why.
            first = all.getAllErrors().values().stream()
                    .flatMap(List::stream)
                    .findFirst()
                    .orElse(cause);
        }
        return what + " failed: " + first.getClass().getSimpleName() + ": " + first.getMessage();
    }
}
