package io.parley.broker.api;

import io.parley.protocol.Reason;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The calls there are, by name. Immutable. */
public final class Calls {
    public static final Calls NONE = new Calls(List.of());

    private final TreeMap<String, Call> calls = new TreeMap<>();

    /** @throws IllegalStateException if two have one name */
    public Calls(List<Call> calls) {
        for (Call call : calls) {
            if (this.calls.put(call.name(), call) != null) {
                throw new IllegalStateException("there are two calls named " + call.name());
            }
        }
    }

    public Optional<Call> find(String name) {
        return Optional.ofNullable(calls.get(name));
    }

    /** @throws RefusalException if there is none of that name */
    public Call named(String name) {
        return find(name).orElseThrow(() -> new RefusalException(Reason.NOT_ALLOWED, "there is no api/" + name));
    }

    /** In the order of their names. */
    public Collection<Call> all() {
        return Collections.unmodifiableCollection(calls.values());
    }
}
