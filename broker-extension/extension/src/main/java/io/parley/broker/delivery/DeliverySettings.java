package io.parley.broker.delivery;

import java.util.random.RandomGenerator;

/**
 * Bounds of one endpoint's session.
 *
 * @param windowMessagesMax messages sent and not acknowledged, over all conversations, pages of sync apart
 * @param windowBytesMax content bytes of the same
 * @param replayShare hundredths of the window that what is read from the log may fill; the rest is kept for live
 *     messages, so that they overtake
 * @param readMessagesMax messages of one read from the log
 * @param readBytesMax content bytes of one read from the log
 * @param readsMax reads from the log under way at once
 * @param headsMax questions to owners under way at once
 * @param pageBytesMax content bytes of one page of sync
 * @param resendFirstMillis how long the first receipt may take
 * @param resendFirstPlainMillis the same for plain endpoints, to whom the broker itself repeats what is unacknowledged
 * @param resendCapMillis longest wait between resends, and between repeats of a receipt
 * @param resendsMax resends before a conversation is left to sync
 * @param resendMessagesMax messages of one conversation that a resend puts into the window, until a receipt comes: what
 *     cannot be received must not hold up the rest
 * @param marksDelayMillis how long marks are gathered before they are stored
 * @param receiptsDelayMillis how long a plain endpoint's acknowledgements are gathered before they are told as a receipt
 * @param receiptsMessagesMax acknowledgements after which they are told at once
 * @param confirmFirstMillis how long a conversation is without receipts before its owner is asked whether the last one
 *     stands; doubling while it does not
 * @param unconfirmedMax receipts that are remembered until they stand, of conversations not yet known to be the user's
 * @param retryMillis pause before the store or an owner is asked again, doubling
 * @param retryCapMillis longest such pause
 * @param unreadDelayMillis how long changes of unread counts are gathered before they are told
 */
public record DeliverySettings(
        int windowMessagesMax,
        long windowBytesMax,
        int replayShare,
        int readMessagesMax,
        long readBytesMax,
        int readsMax,
        int headsMax,
        long pageBytesMax,
        long resendFirstMillis,
        long resendFirstPlainMillis,
        long resendCapMillis,
        int resendsMax,
        int resendMessagesMax,
        long marksDelayMillis,
        long receiptsDelayMillis,
        int receiptsMessagesMax,
        long confirmFirstMillis,
        int unconfirmedMax,
        long retryMillis,
        long retryCapMillis,
        long unreadDelayMillis) {
    public static final DeliverySettings DEFAULT = new DeliverySettings(
            256, 1 << 20, 75, 64, 256 << 10, 4, 64, 1 << 20, 5_000, 60_000, 60_000, 8, 16, 1_000, 100, 32, 5_000, 4_096,
            1_000, 30_000, 250);

    /** Jitter of a wait, hundredths either way, so that endpoints cut off together do not come back together. */
    private static final int JITTER = 20;

    public DeliverySettings {
        if (windowMessagesMax < 1
                || windowBytesMax < 1
                || readMessagesMax < 1
                || readBytesMax < 1
                || readsMax < 1
                || headsMax < 1
                || pageBytesMax < 1
                || resendFirstMillis < 1
                || resendFirstPlainMillis < 1
                || resendCapMillis < 1
                || resendsMax < 0
                || resendMessagesMax < 1
                || marksDelayMillis < 0
                || receiptsDelayMillis < 0
                || receiptsMessagesMax < 1
                || confirmFirstMillis < 1
                || unconfirmedMax < 1
                || retryMillis < 1
                || retryCapMillis < 1
                || unreadDelayMillis < 0) {
            throw new IllegalArgumentException("every bound of delivery must be positive: " + this);
        }
        if (replayShare < 1 || replayShare > 100) {
            throw new IllegalArgumentException("replay share must be 1 to 100, was " + replayShare);
        }
    }

    int replayMessagesMax() {
        return Math.max(1, windowMessagesMax * replayShare / 100);
    }

    long replayBytesMax() {
        return Math.max(1, windowBytesMax * replayShare / 100);
    }

    /** How long to wait for a receipt after {@code resends} resends. */
    long resendDelayMillis(EndpointKind kind, int resends, RandomGenerator random) {
        long first = kind == EndpointKind.PLAIN ? resendFirstPlainMillis : resendFirstMillis;
        return jittered(doubled(first, resends, resendCapMillis), random);
    }

    /** How long to wait after a receipt was told {@code repeats} times again before its owner is asked for the marks. */
    long confirmDelayMillis(int repeats, RandomGenerator random) {
        return jittered(doubled(confirmFirstMillis, repeats, resendCapMillis), random);
    }

    /** How long to wait before something is asked again that failed {@code failures} times. */
    long retryDelayMillis(int failures, RandomGenerator random) {
        return jittered(doubled(retryMillis, failures - 1, retryCapMillis), random);
    }

    private static long doubled(long first, int times, long cap) {
        return Math.min(cap, first << Math.min(Math.max(times, 0), 20));
    }

    private static long jittered(long millis, RandomGenerator random) {
        long spread = millis * JITTER / 100;
        return millis - spread + random.nextLong(2 * spread + 1);
    }
}
