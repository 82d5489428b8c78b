package io.parley.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    @TempDir
    private Path folder;

    @Test
    void should_make_a_secret_once_for_its_owner_only() throws IOException {
        Path file = folder.resolve("deep").resolve("secret");

        String first = Secret.readOrCreate(file, new SecureRandom()).reveal();
        String second = Secret.readOrCreate(file, new SecureRandom()).reveal();

        assertThat(first).hasSizeGreaterThan(40).isEqualTo(second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void should_refuse_a_secret_that_others_may_read_or_guess() throws IOException {
        Path open = Files.writeString(folder.resolve("open"), "0123456789abcdef\n");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Path brief = Files.writeString(folder.resolve("brief"), "short\n");
        Files.setPosixFilePermissions(brief, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> Secret.read(open)).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> Secret.read(brief)).hasMessageContaining("holds 5 characters, at least 16");
    }
}
