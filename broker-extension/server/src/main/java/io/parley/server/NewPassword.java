package io.parley.server;

import io.parley.broker.identity.Accounts;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a new password comes from: a file, a generator, or the person at the terminal, asked twice. */
final class NewPassword {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "its first line is the password; - reads standard input")
    @Nullable Path file;

    @Option(names = "--generate", description = "make a password and print it, once")
    boolean generate;

    /** A password, and whether it must be shown since nobody knows it yet. */
    record Chosen(String password, boolean isGenerated) {}

    /** @return empty, told on standard error why, if there is none */
    Optional<Chosen> choose() {
        if (generate && file != null) {
            System.err.println("--generate and --password-file exclude each other");
            return Optional.empty();
        }
        if (generate) {
            return Optional.of(new Chosen(Accounts.generatePassword(new SecureRandom()), true));
        }
        return (file == null ? ask() : read(file)).map(password -> new Chosen(password, false));
    }

    private static Optional<String> read(Path file) {
        try (BufferedReader lines = file.equals(STANDARD_INPUT)
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(file)) {
            return Optional.of(Optional.ofNullable(lines.readLine()).orElse(""));
        } catch (IOException unreadable) {
            System.err.println("password file " + file + " cannot be read: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> ask() {
        Console console = System.console();
        if (console == null) {
            System.err.println("no terminal to ask for a password: say --password-file FILE or --generate");
            return Optional.empty();
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Again: ");
        if (first == null || !Arrays.equals(first, second)) {
            System.err.println("the two are not the same");
            return Optional.empty();
        }
        return Optional.of(new String(first));
    }
}
