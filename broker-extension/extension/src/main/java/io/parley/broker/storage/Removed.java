package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import java.util.Set;

/**
 * What a user took away for themself at one moment.
 *
 * @param seqs hidden one by one
 * @param cleared everything up to it, 0 if nothing
 */
public record Removed(ConversationId conversation, Set<Long> seqs, long cleared) {
    public Removed {
        seqs = Set.copyOf(seqs);
    }
}
