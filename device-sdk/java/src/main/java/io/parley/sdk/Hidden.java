package io.parley.sdk;

import io.parley.protocol.ConversationId;
import java.util.List;

/** The own user deleted messages for themself, on whichever endpoint. They are out of the local store already. */
public record Hidden(ConversationId conversation, List<Long> seqs) implements Event {
    public Hidden {
        seqs = List.copyOf(seqs);
    }
}
