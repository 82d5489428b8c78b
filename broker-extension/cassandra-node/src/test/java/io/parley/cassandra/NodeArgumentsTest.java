package io.parley.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeArgumentsTest {
    private static final int HEAP_MB = 512;

    @Test
    void should_read_back_what_the_command_wrote() {
        CassandraSettings settings = new CassandraSettings(
                Path.of("some data"),
                19042,
                17000,
                "127.0.0.1",
                HEAP_MB,
                CommitlogSync.GROUP,
                Optional.of(Path.of("secret")),
                true);

        NodeArguments.Parsed parsed = NodeArguments.parse(NodeArguments.format(settings), HEAP_MB);

        assertThat(parsed.faults()).isEmpty();
        assertThat(parsed.settings()).contains(settings);
    }

    @Test
    void should_list_every_fault_at_once() {
        NodeArguments.Parsed parsed = NodeArguments.parse(
                List.of(
                        "--cql-port",
                        "x",
                        "--storage-port",
                        "70000",
                        "--commitlog-sync",
                        "often",
                        "--verbose",
                        "--bind"),
                HEAP_MB);

        assertThat(parsed.settings()).isEmpty();
        assertThat(parsed.faults())
                .anyMatch(fault -> fault.contains("--data is missing"))
                .anyMatch(fault -> fault.contains("--cql-port is 'x'"))
                .anyMatch(fault -> fault.contains("storage port is 70000"))
                .anyMatch(fault -> fault.contains("--commitlog-sync is 'often'"))
                .anyMatch(fault -> fault.contains("'--verbose' is not an argument"))
                .anyMatch(fault -> fault.contains("--bind has no value"));
    }

    @Test
    void should_refuse_to_be_reached_from_outside_without_a_password() {
        List<String> outside = List.of("--data", "d", "--cql-port", "9042", "--bind", "192.0.2.7");

        assertThat(NodeArguments.parse(outside, HEAP_MB).faults())
                .singleElement()
                .asString()
                .contains("a password file is needed");
        assertThatThrownBy(() -> new CassandraSettings(
                        Path.of("d"), 1, 1, "localhost", 1, CommitlogSync.BATCH, Optional.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both 1")
                .hasMessageContaining("numeric address")
                .hasMessageContaining("at least 256");
    }

    @Test
    void should_name_every_folder_inside_the_data_folder_in_the_command() {
        CassandraSettings settings = CassandraSettings.in(Path.of("/somewhere"));

        List<String> command = CassandraCommand.command(Path.of("/jdk"), Path.of("/lib"), settings);

        assertThat(command)
                .startsWith("/jdk/bin/java")
                .contains("-Xmx1024m", "-Djava.io.tmpdir=/somewhere/tmp", "-Djna.tmpdir=/somewhere/tmp")
                .containsSubsequence("-cp", "/lib/*", CassandraNode.class.getName(), "--data", "/somewhere");
    }
}
