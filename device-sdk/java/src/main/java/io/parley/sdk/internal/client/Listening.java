package io.parley.sdk.internal.client;

import io.parley.sdk.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Who is told which kind of event. Filled by the builder, then only read. */
public final class Listening {
    private final Map<Class<? extends Event>, Consumer<Event>> listeners = new HashMap<>();

    public Listening() {}

    /** What has been filled in by now. */
    public Listening(Listening other) {
        listeners.putAll(other.listeners);
    }

    public <T extends Event> void on(Class<T> kind, Consumer<T> listener) {
        listeners.put(kind, event -> listener.accept(kind.cast(event)));
    }

    Optional<Consumer<Event>> to(Event event) {
        return Optional.ofNullable(listeners.get(event.getClass()));
    }
}
