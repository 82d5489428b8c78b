package io.parley.cli;

import io.parley.protocol.UserName;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.StoreException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley chat --as alice bob}. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = "Talk with one user. At a terminal: type lines, leave with Ctrl-D or /quit. Otherwise: sends the"
                + " lines of its input, prints tab-separated facts, and ends when every line was accepted.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:a message failed",
            "2:wrong use",
            "3:the server refused to sign in",
            "4:time ran out before everything was accepted"
        })
final class ChatCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PEER", description = "whom to talk with")
    private String peer = "";

    @Option(names = "--as", required = true, paramLabel = "USER", description = "who you are")
    private String user = "";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "tcp://host:port or ws://host:port/mqtt (default: ${DEFAULT-VALUE})")
    private String server = "tcp://127.0.0.1:1883";

    @Option(names = "--endpoint", paramLabel = "NAME", description = "name of this endpoint (default: USER-cli)")
    private @Nullable String endpoint;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "file whose first line is the password; else PARLEY_PASSWORD, else it is asked")
    private @Nullable Path passwordFile;

    @Option(names = "--data", paramLabel = "DIR", description = "where messages are kept (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".parley", "chat");

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "not at a terminal: how long to wait for the server (default: ${DEFAULT-VALUE})")
    private int waitSeconds = 30;

    @Option(
            names = "--stay",
            paramLabel = "SECONDS",
            description =
                    "not at a terminal: how long to go on listening after the input has ended (default: ${DEFAULT-VALUE})")
    private int staySeconds = 0;

    @Option(names = "--plain", description = "tab-separated facts also at a terminal")
    private boolean plain;

    @Override
    public Integer call() throws Exception {
        check();
        boolean terminal = !plain && System.console() != null;
        Screen screen = terminal ? new TerminalScreen(user, peer) : new PlainScreen(System.out);
        Conversation conversation = new Conversation(user, peer, screen);
        String name = endpoint == null ? user + "-cli" : endpoint;
        try (ParleyClient client = conversation
                .listen(ParleyClient.builder()
                        .server(server)
                        .user(user)
                        .password(password())
                        .endpoint(name)
                        .store(data.resolve(name)))
                .open()) {
            conversation.begin(client);
            if (screen instanceof TerminalScreen it) {
                return it.talk(conversation);
            }
            return new PlainChat(conversation, Duration.ofSeconds(waitSeconds), Duration.ofSeconds(staySeconds))
                    .run(System.in);
        } catch (IllegalStateException | StoreException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void check() {
        if (!UserName.isValid(user) || !UserName.isValid(peer)) {
            throw new UsageException(
                    "a user name has 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit; given: " + user + ", "
                            + peer);
        }
        if (waitSeconds < 0 || staySeconds < 0) {
            throw new UsageException("--wait and --stay are seconds from 0");
        }
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
