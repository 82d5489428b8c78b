package io.parley.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes, as the supervisor starts them. Each test has a folder of its own below {@code target/it}. */
class CassandraNodeIT {
    private static final String CREATE_KEYSPACE = "CREATE KEYSPACE IF NOT EXISTS it WITH replication ="
            + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}";

    @ParameterizedTest
    @EnumSource(names = {"BATCH", "REQUEST"})
    void should_keep_every_acknowledged_write_through_kill_9(CommitlogSync mode) throws Exception {
        CassandraSettings settings = NodeProcess.settings(folder("kill-" + mode.word()), mode, Optional.empty(), false);
        int rows = 500;
        try (NodeProcess first = NodeProcess.start(settings)) {
            assertThat(first.awaitAnswer())
                    .isEqualTo("READY cql=127.0.0.1:" + settings.cqlPort() + " pid=" + first.pid());
            try (CqlSession session = NodeProcess.session(settings, Optional.empty())) {
                session.execute(CREATE_KEYSPACE);
                session.execute("CREATE TABLE it.row (key int PRIMARY KEY, value text)");
                for (int key = 0; key < rows; key++) {
                    session.execute("INSERT INTO it.row (key, value) VALUES (" + key + ", 'kept')");
                }
                first.kill();
            }
        }
        try (NodeProcess second = NodeProcess.start(settings)) {
            second.awaitAnswer();
            try (CqlSession session = NodeProcess.session(settings, Optional.empty())) {
                assertThat(session.execute("SELECT key FROM it.row").all()).hasSize(rows);
            }
        }
    }

    @Test
    void should_refuse_data_in_use_then_drain_on_sigterm() throws Exception {
        CassandraSettings settings =
                NodeProcess.settings(folder("in-use"), CommitlogSync.BATCH, Optional.empty(), false);
        try (NodeProcess first = NodeProcess.start(settings)) {
            first.awaitAnswer();
            try (NodeProcess second = NodeProcess.start(settings)) {
                assertThat(second.awaitExit()).isEqualTo(CassandraNode.EXIT_IN_USE);
                assertThat(second.errors()).contains("is in use by process " + first.pid());
            }
            first.terminate();
            assertThat(first.awaitExit()).isEqualTo(CassandraNode.EXIT_STOPPED);
        }
        assertThat(Files.readString(new NodeFolders(settings.dataDir()).logs().resolve("system.log")))
                .contains("Cassandra shutdown complete");
    }

    @Test
    void should_let_only_the_secret_in_and_stop_with_its_parent() throws Exception {
        Path data = folder("password");
        Path secret = data.resolve("cql.secret");
        CassandraSettings settings = NodeProcess.settings(data, CommitlogSync.BATCH, Optional.of(secret), true);
        try (NodeProcess node = NodeProcess.start(settings)) {
            assertThat(node.awaitAnswer()).startsWith("READY");
            String word = Files.readString(secret).strip();
            try (CqlSession session = NodeProcess.session(settings, Optional.of(word))) {
                session.execute(CREATE_KEYSPACE);
                assertThat(session.execute("SELECT role FROM system_auth.roles").all())
                        .singleElement()
                        .satisfies(row -> assertThat(row.getString("role")).isEqualTo("parley"));
            }
            assertThatThrownBy(() -> NodeProcess.session(settings, Optional.of("cassandra")))
                    .isInstanceOf(AllNodesFailedException.class);
            assertThatThrownBy(() -> NodeProcess.session(settings, Optional.empty()))
                    .isInstanceOf(AllNodesFailedException.class);
            node.closeStdin();
            assertThat(node.awaitExit()).isEqualTo(CassandraNode.EXIT_STOPPED);
        }
    }

    @Test
    void should_refuse_bad_arguments_with_all_faults() throws Exception {
        CassandraSettings settings = NodeProcess.settings(folder("bad"), CommitlogSync.BATCH, Optional.empty(), false);
        try (NodeProcess node = NodeProcess.start(
                NodeProcess.commandWith(settings, "--cql-port", "0", "--commitlog-sync", "never"),
                settings.dataDir())) {
            assertThat(node.awaitExit()).isEqualTo(CassandraNode.EXIT_BAD_ARGUMENTS);
            assertThat(node.errors()).contains("--data is missing", "cql port is 0", "'never'", "usage:");
        }
        assertThat(settings.dataDir()).doesNotExist();
    }

    private static Path folder(String name) throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "it"));
        return Files.createTempDirectory(parent, name + "-").resolve("data").toAbsolutePath();
    }
}
