package io.parley.protocol.json;

import java.util.Map;

/**
 * Watermarks by conversation, as the writer of the body sees it ({@code chat/{peer}}).
 *
 * <pre>{"received":{"chat/bob":42},"read":{"chat/bob":40}}</pre>
 *
 * @param received highest seq up to which everything was received, each ≥ 0
 * @param read highest seq up to which everything was read, each ≥ 0
 */
public record Marks(Map<String, Long> received, Map<String, Long> read) {
    public static final Marks NONE = new Marks(Map.of(), Map.of());

    public Marks {
        received = Map.copyOf(received);
        read = Map.copyOf(read);
    }
}
