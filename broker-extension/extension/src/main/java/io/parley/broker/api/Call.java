package io.parley.broker.api;

import io.parley.protocol.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One call, as declared.
 *
 * <pre>
 * Call.of("group/mute", "Silences a member for a while, or ends it",
 *         List.of(Field.group("group"), Field.user("user"), Field.number("seconds", 0, YEAR)), this::mute)
 * </pre>
 *
 * @param name {@code {resource}/{verb}}
 * @param summary one line for people
 * @param bodyBytesMax largest body
 */
public record Call(String name, String summary, List<Field> fields, int bodyBytesMax, Handler handler) {
    /** Enough for all but those that carry contents. */
    public static final int BODY_BYTES_MAX = 64 * 1024;

    public Call {
        if (!name.matches("[a-z-]+/[a-z-]+") || name.length() > 64) {
            throw new IllegalArgumentException("a call is named {resource}/{verb}, was " + name);
        }
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException("field " + field.name() + " is declared twice in " + name);
            }
        }
    }

    public static Call of(String name, String summary, List<Field> fields, Handler handler) {
        return new Call(name, summary, fields, BODY_BYTES_MAX, handler);
    }

    /** The same call with room for another size of body. */
    public Call withBody(int bytesMax) {
        return new Call(name, summary, fields, bytesMax, handler);
    }

    public Optional<Field> field(String wanted) {
        for (Field field : fields) {
            if (field.name().equals(wanted)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** @throws RefusalException if a body of this size is too large */
    public void checkSize(long bytes) {
        if (bytes > bodyBytesMax) {
            throw new RefusalException(Reason.TOO_LARGE, "body has " + bytes + " bytes, at most " + bodyBytesMax);
        }
    }
}
