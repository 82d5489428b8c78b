package io.parley.broker.conversation;

/** Settings with small bounds, so that tests reach them. Change what matters, by name. */
public final class TestSettings {
    public int blockMessagesMax = 64;
    public long blockBytesMax = 512 * 1024;
    public int pendingMessagesMax = 1_024;
    public long pendingBytesMax = 8 * 1024 * 1024;
    public long pendingPatienceMillis = 5_000;
    public int recentIdsMax = 1_024;
    public int filteredIdsMax = 1 << 20;
    public int recoverMessagesMin = 256;
    public long clockSkewMaxMillis = 300_000;
    public long bucketBytesMax = 32 * 1024 * 1024;
    public int bucketMessagesMax = 16_384;
    public int expiriesMax = 4_096;
    public long trustedAppendMillis = 2_000;
    public long backoffMaxMillis = 2_000;
    public long idleMillis = 120_000;

    public ConversationSettings build() {
        ConversationSettings defaults = ConversationSettings.DEFAULT;
        return new ConversationSettings(
                blockMessagesMax,
                blockBytesMax,
                pendingMessagesMax,
                pendingBytesMax,
                pendingPatienceMillis,
                defaults.busyRetryAfterMillis(),
                recentIdsMax,
                filteredIdsMax,
                recoverMessagesMin,
                clockSkewMaxMillis,
                bucketBytesMax,
                bucketMessagesMax,
                expiriesMax,
                defaults.earlyQuestionsMax(),
                defaults.backoffMinMillis(),
                backoffMaxMillis,
                trustedAppendMillis,
                defaults.unknownUserMillis(),
                idleMillis,
                defaults.expiryAwaitedMillis(),
                defaults.rulesFreshMillis(),
                defaults.gatherMarksMillis(),
                defaults.marksInFlightMax(),
                defaults.countsPauseMillis());
    }
}
