package io.parley.broker.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the messages due in a minute.
 *
 * @param open those not settled, earliest first
 * @param last where the page ends, settled ones included; null if it is empty
 * @param more whether there may be further ones
 */
public record DuePage(List<DueMessage> open, @Nullable DueMessage last, boolean more) {
    public DuePage {
        open = List.copyOf(open);
    }
}
