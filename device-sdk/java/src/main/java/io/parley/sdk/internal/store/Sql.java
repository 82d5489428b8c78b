package io.parley.sdk.internal.store;

import io.parley.sdk.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, each prepared once. Its user holds the store's lock. */
final class Sql {
    private final Connection connection;
    private final Path path;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Sql(Connection connection, Path path) {
        this.connection = connection;
        this.path = path;
    }

    /** Makes something of the row it is on. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** @return how many rows changed */
    int update(String sql, @Nullable Object... values) {
        return run("write", () -> bound(sql, values).executeUpdate());
    }

    <T> List<T> all(String sql, Row<T> row, @Nullable Object... values) {
        return run("read", () -> {
            List<T> found = new ArrayList<>();
            try (ResultSet rows = bound(sql, values).executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        });
    }

    /** The first column of the first row, 0 if there is none. */
    long number(String sql, @Nullable Object... values) {
        List<Long> found = all(sql, row -> row.getLong(1), values);
        return found.isEmpty() ? 0 : found.get(0);
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    <T> T run(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    StoreException failed(String what, SQLException e) {
        return new StoreException("cannot " + what + " in " + path + ": " + e.getMessage(), e);
    }
}
