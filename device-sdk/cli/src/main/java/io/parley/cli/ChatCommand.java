package io.parley.cli;

import io.parley.cli.account.Exit;
import io.parley.cli.account.SignIn;
import io.parley.cli.account.UsageException;
import io.parley.cli.client.Items;
import io.parley.cli.client.SdkMessenger;
import io.parley.cli.screen.MessengerScreen;
import io.parley.cli.terminal.FullScreen;
import io.parley.protocol.ConversationId;
import io.parley.sdk.ClientBuilder;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
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
        description = "Talk. At a terminal: the messenger, F1 or /help says what it can, Ctrl-C leaves. Otherwise, with"
                + " one user or group: sends the lines of its input, prints tab-separated facts, and ends when every"
                + " line was accepted.",
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
        if (first == null && !terminal) {
            throw new UsageException("whom to talk with: give PEER or --with CONVERSATION");
        }
        String name = endpoint == null ? who.user() + "-cli" : endpoint;
        ClientBuilder builder = who.client().endpoint(name).store(data.resolve(name));
        try {
            return terminal || first == null ? fullScreen(builder, first) : plainly(builder, first);
        } catch (IllegalStateException | StoreException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private int fullScreen(ClientBuilder builder, @Nullable ConversationId first) throws Exception {
        // https://no-color.org
        String noColour = System.getenv("NO_COLOR");
        boolean colours = noColour == null || noColour.isEmpty();
        InstantSource clock = InstantSource.system();
        ZoneId zone = ZoneId.systemDefault();
        ConnectionState last;
        try (FullScreen full = FullScreen.open(colours);
                SdkMessenger messenger = SdkMessenger.open(builder, who.user(), full, clock, zone)) {
            MessengerScreen screen = new MessengerScreen(messenger, clock, zone, colours);
            screen.begin(first);
            full.run(screen);
            last = screen.connection();
        }
        if (last.isFinal()) {
            System.err.println(last);
        }
        return switch (last.phase()) {
            case REFUSED -> Exit.REFUSED;
            case CLOSED -> Exit.FAILED;
            default -> Exit.OK;
        };
    }

    private int plainly(ClientBuilder builder, ConversationId with) throws Exception {
        Items items = new Items(who.user(), ZoneId.systemDefault());
        Conversation conversation = new Conversation(who.user(), with, new PlainScreen(System.out, who.user(), items));
        try (ParleyClient client = conversation.listen(builder).open()) {
            conversation.begin(client);
            return new PlainChat(conversation, Duration.ofSeconds(waitSeconds), Duration.ofSeconds(staySeconds))
                    .run(System.in);
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
