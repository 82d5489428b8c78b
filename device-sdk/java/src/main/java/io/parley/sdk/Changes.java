package io.parley.sdk;

import io.parley.protocol.Content;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import java.util.Optional;

/** Reads changes, leniently: one of a kind that this version does not know is none. */
final class Changes {
    private Changes() {}

    static Optional<Change> read(Content content) {
        try {
            return Optional.of(Contents.readChange(content.toBytes()));
        } catch (BadBodyException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
