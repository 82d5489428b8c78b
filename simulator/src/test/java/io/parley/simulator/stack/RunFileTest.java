package io.parley.simulator.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir
    Path folder;

    @Test
    void should_read_pids_and_ports_and_skip_what_it_does_not_know() throws IOException {
        Path file = write("""
                {"started":"x","cassandra":{"pid":11,"cql":9042,"contactPoints":["127.0.0.1:9042"],"user":"parley",
                 "passwordFile":"/d/secret","more":{"a":[1]}},
                 "nodes":[{"pid":12,"bind":"127.0.0.1","mqtt":1883,"http":9399},{"pid":13,"mqtt":1884,"http":9400}]}""");
        RunFile.Cassandra cassandra = new RunFile.Cassandra(
                11, List.of("127.0.0.1:9042"), Optional.of("parley"), Optional.of(Path.of("/d/secret")));
        assertThat(RunFile.read(file))
                .isEqualTo(new RunFile(
                        cassandra, List.of(new RunFile.Node(12, 1883, 9399), new RunFile.Node(13, 1884, 9400))));
    }

    @Test
    void should_take_an_absent_cassandra_for_somebody_elses() throws IOException {
        assertThat(RunFile.read(write("{\"cassandra\":null,\"nodes\":[]}"))
                        .cassandra()
                        .pid())
                .isZero();
    }

    @Test
    void should_refuse_a_file_that_is_cut_short() throws IOException {
        Path file = write("{\"cassandra\":{\"pid\":11,");
        assertThatThrownBy(() -> RunFile.read(file)).isInstanceOf(IOException.class);
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("run.json"), json);
    }
}
