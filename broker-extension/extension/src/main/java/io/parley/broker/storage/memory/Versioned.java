package io.parley.broker.storage.memory;

import java.util.HashMap;
import java.util.Map;

/** A cell that only a write of the same or a later version overwrites. */
record Versioned<T>(long version, T value) {
    static <K, T> void put(Map<K, Versioned<T>> rows, K key, long version, T value) {
        Versioned<T> written = new Versioned<>(version, value);
        rows.merge(key, written, (present, later) -> later.version >= present.version ? later : present);
    }

    static <K, T> Map<K, T> values(Map<K, Versioned<T>> rows) {
        Map<K, T> values = new HashMap<>();
        rows.forEach((key, cell) -> values.put(key, cell.value));
        return values;
    }
}
