package io.parley.broker.history;

import io.parley.protocol.Content;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Content as text, where it says that it is some and is. All else travels as base64. */
public final class ContentText {
    private ContentText() {}

    public static Optional<String> of(String contentType, Content content) {
        if (!isText(contentType) && !isJson(contentType)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(content.asBuffer())
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** {@code text/…}, not in another character set. */
    public static boolean isText(String contentType) {
        return typeOf(contentType).startsWith("text/") && isUtf8(contentType);
    }

    public static boolean isJson(String contentType) {
        String type = typeOf(contentType);
        return (type.equals("application/json") || type.endsWith("+json")) && isUtf8(contentType);
    }

    private static String typeOf(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isUtf8(String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("charset=");
        return at < 0 || lower.substring(at + 8).replace("\"", "").startsWith("utf-8");
    }
}
