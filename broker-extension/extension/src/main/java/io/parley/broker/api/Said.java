package io.parley.broker.api;

import io.parley.protocol.Content;
import io.parley.protocol.Limits;
import io.parley.protocol.Reason;
import java.util.List;

/**
 * What a message is to say, in the fields {@code text}, or {@code content} (base64) and {@code contentType}, of the calls
 * that make one.
 */
public record Said(String contentType, Content content) {
    public static final String TEXT = "text/plain";
    /** Base64 of the largest content, or its text with some escapes. */
    public static final int BODY_BYTES_MAX = 512 * 1024;

    private static final Limits LIMITS = Limits.DEFAULT;

    public static final List<Field> FIELDS = List.of(
            Field.text("text", 1, LIMITS.contentBytesMax()).optional(),
            Field.base64("content", 0, LIMITS.contentBytesMax()).optional(),
            Field.text("contentType", 0, LIMITS.contentTypeLengthMax()).optional());

    /** @throws RefusalException if there is neither of the two, or both, or it is too large */
    public static Said of(Arguments arguments) {
        if (arguments.exactlyOne("text", "content").equals("content")) {
            return new Said(arguments.textIf("contentType").orElse(""), arguments.bytes("content"));
        }
        if (arguments.has("contentType")) {
            throw RefusalException.malformed("contentType belongs to content; a text is " + TEXT);
        }
        Content content = Content.ofText(arguments.text("text"));
        if (content.size() > LIMITS.contentBytesMax()) {
            throw new RefusalException(
                    Reason.TOO_LARGE, "text has " + content.size() + " bytes, at most " + LIMITS.contentBytesMax());
        }
        return new Said(TEXT, content);
    }
}
