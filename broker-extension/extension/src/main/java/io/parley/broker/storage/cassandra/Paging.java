package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PagingState;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Slice;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cursors of {@link Slice}: the driver's paging state, which holds a hash of the statement and its values, so that it fits
 * no other question. Stateless.
 */
final class Paging {
    private Paging() {}

    /** @throws IllegalArgumentException if the cursor is none of this statement's */
    static BoundStatement at(BoundStatement statement, int limit, Optional<String> cursor) {
        BoundStatement paged = statement.setPageSize(limit);
        return cursor.isEmpty()
                ? paged
                : paged.setPagingState(
                        PagingState.fromBytes(Base64.getUrlDecoder().decode(cursor.get())));
    }

    static <T> Slice<T> slice(AsyncResultSet rows, Function<Row, T> reading) {
        List<T> items = new ArrayList<>();
        rows.currentPage().forEach(row -> items.add(reading.apply(row)));
        PagingState next = rows.getExecutionInfo().getSafePagingState();
        return new Slice<>(
                items,
                Optional.ofNullable(next)
                        .map(state -> Base64.getUrlEncoder().withoutPadding().encodeToString(state.toBytes())));
    }
}
