package io.parley.broker.storage.cassandra;

import io.parley.broker.storage.Digest;
import io.parley.protocol.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A numbered file of the schema.
 *
 * @param version its number, 1 and up
 * @param name file name, {@code NNN-what.cql}
 * @param text as shipped, with {@code ${keyspace}} in it
 */
record SchemaFile(int version, String name, String text) {
    static final String CONTACTS = "010-contacts.cql";

    /** In order. A file that was released is never changed; a new one is added. */
    private static final List<String> NAMES = List.of(
            "001-direct-chats.cql",
            "002-groups.cql",
            CONTACTS,
            "020-lists.cql",
            "030-tokens.cql",
            "031-endpoints.cql",
            "032-presence.cql",
            "040-amendments.cql",
            "041-standings.cql",
            "042-removed.cql",
            "050-tracks.cql",
            "051-points.cql",
            "052-fences.cql");

    static List<SchemaFile> all() {
        return NAMES.stream().map(SchemaFile::read).toList();
    }

    private static SchemaFile read(String name) {
        try (InputStream in =
                Objects.requireNonNull(SchemaFile.class.getResourceAsStream("schema/" + name), "schema/" + name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new SchemaFile(Integer.parseInt(name.substring(0, 3)), name, text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What tells a changed file from the one that was applied. */
    String checksum() {
        Digest digest = Digest.of("", Content.ofText(text.replace("\r\n", "\n")));
        return String.format(Locale.ROOT, "%016x%016x", digest.high(), digest.low());
    }

    List<String> statements(String keyspace) {
        String bare = text.lines()
                .filter(line -> !line.strip().startsWith("--"))
                .collect(Collectors.joining("\n"))
                .replace("${keyspace}", keyspace);
        return Arrays.stream(bare.split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
