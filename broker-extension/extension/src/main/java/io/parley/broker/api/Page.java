package io.parley.broker.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What part of a long list is asked for: the fields {@code limit} and {@code cursor} of a call, {@code next} of its reply.
 *
 * @param limit most entries wanted
 * @param after what an earlier page gave {@link #writeNext}; it came back through the caller, who may have changed it
 */
public record Page(int limit, Optional<String> after) {
    public static final int LIMIT_MAX = 100;
    public static final int LIMIT_DEFAULT = 50;

    private static final int CURSOR_LENGTH_MAX = 1_024;

    public static final List<Field> FIELDS = List.of(
            Field.number("limit", 1, LIMIT_MAX).optional(),
            Field.text("cursor", 1, CURSOR_LENGTH_MAX).optional());

    /** @throws RefusalException if the cursor is none */
    public static Page of(Arguments arguments) {
        return new Page(
                (int) arguments.numberIf("limit").orElse(LIMIT_DEFAULT),
                arguments.textIf("cursor").map(Page::decode));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException foreign) {
            throw badCursor();
        }
    }

    /** For whoever cannot make sense of what came back. */
    public static RefusalException badCursor() {
        return RefusalException.malformed("cursor must be what an earlier page gave as next");
    }

    /** Writes {@code next}, so that a page {@code after} may be asked for. */
    public static void writeNext(JsonGenerator json, String after) throws IOException {
        json.writeStringField(
                "next", Base64.getUrlEncoder().withoutPadding().encodeToString(after.getBytes(StandardCharsets.UTF_8)));
    }
}
