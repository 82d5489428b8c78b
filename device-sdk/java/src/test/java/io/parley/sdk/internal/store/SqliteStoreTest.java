package io.parley.sdk.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.sdk.StoreException;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreConformance {
    @TempDir
    Path folder;

    @Override
    Store open() {
        return SqliteStore.open(folder, PHONE);
    }

    @Test
    void should_find_everything_after_reopening() {
        store.begin();
        store.addOutgoing(new Outgoing(new MessageId(1, 1), BOB, null, Content.ofText("x"), 1, 99, false));
        store.offered(new MessageId(1, 1));
        store.mark(BOB, 7);
        store.commit();
        Loaded before = store.load();
        store.close();
        store = open();
        assertThat(store.load()).isEqualTo(before);
        assertThat(before.waiting().get(0).offered()).isTrue();
    }

    @Test
    void should_sync_every_commit_to_the_disk() throws Exception {
        SqliteStore sqlite = (SqliteStore) store;
        try (var statement = sqlite.transaction().createStatement()) {
            try (var row = statement.executeQuery("pragma synchronous")) {
                assertThat(row.getInt(1)).isEqualTo(2);
            }
            try (var row = statement.executeQuery("pragma journal_mode")) {
                assertThat(row.getString(1)).isEqualTo("wal");
            }
        }
    }

    @Test
    void should_not_let_a_handler_end_the_transaction() {
        SqliteStore sqlite = (SqliteStore) store;
        assertThatThrownBy(() -> sqlite.transaction().commit()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sqlite.transaction().close()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void should_undo_one_handler_and_keep_the_others() {
        SqliteStore sqlite = (SqliteStore) store;
        sqlite.begin();
        sqlite.savepoint();
        sqlite.mark(BOB, 1);
        sqlite.releaseSavepoint();
        sqlite.savepoint();
        sqlite.mark(BOB, 2);
        sqlite.rollbackToSavepoint();
        sqlite.commit();
        assertThat(store.load().conversations().get(0).mark()).isEqualTo(1);
    }

    @Test
    void should_refuse_a_file_of_a_newer_version() throws Exception {
        store.close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma user_version = 99");
        }
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("version 99");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma user_version = 4");
        }
        store = open();
    }

    @Test
    void should_say_what_a_broken_file_is() throws Exception {
        store.close();
        Path other = folder.resolve("other");
        java.nio.file.Files.createDirectories(other);
        java.nio.file.Files.writeString(other.resolve("parley.db"), "this is no database at all, it is a letter");
        assertThatThrownBy(() -> SqliteStore.open(other, PHONE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("parley.db");
        store = open();
    }
}
