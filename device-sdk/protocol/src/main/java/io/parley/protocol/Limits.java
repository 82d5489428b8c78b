package io.parley.protocol;

/**
 * What both ends agree to. A server may be configured with other values; these are the defaults.
 *
 * @param contentBytesMax largest content of one message, bytes
 * @param contentTypeLengthMax longest Content Type, characters
 * @param receiptEntriesMax most conversations in one receipt, received and read counted apart
 * @param controlBytesMax largest body of a receipt or an api request, bytes
 * @param inFlightMax messages one connection may have submitted and not yet answered
 * @param syncPageMax most messages one sync request may ask for
 * @param userPropertiesMax most user properties on one packet
 * @param batchMessagesMax most messages in one batch, either way
 * @param batchBytesMax most content of one batch of several messages, either way, bytes
 */
public record Limits(
        int contentBytesMax,
        int contentTypeLengthMax,
        int receiptEntriesMax,
        int controlBytesMax,
        int inFlightMax,
        int syncPageMax,
        int userPropertiesMax,
        int batchMessagesMax,
        int batchBytesMax) {
    public static final Limits DEFAULT = new Limits(256 * 1024, 128, 1_000, 64 * 1024, 128, 500, 16, 64, 256 * 1024);

    public Limits {
        if (contentBytesMax < 1
                || contentTypeLengthMax < 1
                || receiptEntriesMax < 1
                || controlBytesMax < 256
                || inFlightMax < 1
                || syncPageMax < 1
                || userPropertiesMax < 1
                || batchMessagesMax < 1
                || batchBytesMax < 1) {
            throw new IllegalArgumentException("every limit must be positive");
        }
    }
}
