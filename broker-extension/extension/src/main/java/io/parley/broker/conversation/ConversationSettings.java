package io.parley.broker.conversation;

import java.time.Duration;

/**
 * The bounds of one conversation. Time enters the core in milliseconds, so the durations are kept as such.
 *
 * @param blockMessagesMax most messages in one block
 * @param blockBytesMax most bytes of content in one block; a single larger message goes alone
 * @param pendingMessagesMax most messages that may wait for a block, beyond it {@code busy}
 * @param pendingBytesMax most bytes of content that may wait for a block, beyond it {@code busy}
 * @param pendingPatienceMillis how long a message may wait without a seq before it is refused {@code busy}
 * @param busyRetryAfterMillis what a refused sender is asked to wait
 * @param recentIdsMax newest messages whose ids are remembered exactly; some 180 bytes each, in every active conversation
 * @param filteredIdsMax ids accepted by this owner that are remembered in filters beyond those
 * @param recoverMessagesMin how many of the newest messages a new owner reads
 * @param clockSkewMaxMillis how far a sender's clock may be ahead of ours before its time stamps are called future
 * @param bucketBytesMax content bytes after which a new bucket begins
 * @param bucketMessagesMax seqs after which a new bucket begins
 * @param expiriesMax messages with an expiry that may await receipt, beyond it {@code busy}
 * @param earlyQuestionsMax receipts and head requests kept while recovering, beyond it they are let go
 * @param backoffMinMillis first pause after the store failed
 * @param backoffMaxMillis longest pause
 * @param trustedAppendMillis an append that took longer is read back before it is believed, in case a new owner wrote meanwhile
 * @param unknownUserMillis how long the absence of a user is believed
 * @param idleMillis after which an idle owner rests
 * @param expiryAwaitedMillis an expiry due sooner than that keeps an idle owner up
 * @param rulesFreshMillis how long it is believed who may write to whom; what the owner itself decides is always fresh
 * @param gatherMarksMillis how long marks of a group are gathered before they are saved
 * @param marksInFlightMax most marks of a group being saved at once
 * @param countsPauseMillis a sender in a group is told at most that often how many have received and read
 */
public record ConversationSettings(
        int blockMessagesMax,
        long blockBytesMax,
        int pendingMessagesMax,
        long pendingBytesMax,
        long pendingPatienceMillis,
        long busyRetryAfterMillis,
        int recentIdsMax,
        int filteredIdsMax,
        int recoverMessagesMin,
        long clockSkewMaxMillis,
        long bucketBytesMax,
        int bucketMessagesMax,
        int expiriesMax,
        int earlyQuestionsMax,
        long backoffMinMillis,
        long backoffMaxMillis,
        long trustedAppendMillis,
        long unknownUserMillis,
        long idleMillis,
        long expiryAwaitedMillis,
        long rulesFreshMillis,
        long gatherMarksMillis,
        int marksInFlightMax,
        long countsPauseMillis) {
    private static final long KIB = 1024;

    public static final ConversationSettings DEFAULT = new ConversationSettings(
            64,
            512 * KIB,
            1_024,
            8 * 1024 * KIB,
            5_000,
            500,
            256,
            1 << 20,
            256,
            Duration.ofMinutes(5).toMillis(),
            32 * 1024 * KIB,
            16_384,
            4_096,
            256,
            20,
            2_000,
            2_000,
            2_000,
            Duration.ofMinutes(2).toMillis(),
            Duration.ofMinutes(15).toMillis(),
            10_000,
            200,
            64,
            1_000);

    public ConversationSettings {
        positive("blockMessagesMax", blockMessagesMax);
        positive("blockBytesMax", blockBytesMax);
        positive("pendingMessagesMax", pendingMessagesMax);
        positive("pendingBytesMax", pendingBytesMax);
        positive("pendingPatienceMillis", pendingPatienceMillis);
        positive("busyRetryAfterMillis", busyRetryAfterMillis);
        positive("recentIdsMax", recentIdsMax);
        positive("recoverMessagesMin", recoverMessagesMin);
        positive("bucketBytesMax", bucketBytesMax);
        positive("bucketMessagesMax", bucketMessagesMax);
        positive("expiriesMax", expiriesMax);
        positive("earlyQuestionsMax", earlyQuestionsMax);
        positive("backoffMinMillis", backoffMinMillis);
        positive("trustedAppendMillis", trustedAppendMillis);
        positive("unknownUserMillis", unknownUserMillis);
        positive("idleMillis", idleMillis);
        positive("rulesFreshMillis", rulesFreshMillis);
        positive("gatherMarksMillis", gatherMarksMillis);
        positive("marksInFlightMax", marksInFlightMax);
        positive("countsPauseMillis", countsPauseMillis);
        if (filteredIdsMax < 0 || clockSkewMaxMillis < 0 || expiryAwaitedMillis < 0) {
            throw new IllegalArgumentException("filteredIdsMax, clockSkewMaxMillis, expiryAwaitedMillis: 0 at least");
        }
        if (recentIdsMax < blockMessagesMax) {
            throw new IllegalArgumentException(
                    "recentIdsMax " + recentIdsMax + " must hold a block, blockMessagesMax " + blockMessagesMax);
        }
        if (backoffMaxMillis < backoffMinMillis) {
            throw new IllegalArgumentException(
                    "backoffMaxMillis " + backoffMaxMillis + " is below backoffMinMillis " + backoffMinMillis);
        }
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
