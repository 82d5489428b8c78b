package io.parley.sdk.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.json.Amendment;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryConformance {
    @TempDir
    Path folder;

    @Override
    Store open() {
        return SqliteStore.open(folder, PHONE);
    }

    @Test
    void should_find_all_of_it_after_reopening() {
        received(1, "one");
        amend(1, "bob", Amendment.Kind.EDIT, 1, "one, edited");
        write(() -> {
            store.hide(BOB, List.of(2L));
            store.arrange(BOB, Arrangement.titled("title"));
        });
        List<HistoryEntry> history = store.history(BOB, 1, 10, 0);
        List<ConversationSummary> list = store.conversations(0);
        store.close();
        store = open();
        assertThat(store.history(BOB, 1, 10, 0)).isEqualTo(history);
        assertThat(store.conversations(0)).isEqualTo(list);
        assertThat(found("edited")).containsExactly("one, edited");
    }

    /** The fear: it is out of sight, and whoever has the file reads it. */
    @Test
    void should_overwrite_what_was_recalled_hidden_cleared_or_has_expired() throws Exception {
        received(1, "recalledtext");
        received(2, "hiddentext");
        received(3, "clearedtext");
        write(() -> {
            store.addIncoming(in(BOB, 4, "expiredtext", 5_000));
            store.mark(BOB, 4);
            store.addOutgoing(
                    new Outgoing(new MessageId(1, 1), BOB, "text/plain", Content.ofText("owntext"), 5, 0, false));
            store.accepted(new MessageId(1, 1), 5, 9);
        });
        amend(1, "bob", Amendment.Kind.EDIT, 1, "recalledagain");
        amend(2, "bob", Amendment.Kind.RECALL, 1, "");
        write(() -> {
            store.hide(BOB, List.of(2L, 5L));
            store.clear(BOB, 3);
            store.expire(5_000);
        });
        store.close();
        execute("insert into parley_text (parley_text) values ('optimize')");
        execute("vacuum");
        String file = Files.readString(folder.resolve("parley.db"), StandardCharsets.ISO_8859_1);
        assertThat(file)
                .doesNotContain("recalledtext", "recalledagain", "hiddentext", "clearedtext", "expiredtext", "owntext");
        store = open();
    }

    /** On a connection of its own: an index that was touched keeps a statement open. */
    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
