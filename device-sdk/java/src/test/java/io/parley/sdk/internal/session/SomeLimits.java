package io.parley.sdk.internal.session;

/** The usual limits but for one. */
final class SomeLimits {
    private SomeLimits() {}

    /** @param entriesMax conversations in one sync, and in one receipt */
    static SessionLimits naming(int entriesMax) {
        SessionLimits usual = SessionLimits.DEFAULT;
        return new SessionLimits(
                usual.windowMessagesMax(),
                usual.batchMessagesMax(),
                usual.batchBytesMax(),
                usual.outboxMessagesMax(),
                usual.outboxBytesMax(),
                usual.handAheadMax(),
                usual.pendingMessagesMax(),
                usual.pendingBytesMax(),
                usual.heldMessagesMax(),
                usual.heldBytesMax(),
                usual.trackedMax(),
                usual.syncPageMessages(),
                entriesMax,
                usual.syncBytesMax(),
                entriesMax,
                usual.receiptDelay(),
                usual.receiptMessagesMax(),
                usual.receiptBytesMax(),
                usual.receiptsInFlightMax(),
                usual.ackTimeout(),
                usual.replyTimeout(),
                usual.attemptsMax(),
                usual.silenceMax(),
                usual.connectTimeout(),
                usual.gapPatience(),
                usual.refresh(),
                usual.reconnectMin(),
                usual.reconnectMax(),
                usual.retryMin(),
                usual.retryMax(),
                usual.handlerRetryMin(),
                usual.handlerRetryMax(),
                usual.expirySkew());
    }
}
