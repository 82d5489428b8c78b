package io.parley.broker.api;

import java.util.concurrent.CompletionStage;

/** What a call does. */
@FunctionalInterface
public interface Handler {
    /**
     * Called on a thread of whoever takes requests in, of many connections at once: it must not block. The stage may
     * complete on any thread.
     *
     * @return the reply; or failed: with {@link RefusalException} for an expected no, with {@link
     *     io.parley.broker.storage.StorageException} for a store that is away, with {@link
     *     java.util.concurrent.TimeoutException} if the outcome is unknown. Anything else is a bug
     * @throws RefusalException as well as in the stage
     */
    CompletionStage<Reply> handle(Caller caller, Arguments arguments);
}
