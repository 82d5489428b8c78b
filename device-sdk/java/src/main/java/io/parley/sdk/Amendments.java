package io.parley.sdk;

import io.parley.protocol.UserName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been done to a message since it was sent.
 *
 * @param recalled its content is gone, here too, and so are its reactions
 * @param reactions who reacted with which emoji, in the order the emoji and the users came
 */
public record Amendments(boolean edited, boolean recalled, Map<String, List<UserName>> reactions) {
    public static final Amendments NONE = new Amendments(false, false, Map.of());

    public Amendments {
        Map<String, List<UserName>> copy = new LinkedHashMap<>();
        reactions.forEach((emoji, users) -> copy.put(emoji, List.copyOf(users)));
        reactions = Collections.unmodifiableMap(copy);
    }
}
