package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Presence;
import io.parley.broker.storage.PresenceStore;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Presence in Cassandra, a row for each user. Its time stamp is when the user was last known to be online. */
final class CassandraPresenceStore implements PresenceStore {
    private static final int STATEMENT_BYTES = 120;

    private final Reads reads;
    private final BatchWriter writer;
    /** user → online, at */
    private final PreparedStatement find;
    /** user, online, at, time stamp */
    private final PreparedStatement save;

    CassandraPresenceStore(CqlSession session, String keyspace, Reads reads, BatchWriter writer) {
        this.reads = reads;
        this.writer = writer;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        find = preparing.plain("SELECT online, at FROM %s.user_presence WHERE user = ?");
        save = preparing.plain("INSERT INTO %s.user_presence (user, online, at) VALUES (?, ?, ?) USING TIMESTAMP ?");
    }

    @Override
    public CompletionStage<Presence> find(UserName user) {
        return Failures.bare(
                "reading the presence of " + user,
                reads.execute(find.bind(user.value())).thenApply(rows -> {
                    Row row = rows.one();
                    return row == null ? Presence.NEVER : new Presence(row.getBoolean(0), row.getLong(1));
                }));
    }

    @Override
    public CompletionStage<Void> save(UserName user, Presence presence) {
        long stamp = TimeUnit.MILLISECONDS.toMicros(presence.at());
        return writer.write(
                List.of(new Write(save.bind(user.value(), presence.online(), presence.at(), stamp), STATEMENT_BYTES)));
    }
}
