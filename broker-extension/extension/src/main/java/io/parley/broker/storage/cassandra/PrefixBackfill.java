package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.NameQuery;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Makes accounts findable that are older than the search: gives each without prefixes those of its handle. Run with the
 * schema file that adds the column; it can be run again, also by two nodes at once. Blocks.
 *
 * <p>Its writes have the lowest time stamp there is, so that one of them that comes late changes nothing of what a user
 * set meanwhile.
 */
final class PrefixBackfill {
    private static final int AT_ONCE = 128;

    private final CqlSession session;
    private final String table;

    PrefixBackfill(CqlSession session, String keyspace) {
        this.session = session;
        this.table = keyspace + ".user_account";
    }

    /** Returns how many there were. */
    int run() {
        PreparedStatement add =
                session.prepare("UPDATE " + table + " USING TIMESTAMP 1 SET prefixes = ? WHERE name = ?");
        List<CompletionStage<AsyncResultSet>> writing = new ArrayList<>();
        int count = 0;
        for (Row row : session.execute("SELECT name, prefixes FROM " + table)) {
            String name = String.valueOf(row.getString(0));
            if (row.isNull(1)) {
                count++;
                writing.add(session.executeAsync(add.bind(NameQuery.prefixes(new UserName(name), ""), name)));
            }
            if (writing.size() == AT_ONCE) {
                await(writing);
            }
        }
        await(writing);
        return count;
    }

    private static void await(List<CompletionStage<AsyncResultSet>> writing) {
        try {
            writing.forEach(write -> write.toCompletableFuture().join());
        } catch (CompletionException failed) {
            throw Failures.ofWrite("making accounts findable", failed);
        }
        writing.clear();
    }
}
