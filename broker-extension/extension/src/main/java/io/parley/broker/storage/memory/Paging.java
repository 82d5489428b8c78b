package io.parley.broker.storage.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.broker.storage.Slice;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Cursors of {@link Slice}: the key of the last item. Stateless. */
final class Paging {
    private Paging() {}

    /** @throws IllegalArgumentException if it is no cursor */
    static Optional<String> after(Optional<String> cursor) {
        return cursor.map(text -> new String(Base64.getUrlDecoder().decode(text), UTF_8));
    }

    /** What follows {@code after} in the order of keys. */
    static <T> Slice<T> slice(NavigableMap<String, T> all, int limit, Optional<String> after) {
        NavigableMap<String, T> rest = after.map(key -> all.tailMap(key, false)).orElse(all);
        List<T> items = new ArrayList<>();
        String last = null;
        for (var entry : rest.entrySet()) {
            if (items.size() == limit) {
                break;
            }
            items.add(entry.getValue());
            last = entry.getKey();
        }
        return new Slice<>(
                items,
                last == null || items.size() == rest.size()
                        ? Optional.empty()
                        : Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(UTF_8))));
    }
}
