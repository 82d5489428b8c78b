package io.parley.broker.storage;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A part of a list.
 *
 * @param items may be fewer than asked for, even none, although there is more
 * @param next cursor of what follows, base64url, opaque, good for the same question only; empty at the end
 */
public record Slice<T>(List<T> items, Optional<String> next) {
    public Slice {
        items = List.copyOf(items);
    }

    public Slice<T> where(Predicate<T> condition) {
        return new Slice<>(items.stream().filter(condition).toList(), next);
    }

    public <R> Slice<R> map(Function<T, R> function) {
        return new Slice<>(items.stream().map(function).toList(), next);
    }
}
