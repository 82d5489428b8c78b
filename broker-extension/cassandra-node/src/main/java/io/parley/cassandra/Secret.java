package io.parley.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** The secret of the role {@code parley}: one line in a file that only its owner may read. */
final class Secret {
    /** Short enough to type, long enough that loopback guessing is hopeless. */
    static final int CHARACTERS_MIN = 16;

    private static final int RANDOM_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Reads {@code file}, writing it first with a random secret if it is missing. */
    static Secret readOrCreate(Path file, SecureRandom random) throws IOException {
        if (Files.notExists(file)) {
            create(file, random);
        }
        return read(file);
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Complete or absent, never half: a crash in between must not leave an empty secret behind.
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @throws IOException also when others may read the file, or when the secret is too short */
    static Secret read(Path file) throws IOException {
        EnumSet<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(OWNER_ONLY);
        if (!others.isEmpty()) {
            throw new IOException("password file " + file + " is open to others (" + others + "), chmod 600 it");
        }
        String value = Files.readString(file).strip();
        if (value.length() < CHARACTERS_MIN) {
            throw new IOException("password file " + file + " holds " + value.length() + " characters, at least "
                    + CHARACTERS_MIN + " are needed");
        }
        return new Secret(value);
    }

    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
