package io.parley.cli.script;

import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley send group/climbers "on Sunday?" --as alice}. */
@Command(name = "send", description = "Send one message; prints accepted, conversation and seq, separated by tabs.")
public final class SendCommand implements Callable<Integer> {
    private final Server.Opener opener;

    @Mixin
    private Caller caller = new Caller();

    @Parameters(index = "0", paramLabel = "CONVERSATION", description = "NAME, chat/NAME or group/NAME")
    private String conversation = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "- reads the text from the input")
    private String text = "";

    @Option(names = "--expiry", paramLabel = "SECONDS", description = "after this it is worthless (default: never)")
    private long expirySeconds;

    public SendCommand(Server.Opener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String said =
                text.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing() : text;
        if (said.isEmpty() || expirySeconds < 0) {
            throw new UsageException(said.isEmpty() ? "there is no text to send" : "--expiry is seconds from 1");
        }
        Call call = Call.of("message/send")
                .with(
                        "conversation",
                        caller.who()
                                .conversation(conversation)
                                .seenBy(caller.who().user()))
                .with("text", said);
        return caller.call(opener, expirySeconds == 0 ? call : call.with("expirySeconds", expirySeconds));
    }
}
