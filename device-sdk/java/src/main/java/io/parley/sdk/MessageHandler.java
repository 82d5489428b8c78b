package io.parley.sdk;

/**
 * Takes messages, one at a time, each conversation in its order.
 *
 * <p>A handler that throws acknowledges nothing: the message is handed again (marked {@link
 * ReceivedMessage#repeated()}) after a delay that doubles from 0.5 s up to 60 s, for as long as the handler throws; the
 * conversation waits meanwhile, others go on. Each failure is told to {@link ClientBuilder#onHandlerFailure}.
 *
 * <p>If the process dies after the handler has returned and before the store has remembered that (a few milliseconds),
 * the message is handed once more after the restart, and marked as repeated. Where that matters use {@link
 * TransactionalHandler}.
 */
@FunctionalInterface
public interface MessageHandler {
    void onMessage(ReceivedMessage message) throws Exception;
}
