package io.parley.cli.account;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.ClientBuilder;
import io.parley.sdk.ParleyClient;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has: who one is, and where the server is. */
public final class SignIn {
    @Option(names = "--as", required = true, paramLabel = "USER", description = "who you are")
    private String user = "";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "tcp://host:port or ws://host:port/mqtt (default: ${DEFAULT-VALUE})")
    private String server = "tcp://127.0.0.1:1883";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "file whose first line is the password; else PARLEY_PASSWORD, else it is asked")
    private @Nullable Path passwordFile;

    /** @throws UsageException if it is no user name */
    public UserName user() {
        return UserName.parse(user).orElseThrow(() -> new UsageException(noName(user)));
    }

    /**
     * What a person calls a conversation: {@code bob}, {@code chat/bob} or {@code group/climbers}.
     *
     * @throws UsageException if it is none
     */
    public ConversationId conversation(String typed) {
        return ConversationId.parse(typed.contains("/") ? typed : "chat/" + typed, user())
                .filter(it -> !it.isAmendments())
                .orElseThrow(
                        () -> new UsageException("a conversation is NAME, chat/NAME or group/NAME; " + noName(typed)));
    }

    private static String noName(String given) {
        return "a name has 1 to " + UserName.LENGTH_MAX + " of a-z 0-9 . _ - and starts with a letter or digit; given: "
                + given;
    }

    /** A client that knows user, password and server. */
    public ClientBuilder client() throws IOException {
        return ParleyClient.builder().server(server).user(user().value()).password(password());
    }

    private String password() throws IOException {
        if (passwordFile != null) {
            if (!Files.isReadable(passwordFile)) {
                throw new UsageException("cannot read the password file " + passwordFile);
            }
            return Files.readString(passwordFile).lines().findFirst().orElse("");
        }
        String given = System.getenv("PARLEY_PASSWORD");
        if (given != null) {
            return given;
        }
        Console console = System.console();
        if (console == null) {
            throw new UsageException("no password: give --password-file or PARLEY_PASSWORD");
        }
        char[] typed = console.readPassword("Password of %s: ", user);
        return typed == null ? "" : new String(typed);
    }
}
