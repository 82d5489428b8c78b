package io.parley.sdk.internal.session;

import io.parley.protocol.Limits;

/**
 * Every bound and delay of a session. Milliseconds where nothing else is said.
 *
 * @param windowMessagesMax own messages sent and not answered
 * @param batchMessagesMax own messages in one packet
 * @param batchBytesMax their content, if they are more than one
 * @param outboxMessagesMax own messages waiting or not answered; beyond it a send fails with {@code outbox-full}
 * @param outboxBytesMax their content
 * @param handAheadMax messages given to the handlers' queue and not returned
 * @param pendingMessagesMax messages in order that wait for a handler; beyond it arriving ones are dropped and pulled later
 * @param pendingBytesMax their content
 * @param heldMessagesMax messages that came early; beyond it they are dropped and pulled later
 * @param heldBytesMax their content
 * @param trackedMax accepted messages per conversation whose way to RECEIVED and READ is told; beyond it the oldest is forgotten
 * @param syncPageMessages page size
 * @param syncEntriesMax conversations one sync names, the most recent ones; receipts tell of the others
 * @param syncBytesMax body of one sync request or receipt
 * @param receiptEntriesMax conversations in one receipt
 * @param receiptDelay how long marks are gathered into one receipt after the last one
 * @param receiptMessagesMax how many messages make a receipt due at once
 * @param receiptBytesMax how much content does; well below what the server sends before it waits for a receipt
 * @param receiptsInFlightMax receipts not answered
 * @param ackTimeout first wait for an ack before a repeat; doubles, up to three times it
 * @param replyTimeout wait for the answer to a sync or receipt; doubles
 * @param attemptsMax unanswered attempts of one request on one connection before the connection is given up
 * @param silenceMax how long something may stay unanswered on a connection that brings nothing at all
 * @param connectTimeout after which an attempt is given up
 * @param gapPatience how long a missing message may take before it is pulled
 * @param refresh how often the peers' marks are asked for while own messages are not received
 * @param reconnectMin first wait after a lost connection; doubles
 * @param reconnectMax longest wait
 * @param retryMin first wait after a retryable refusal; doubles
 * @param retryMax longest wait
 * @param handlerRetryMin first wait after a handler threw; doubles
 * @param handlerRetryMax longest wait
 * @param expirySkew how far clocks may differ when an expiry is concluded rather than told
 */
public record SessionLimits(
        int windowMessagesMax,
        int batchMessagesMax,
        long batchBytesMax,
        int outboxMessagesMax,
        long outboxBytesMax,
        int handAheadMax,
        int pendingMessagesMax,
        long pendingBytesMax,
        int heldMessagesMax,
        long heldBytesMax,
        int trackedMax,
        int syncPageMessages,
        int syncEntriesMax,
        int syncBytesMax,
        int receiptEntriesMax,
        long receiptDelay,
        int receiptMessagesMax,
        long receiptBytesMax,
        int receiptsInFlightMax,
        long ackTimeout,
        long replyTimeout,
        int attemptsMax,
        long silenceMax,
        long connectTimeout,
        long gapPatience,
        long refresh,
        long reconnectMin,
        long reconnectMax,
        long retryMin,
        long retryMax,
        long handlerRetryMin,
        long handlerRetryMax,
        long expirySkew) {
    private static final int MIB = 1024 * 1024;

    public static final SessionLimits DEFAULT = new SessionLimits(
            64,
            Limits.DEFAULT.batchMessagesMax(),
            Limits.DEFAULT.batchBytesMax(),
            10_000,
            64 * MIB,
            64,
            2_048,
            32 * MIB,
            512,
            8 * MIB,
            2_000,
            200,
            Limits.DEFAULT.receiptEntriesMax(),
            Limits.DEFAULT.controlBytesMax() - 256,
            500,
            200,
            32,
            128 * 1024,
            4,
            10_000,
            10_000,
            3,
            60_000,
            30_000,
            250,
            300_000,
            200,
            30_000,
            200,
            30_000,
            500,
            60_000,
            60_000);
}
