package io.parley.sdk;

import java.util.List;
import java.util.Optional;

/**
 * A part of a longer list.
 *
 * @param next what to ask the next page with; empty if there is none
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
