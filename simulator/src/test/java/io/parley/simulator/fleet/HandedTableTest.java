package io.parley.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.Handed;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandedTableTest {
    private static final UserName BOB = new UserName("bob");
    private static final ConversationId CHAT = ConversationId.chat(new UserName("alice"), BOB);

    @TempDir
    Path store;

    @Test
    void should_read_what_was_committed_in_the_order_it_was_handed() throws Exception {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            assertThat(HandedTable.insert(connection, handed(2))).isEqualTo(1);
            assertThat(HandedTable.insert(connection, handed(1))).isEqualTo(2);
            connection.commit();
            assertThat(HandedTable.insert(connection, handed(3))).isEqualTo(3);
            connection.rollback();
            assertThat(HandedTable.insert(connection, handed(4))).isEqualTo(3);
            connection.commit();
        }
        assertThat(HandedTable.read(store)).extracting(Handed::seq).containsExactly(2L, 1L, 4L);
    }

    @Test
    void should_read_nothing_where_nothing_is() throws Exception {
        assertThat(HandedTable.read(store)).isEmpty();
        assertThat(HandedTable.read(store.resolve("absent"))).isEmpty();
        try (Connection connection = open()) {
            connection.createStatement().execute("CREATE TABLE other (x)");
        }
        assertThat(HandedTable.read(store)).isEmpty();
    }

    private Connection open() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + store.resolve("some.db"));
    }

    private static Handed handed(long seq) {
        return new Handed(CHAT, seq, new MessageId(1, seq), BOB);
    }
}
