package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.parley.broker.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the keyspace to the newest schema: applies the numbered files that {@code schema_version} does not name yet, one
 * node at a time. Blocks; used only while connecting.
 *
 * <pre>
 * schema_version   PK (version)   file, checksum, applied_at
 * schema_lock      PK (name)      holder                       lightweight transactions, TTL {@value #LOCK_SECONDS} s
 * </pre>
 *
 * A node that dies half way leaves a lock that ends by itself and statements that can be run again.
 */
final class SchemaMigration {
    static final int LOCK_SECONDS = 120;

    private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long RETRY_MILLIS = 300;

    private final CqlSession session;
    private final String keyspace;
    private final Replication replication;
    private final String holder = UUID.randomUUID().toString();

    SchemaMigration(CqlSession session, String keyspace, Replication replication) {
        this.session = session;
        this.keyspace = keyspace;
        this.replication = replication;
    }

    /** @throws StorageException if the schema cannot be brought up to date, or is newer than this program */
    void run() {
        try {
            prepareKeyspace();
            List<SchemaFile> files = SchemaFile.all();
            if (pending(files).isEmpty()) {
                return;
            }
            lock();
            try {
                for (SchemaFile file : pending(files)) {
                    apply(file);
                }
            } finally {
                unlock();
            }
        } catch (DriverException failure) {
            throw Failures.ofWrite("schema migration of keyspace " + keyspace, failure);
        }
    }

    private void prepareKeyspace() {
        if (session.getMetadata().getKeyspace(keyspace).isEmpty()) {
            ddl("CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = " + replication.cql());
        }
        ddl("CREATE TABLE IF NOT EXISTS " + keyspace + ".schema_version (version int PRIMARY KEY, file text,"
                + " checksum text, applied_at timestamp) WITH id = " + tableId("schema_version"));
        ddl("CREATE TABLE IF NOT EXISTS " + keyspace + ".schema_lock (name text PRIMARY KEY, holder text)"
                + " WITH id = " + tableId("schema_lock"));
    }

    /** Two nodes that make the same table at once, each with an id of its own, would leave the cluster with two. */
    private UUID tableId(String table) {
        return UUID.nameUUIDFromBytes(("parley:" + keyspace + "." + table).getBytes(StandardCharsets.UTF_8));
    }

    private List<SchemaFile> pending(List<SchemaFile> files) {
        Map<Integer, String> applied = new HashMap<>();
        for (Row row : execute("SELECT version, checksum FROM " + keyspace + ".schema_version")) {
            applied.put(row.getInt(0), String.valueOf(row.getString(1)));
        }
        for (SchemaFile file : files) {
            String checksum = applied.remove(file.version());
            if (checksum != null && !checksum.equals(file.checksum())) {
                throw new StorageException(
                        "schema file " + file.name() + " was changed after it was applied to " + keyspace, false, null);
            }
        }
        if (!applied.isEmpty()) {
            throw new StorageException(
                    "keyspace " + keyspace + " has schema versions " + applied.keySet()
                            + " that this program does not know: it is older than the data",
                    false,
                    null);
        }
        return files.stream()
                .filter(file ->
                        execute("SELECT version FROM " + keyspace + ".schema_version WHERE version = ?", file.version())
                                        .one()
                                == null)
                .toList();
    }

    private void apply(SchemaFile file) {
        for (String statement : file.statements(keyspace)) {
            ddl(statement);
        }
        if (file.name().equals(SchemaFile.CONTACTS)) {
            int made = new PrefixBackfill(session, keyspace).run();
            if (made > 0) {
                log.info("{} accounts of keyspace {}, made before, can be found now", made, keyspace);
            }
        }
        execute(
                "INSERT INTO " + keyspace
                        + ".schema_version (version, file, checksum, applied_at) VALUES (?, ?, ?, toTimestamp(now()))",
                file.version(),
                file.name(),
                file.checksum());
        log.info("Applied schema {} to keyspace {}", file.name(), keyspace);
    }

    private void lock() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!execute(
                        "INSERT INTO " + keyspace + ".schema_lock (name, holder) VALUES ('migration', ?)"
                                + " IF NOT EXISTS USING TTL " + LOCK_SECONDS,
                        holder)
                .wasApplied()) {
            if (System.nanoTime() - deadline > 0) {
                throw new StorageException(
                        "another node has been migrating keyspace " + keyspace + " for " + PATIENCE.toSeconds() + " s",
                        false,
                        null);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        }
    }

    private void unlock() {
        try {
            execute("DELETE FROM " + keyspace + ".schema_lock WHERE name = 'migration' IF holder = ?", holder);
        } catch (DriverException stillLocked) {
            log.warn("The schema lock of keyspace {} stays for up to {} s", keyspace, LOCK_SECONDS, stillLocked);
        }
    }

    private void ddl(String statement) {
        ResultSet result = execute(statement);
        if (!result.getExecutionInfo().isSchemaInAgreement()) {
            throw new StorageException("the cluster does not agree on the schema of " + keyspace, true, null);
        }
    }

    private ResultSet execute(String statement, Object... values) {
        return session.execute(SimpleStatement.builder(statement)
                .addPositionalValues(values)
                .setTimeout(Duration.ofSeconds(30))
                .setIdempotence(false)
                .build());
    }
}
