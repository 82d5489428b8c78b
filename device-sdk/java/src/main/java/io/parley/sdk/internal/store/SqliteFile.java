package io.parley.sdk.internal.store;

import io.parley.protocol.EndpointId;
import io.parley.sdk.StoreException;
import io.parley.sdk.StoreInUseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The file of one endpoint: locked against others, with its tables made or brought up to date.
 *
 * <pre>
 *   parley_conversation   id ▸ mark, read, peer_received, peer_read
 *   parley_outbox         ordinal ▸ id (unique), conversation, seq (0: not accepted), failure, content …
 *   parley_inbox          conversation, seq ▸ id, sender, at, content …
 *   parley_identity       the endpoint this file belongs to, synced, removed_until
 *   parley_amendment      conversation, seq, place ▸ sender, kind, emoji, content …
 *   parley_snapshot       conversation, seq ▸ what the server said was done to it, as_of which place
 *   parley_hidden         conversation, seq
 *   parley_list           conversation ▸ title, unread, pinned, draft, preview …
 *   parley_found          id ▸ conversation, seq (unique), at, expires_at: what row of parley_text is which message
 *   parley_text           FTS5, without a copy of the texts
 * </pre>
 *
 * Write-ahead log, synced on each commit ({@code synchronous = FULL}), so that what is committed survives a power cut.
 */
final class SqliteFile {
    static final int MESSAGES_KEPT_MAX = 10_000;

    /** What brings a file from each version to the next; the first one makes it. */
    private static final String[][] STEPS = {
        {
            """
        create table parley_conversation (
          id text primary key,
          mark integer not null default 0,
          read integer not null default 0,
          peer_received integer not null default 0,
          peer_read integer not null default 0) without rowid""",
            """
        create table parley_outbox (
          ordinal integer primary key autoincrement,
          id blob not null unique,
          conversation text not null,
          seq integer not null,
          failure text,
          content_type text,
          content blob not null,
          at integer not null,
          expires_at integer not null,
          offered integer not null)""",
            "create index parley_outbox_seq on parley_outbox (conversation, seq)",
            "create index parley_outbox_waiting on parley_outbox (ordinal) where seq = 0 and failure is null",
            """
        create table parley_inbox (
          conversation text not null,
          seq integer not null,
          id blob not null,
          sender text not null,
          at integer not null,
          content_type text,
          content blob not null,
          primary key (conversation, seq))""",
            "create table parley_identity (user text not null, endpoint text not null)"
        },
        {
            "alter table parley_identity add column synced integer not null default 0",
            "update parley_identity set synced = 1"
        },
        SqliteThirdVersion.CHANGES,
        {"alter table parley_identity add column removed_until integer not null default 0"}
    };

    private static final int VERSION = STEPS.length;

    private final Path path;
    private final FileChannel lockFile;
    private final Connection connection;

    private SqliteFile(Path path, FileChannel lockFile, Connection connection) {
        this.path = path;
        this.lockFile = lockFile;
        this.connection = connection;
    }

    static SqliteFile open(Path directory, EndpointId me) {
        Path path = directory.resolve("parley.db");
        FileChannel lockFile = lock(directory);
        try {
            Connection connection = connect(path);
            try {
                prepare(connection, path, me);
                return new SqliteFile(path, lockFile, connection);
            } catch (SQLException | StoreException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            unlock(lockFile);
            throw new StoreException("cannot open " + path + ": " + e.getMessage(), e);
        } catch (StoreException e) {
            unlock(lockFile);
            throw e;
        }
    }

    private static FileChannel lock(Path directory) {
        Path path = directory.resolve("parley.lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: the same answer as below
        } catch (IOException e) {
            throw new StoreException("cannot lock " + path + ": " + e.getMessage(), e);
        }
        unlock(channel);
        throw new StoreInUseException(directory + " is in use by another client; one endpoint, one client, one folder");
    }

    private static void unlock(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StoreException("cannot release the lock of a store: " + e.getMessage(), e);
        }
    }

    private static Connection connect(Path path) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(10_000);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "fast");
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path);
        return source.getConnection();
    }

    private static void prepare(Connection connection, Path path, EndpointId me) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = number(statement, "pragma user_version");
            if (version > VERSION) {
                throw new StoreException(
                        path + " has version " + version + ", this SDK knows " + VERSION + ": use a newer one", null);
            }
            if (version < VERSION) {
                upgrade(statement, version);
            }
            checkIdentity(connection, path, me);
            prune(statement);
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void upgrade(Statement statement, int version) throws SQLException {
        statement.execute("begin immediate");
        for (int step = version; step < VERSION; step++) {
            for (String change : STEPS[step]) {
                statement.execute(change);
            }
        }
        statement.execute("pragma user_version = " + VERSION);
        statement.execute("commit");
    }

    private static void checkIdentity(Connection connection, Path path, EndpointId me) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("select user, endpoint from parley_identity")) {
            if (row.next()) {
                String owner = row.getString(1) + "/" + row.getString(2);
                if (!owner.equals(me.toString())) {
                    throw new StoreException(path + " belongs to " + owner + ", not to " + me, null);
                }
                return;
            }
        }
        try (var insert = connection.prepareStatement("insert into parley_identity (user, endpoint) values (?, ?)")) {
            insert.setString(1, me.user().value());
            insert.setString(2, me.clientId());
            insert.executeUpdate();
        }
    }

    /** Keeps the newest messages of each conversation; of own ones never forgets what is beyond the mark. */
    private static void prune(Statement statement) throws SQLException {
        String old = " (select c.mark from parley_conversation c where c.id = conversation) - " + MESSAGES_KEPT_MAX;
        statement.execute(
                "delete from parley_text where rowid in (select id from parley_found where seq <=" + old + ")");
        for (String table : List.of("parley_found", "parley_amendment", "parley_snapshot", "parley_hidden")) {
            statement.execute("delete from " + table + " where seq <=" + old);
        }
        statement.execute("update parley_conversation set oldest = 0 where oldest <= mark - " + MESSAGES_KEPT_MAX);
        statement.execute("delete from parley_inbox where seq <=" + old);
        statement.execute("delete from parley_outbox where seq > 0 and seq <=" + old);
        statement.execute("delete from parley_outbox where seq = 0 and failure is not null and ordinal <="
                + " (select max(ordinal) from parley_outbox) - " + MESSAGES_KEPT_MAX);
    }

    Path path() {
        return path;
    }

    Connection connection() {
        return connection;
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("cannot close " + path + ": " + e.getMessage(), e);
        } finally {
            unlock(lockFile);
        }
    }
}
