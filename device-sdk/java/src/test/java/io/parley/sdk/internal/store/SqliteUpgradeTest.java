package io.parley.sdk.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.HistoryEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fear: an application is updated and its messages are gone. */
class SqliteUpgradeTest {
    private static final EndpointId PHONE = new EndpointId(new UserName("alice"), "phone");
    private static final ConversationId BOB = ConversationId.chat(new UserName("alice"), new UserName("bob"));

    /** As version 1 made them. */
    private static final String[] FIRST = {
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
        "create table parley_identity (user text not null, endpoint text not null)",
        "insert into parley_identity values ('alice', 'phone')",
        "insert into parley_conversation values ('chat/alice:bob', 2, 1, 2, 2)",
        "create table notes_of_the_application (text text)",
        "insert into notes_of_the_application values ('kept')",
        "pragma user_version = 1"
    };

    @TempDir
    Path folder;

    private Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
    }

    @BeforeEach
    void makeFirstVersion() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : FIRST) {
                statement.execute(sql);
            }
            try (PreparedStatement inbox =
                    connection.prepareStatement("insert into parley_inbox values (?, 1, ?, 'bob', 7, null, ?)")) {
                inbox.setString(1, BOB.value());
                inbox.setBytes(2, new MessageId(2, 1).toBytes());
                inbox.setBytes(3, Content.ofText("hello").toBytes());
                inbox.executeUpdate();
            }
            try (PreparedStatement outbox = connection.prepareStatement(
                    "insert into parley_outbox values (null, ?, ?, ?, null, 'text/plain', ?, 8, 0, 1)")) {
                for (int i = 0; i < 2; i++) {
                    outbox.setBytes(1, new MessageId(1, i).toBytes());
                    outbox.setString(2, BOB.value());
                    outbox.setInt(3, i == 0 ? 2 : 0);
                    outbox.setBytes(4, Content.ofText("m" + i).toBytes());
                    outbox.executeUpdate();
                }
            }
        }
    }

    @Test
    void should_keep_everything_of_a_file_of_the_first_version() throws Exception {
        try (SqliteStore store = SqliteStore.open(folder, PHONE)) {
            Loaded loaded = store.load();
            assertThat(loaded.conversations()).containsExactly(new Loaded.Conversation(BOB, 2, 1, 1, 2, 2));
            assertThat(loaded.waiting()).extracting(Outgoing::id).containsExactly(new MessageId(1, 1));
            assertThat(loaded.synced()).isTrue();
            assertThat(store.history(BOB, 1, 10, 0))
                    .extracting(HistoryEntry::text)
                    .containsExactly("hello", "m0", "m1");
            assertThat(store.search("hel", 10, 0))
                    .extracting(HistoryEntry::text)
                    .containsExactly("hello");
            assertThat(store.search("m0", 10, 0)).extracting(HistoryEntry::text).containsExactly("m0");
            assertThat(store.search("m1", 10, 0)).isEmpty();
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select text from notes_of_the_application")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("kept");
        }
    }
}
