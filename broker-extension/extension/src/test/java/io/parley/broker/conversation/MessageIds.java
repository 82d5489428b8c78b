package io.parley.broker.conversation;

import io.parley.protocol.MessageId;

/** Ids with the time stamp a test wants. */
public final class MessageIds {
    private MessageIds() {}

    /** A UUIDv7 of that time; {@code number} makes it unique. */
    public static MessageId v7(long unixMillis, long number) {
        return new MessageId((unixMillis << 16) | 0x7000 | (number & 0xFFF), 0x8000000000000000L | number);
    }

    /** Sixteen bytes without a meaning. */
    public static MessageId other(long number) {
        return new MessageId(0x0123456789AB4CDEL ^ (number << 20), 0x8000000000000000L | number);
    }
}
