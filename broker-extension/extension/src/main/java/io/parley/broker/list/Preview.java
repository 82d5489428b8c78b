package io.parley.broker.list;

import io.parley.broker.history.ContentText;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.UserName;
import java.util.Optional;

/**
 * What a list shows of a message.
 *
 * @param expiresAt Unix milliseconds, 0 for never
 * @param text the beginning of a text, or the whole of a small JSON content, which nobody could read a part of; empty if
 *     there is nothing to show
 */
record Preview(long seq, UserName from, long at, long expiresAt, String contentType, Optional<String> text) {
    /** Characters shown of a text. */
    static final int TEXT_LENGTH_MAX = 200;
    /** Largest JSON content shown, bytes. */
    static final int JSON_BYTES_MAX = 2_048;

    static Preview of(StoredMessage message) {
        return new Preview(
                message.seq(), message.from(), message.at(), message.expiresAt(), message.contentType(), text(message));
    }

    private static Optional<String> text(StoredMessage message) {
        if (ContentText.isJson(message.contentType()) && message.content().size() > JSON_BYTES_MAX) {
            return Optional.empty();
        }
        Optional<String> text = ContentText.of(message.contentType(), message.content());
        return ContentText.isText(message.contentType()) ? text.map(Preview::shortened) : text;
    }

    private static String shortened(String text) {
        if (text.length() <= TEXT_LENGTH_MAX) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(TEXT_LENGTH_MAX - 1)) ? TEXT_LENGTH_MAX - 1 : TEXT_LENGTH_MAX;
        return text.substring(0, end) + "…";
    }

    boolean isExpiredAt(long now) {
        return expiresAt != 0 && now >= expiresAt;
    }
}
