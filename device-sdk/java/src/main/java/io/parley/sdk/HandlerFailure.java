package io.parley.sdk;

import java.time.Duration;

/**
 * A message handler threw. The message has not been acknowledged; its conversation waits for the retry.
 *
 * @param attempt how often this message has been handed to the handler in this process, from 1
 * @param retryIn when it is handed again
 */
public record HandlerFailure(ReceivedMessage message, Throwable error, int attempt, Duration retryIn) {}
