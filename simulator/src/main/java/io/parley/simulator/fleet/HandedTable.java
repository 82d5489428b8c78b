package io.parley.simulator.fleet;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.Handed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an application was handed, in a table of its own beside the SDK's, written in the SDK's transaction. AUTOINCREMENT
 * counts and never reuses, so a row's number is how many there are.
 *
 * <pre>
 * sim_handed
 * n INTEGER │ conversation TEXT │ seq INTEGER │ id TEXT │ sender TEXT │ at INTEGER
 * </pre>
 */
final class HandedTable {
    private static final String CREATE = "CREATE TABLE IF NOT EXISTS sim_handed (n INTEGER PRIMARY KEY AUTOINCREMENT,"
            + " conversation TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, sender TEXT NOT NULL,"
            + " at INTEGER NOT NULL)";
    private static final String INSERT =
            "INSERT INTO sim_handed (conversation, seq, id, sender, at) VALUES (?, ?, ?, ?, ?)";
    private static final String SELECT = "SELECT conversation, seq, id, sender, at FROM sim_handed ORDER BY n";
    private static final String EXISTS = "SELECT 1 FROM sqlite_master WHERE name = 'sim_handed'";
    private static final byte[] SQLITE = "SQLite format 3".getBytes(StandardCharsets.US_ASCII);

    private HandedTable() {}

    /**
     * Remembers one message in the transaction that hands it.
     *
     * @return how many there are now
     */
    static long insert(Connection transaction, Handed handed) throws SQLException {
        try (Statement create = transaction.createStatement()) {
            create.execute(CREATE);
        }
        try (PreparedStatement insert = transaction.prepareStatement(INSERT)) {
            insert.setString(1, handed.conversation().value());
            insert.setLong(2, handed.seq());
            insert.setString(3, handed.id().toString());
            insert.setString(4, handed.from().value());
            insert.setLong(5, handed.atNanos());
            insert.executeUpdate();
        }
        try (Statement last = transaction.createStatement();
                ResultSet row = last.executeQuery("SELECT last_insert_rowid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** All of it, in order; nothing if the endpoint never had a store. Nobody else may have the store open. */
    static List<Handed> read(Path store) throws IOException, SQLException {
        Optional<Path> file = database(store);
        if (file.isEmpty()) {
            return List.of();
        }
        List<Handed> handed = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.get());
                Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(EXISTS)) {
                if (!table.next()) {
                    return List.of();
                }
            }
            try (ResultSet row = statement.executeQuery(SELECT)) {
                while (row.next()) {
                    handed.add(new Handed(
                            new ConversationId(row.getString(1)),
                            row.getLong(2),
                            MessageId.parse(row.getString(3)),
                            new UserName(row.getString(4)),
                            row.getLong(5)));
                }
            }
        }
        return handed;
    }

    /** The one SQLite file in the folder: how the SDK calls it is its own business. */
    private static Optional<Path> database(Path store) throws IOException {
        if (!Files.isDirectory(store)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (var in = Files.newInputStream(file)) {
                    if (Arrays.equals(in.readNBytes(SQLITE.length), SQLITE)) {
                        return Optional.of(file);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
