package io.parley.protocol.json;

import java.util.Optional;

/**
 * An entry of a side log: content of a message with type {@link io.parley.protocol.ContentTypes#AMENDMENT}. Who made it
 * and when are the message's own. Entries apply in the order of the side log.
 *
 * <pre>{"amend":"edit","seq":41,"contentType":"text/plain","content":"dGVhIQ=="}</pre>
 *
 * @param seq of the message of the conversation it is about
 * @param emoji {@link Kind#REACT} and {@link Kind#UNREACT}: 1 to {@value #EMOJI_LENGTH_MAX} characters, else empty
 * @param contentType {@link Kind#EDIT}: of the new content, else empty
 * @param content {@link Kind#EDIT}: the new content, base64 (RFC 4648 section 4), else empty
 */
public record Amendment(Kind kind, long seq, String emoji, String contentType, String content) {
    public static final int EMOJI_LENGTH_MAX = 32;

    public enum Kind {
        EDIT("edit"),
        RECALL("recall"),
        REACT("react"),
        UNREACT("unreact");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Kind> ofCode(String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    public Amendment {
        if (seq < 1 || emoji.length() > EMOJI_LENGTH_MAX) {
            throw new IllegalArgumentException("seq " + seq + ", emoji of " + emoji.length() + " characters");
        }
    }
}
