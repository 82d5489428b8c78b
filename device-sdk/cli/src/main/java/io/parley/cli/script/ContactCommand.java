package io.parley.cli.script;

import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import io.parley.protocol.UserName;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley contact …}. */
@Command(name = "contact", description = "Ask for contacts, answer requests, block.", mixinStandardHelpOptions = true)
public final class ContactCommand extends Described {
    private final Server.Opener opener;

    ContactCommand(Server.Opener opener) {
        this.opener = opener;
    }

    /** With all subcommands, those that need no method of their own too. */
    static CommandLine line(Server.Opener opener) {
        CommandLine line = new CommandLine(new ContactCommand(opener));
        Verbs.ofContact(line, opener, "accept", "Accept a request.");
        Verbs.ofContact(line, opener, "reject", "Reject a request.");
        Verbs.ofContact(line, opener, "withdraw", "Take your own request back.");
        Verbs.ofContact(line, opener, "remove", "End being contacts.");
        Verbs.ofContact(line, opener, "block", "Nothing from this user reaches you any more; they are not told.");
        Verbs.ofContact(line, opener, "unblock", "End a block.");
        return line;
    }

    @Command(description = "Ask a user to be contacts.")
    int add(
            @Mixin Caller caller,
            @Parameters(paramLabel = "USER") String user,
            @Option(names = "--note", paramLabel = "TEXT", description = "what they read with it") @Nullable String note)
            throws IOException, InterruptedException {
        Call call = about("request", user);
        return caller.call(opener, note == null ? call : call.with("note", note));
    }

    @Command(description = "Print contacts, requests and blocks: user, state, name, note.")
    int list(
            @Mixin Caller caller,
            @Option(names = "--state", paramLabel = "contact|incoming|outgoing|blocked", description = "only these")
                    @Nullable String state)
            throws IOException, InterruptedException {
        Call call = Call.of("contact/list");
        return caller.pages(
                opener,
                state == null ? call : call.with("state", state),
                (answer, out) -> answer.objects("contacts")
                        .forEach(it -> GroupCommand.row(
                                out, it.text("user"), it.text("state"), it.text("name"), it.text("note"))));
    }

    static Call about(String verb, String user) {
        if (!UserName.isValid(user)) {
            throw new UsageException(
                    "a user name has 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit; given: " + user);
        }
        return Call.of("contact/" + verb).with("user", user);
    }
}
