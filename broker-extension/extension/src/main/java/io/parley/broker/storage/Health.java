package io.parley.broker.storage;

import java.util.Optional;

/** Whether the store answers. Cheap; safe from any thread; maintained in the background. */
@FunctionalInterface
public interface Health {
    /** Why the store cannot be used right now, for people; empty if it can. */
    Optional<String> fault();
}
