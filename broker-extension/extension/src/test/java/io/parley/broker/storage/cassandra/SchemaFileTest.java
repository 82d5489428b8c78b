package io.parley.broker.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaFileTest {
    @Test
    void should_list_every_file_in_order() throws Exception {
        List<SchemaFile> files = SchemaFile.all();
        assertThat(files.stream().map(SchemaFile::version)).isSorted().doesNotHaveDuplicates();
        Path folder = Path.of("src/main/resources/io/parley/broker/storage/cassandra/schema");
        try (Stream<Path> present = Files.list(folder)) {
            assertThat(present.map(file -> file.getFileName().toString()).sorted())
                    .containsExactlyElementsOf(
                            files.stream().map(SchemaFile::name).toList());
        }
    }

    @Test
    void should_give_statements_that_can_be_run_again_without_remarks() {
        for (SchemaFile file : SchemaFile.all()) {
            assertThat(file.statements("here"))
                    .isNotEmpty()
                    .allMatch(statement -> statement.matches("(?s)CREATE TABLE IF NOT EXISTS here\\..*"
                            + "|ALTER TABLE here\\.\\w+ ADD IF NOT EXISTS\\s.*"
                            + "|CREATE INDEX IF NOT EXISTS \\w+ ON here\\..*"))
                    .noneMatch(statement -> statement.contains("--") || statement.contains("$"));
        }
    }
}
