package io.parley.cli;

import io.parley.cli.account.SignIn;
import io.parley.cli.account.UsageException;
import io.parley.protocol.ConversationId;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PEER",
            description = "whom to talk with; at a terminal it may be chosen there")
    private @Nullable String peer;

    @Option(names = "--with", paramLabel = "CONVERSATION", description = "the same, also chat/NAME or group/NAME")
    private @Nullable String with;

    @Mixin
    private SignIn who = new SignIn();

    @Option(names = "--endpoint", paramLabel = "NAME", description = "name of this endpoint (default: USER-cli)")
    private @Nullable String endpoint;

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
        if (waitSeconds < 0 || staySeconds < 0) {
            throw new UsageException("--wait and --stay are seconds from 0");
        }
        boolean terminal = !plain && System.console() != null && !"dumb".equals(System.getenv("TERM"));
        ConversationId first = first();
        if (first == null) {
            throw new UsageException("whom to talk with: give PEER or --with CONVERSATION");
        }
        String user = who.user().value();
        String named = first.peerOf(who.user()).value();
        Screen screen = terminal ? new TerminalScreen(user, named) : new PlainScreen(System.out);
        Conversation conversation = new Conversation(user, named, screen);
        String name = endpoint == null ? user + "-cli" : endpoint;
        try (ParleyClient client = conversation
                .listen(who.client().endpoint(name).store(data.resolve(name)))
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

    private @Nullable ConversationId first() {
        if (peer != null && with != null) {
            throw new UsageException("PEER and --with say the same; give one of them");
        }
        String named = peer == null ? with : peer;
        return named == null ? null : who.conversation(named);
    }
}
