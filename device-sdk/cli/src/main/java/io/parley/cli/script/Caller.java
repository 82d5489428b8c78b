package io.parley.cli.script;

import io.parley.cli.account.Exit;
import io.parley.cli.account.SignIn;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every script command, and how it comes to its end. */
@Command(mixinStandardHelpOptions = true)
public final class Caller {
    private static final int SECONDS = 30;
    private static final int PAGES_MAX = 10_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SignIn who = new SignIn();

    @Option(names = "--json", description = "print answers as JSON, one a line")
    private boolean json;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for the server (default: ${DEFAULT-VALUE})")
    private int waitSeconds = SECONDS;

    /** Prints what an answer holds. */
    public interface Printer {
        void print(Fields answer, PrintWriter out);
    }

    public SignIn who() {
        return who;
    }

    /** One whose answer is nothing, or where something got its place: prints {@code accepted CONVERSATION SEQ}. */
    public int call(Server.Opener opener, Call call) throws IOException, InterruptedException {
        return call(opener, call, (answer, out) -> {
            if (answer.has("status")) {
                out.println(answer.text("status") + "\t" + answer.text("conversation") + "\t" + answer.number("seq"));
            } else if (answer.has("id")) {
                out.println(answer.text("id"));
            }
        });
    }

    public int call(Server.Opener opener, Call call, Printer printer) throws IOException, InterruptedException {
        try (Server server = open(opener)) {
            return end(call, server.call(call), printer);
        }
    }

    /** Page after page until there is no more. */
    public int pages(Server.Opener opener, Call call, Printer printer) throws IOException, InterruptedException {
        return pages(opener, call, printer, answer -> call.with("cursor", answer.text("next")));
    }

    /** @param following the call for what follows an answer */
    public int pages(Server.Opener opener, Call call, Printer printer, Function<Fields, Call> following)
            throws IOException, InterruptedException {
        try (Server server = open(opener)) {
            Call page = call;
            for (int count = 0; count < PAGES_MAX; count++) {
                Answer answer = server.call(page);
                int exit = end(call, answer, printer);
                if (exit != Exit.OK || !answer.body().has("next")) {
                    return exit;
                }
                page = following.apply(answer.body());
            }
            return Exit.FAILED;
        }
    }

    private Server open(Server.Opener opener) throws IOException {
        return opener.open(who, patience());
    }

    /** How long to wait for the server. */
    public Duration patience() {
        if (waitSeconds < 1) {
            throw new UsageException("--wait is seconds from 1");
        }
        return Duration.ofSeconds(waitSeconds);
    }

    public boolean wantsJson() {
        return json;
    }

    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    public PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private int end(Call call, Answer answer, Printer printer) {
        if (answer.isOk()) {
            PrintWriter out = out();
            if (json) {
                out.println(Json.write(answer.body().values()));
            } else {
                printer.print(answer.body(), out);
            }
            out.flush();
            return Exit.OK;
        }
        return fail(call.name(), answer);
    }

    /** Says why something came to nothing, and what one can do. @return the exit code */
    public int fail(String what, Answer answer) {
        PrintWriter err = err();
        err.println(what + ": " + answer.why());
        advice(answer.reason()).forEach(err::println);
        err.flush();
        return switch (answer.reason()) {
            case Server.SIGN_IN_REFUSED -> Exit.REFUSED;
            case Server.TIMED_OUT -> Exit.TIMEOUT;
            default -> Exit.FAILED;
        };
    }

    /** What one can do about it. */
    private static List<String> advice(String reason) {
        return switch (reason) {
            case Server.SIGN_IN_REFUSED ->
                List.of("Check --as and the password; ./parley user list shows who there is.");
            case Server.TIMED_OUT ->
                List.of("Does the server run, and is it at --server? Whether it was done is not known: ask again.");
            case "unknown-track" -> List.of("Check the name: ./parley track list shows your tracks.");
            case "ended" -> List.of("It is over for good; ./parley track create makes another.");
            case "unknown-group" -> List.of("Check the name: ./parley group list shows your groups.");
            case "unknown-user" -> List.of("Check the name: ./parley user list shows who there is.");
            case "not-allowed" -> List.of("./parley group members shows who is owner and admin.");
            case "busy" -> List.of("Nothing was done; try again in a moment.");
            default -> List.of();
        };
    }
}
