package io.parley.cli.track;

import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.cli.script.Caller;
import io.parley.cli.script.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley track guest tour --for 2h --as alice}. */
@Command(
        name = "guest",
        description =
                "Make a link for somebody without an account, who sees the track over HTTP: GET /guest/TOKEN. Prints"
                        + " its id and its token, which is told this once. --list prints what there is, --revoke ends one.")
final class GuestCommand implements Callable<Integer> {
    private final Server.Opener opener;
    private final Clock clock;

    @Mixin
    private Caller caller = new Caller();

    @Parameters(index = "0", paramLabel = "TRACK")
    private String track = "";

    @Option(names = "--from", paramLabel = "TIME", description = "nothing is shown before (default: now)")
    private @Nullable String from;

    @Option(names = "--for", paramLabel = "TIME", description = "nothing is shown after (default: ${DEFAULT-VALUE})")
    private String length = "1h";

    @Option(names = "--precision", paramLabel = "exact|100m|city", description = "(default: exact)")
    private @Nullable String precision;

    @Option(names = "--list", description = "print id, from, to, precision, and whether it was revoked")
    private boolean list;

    @Option(names = "--revoke", paramLabel = "ID", description = "show nothing to that one any more")
    private @Nullable String revoke;

    GuestCommand(Server.Opener opener, Clock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list && revoke != null) {
            throw new UsageException("give one of --list and --revoke");
        }
        if (list) {
            return caller.call(
                    opener,
                    TrackCommand.about("guests", track),
                    (answer, out) -> answer.objects("guests").forEach(it -> print(it, out)));
        }
        if (revoke != null) {
            return caller.call(opener, TrackCommand.about("revoke", track).with("guest", revoke));
        }
        Instant begin = from == null ? clock.instant() : Moments.instant(from);
        Call call = TrackCommand.about("guest", track)
                .with("from", begin.toEpochMilli())
                .with("to", begin.plus(Moments.length(length)).toEpochMilli());
        return caller.call(
                opener,
                precision == null ? call : call.with("precision", precision),
                (answer, out) -> out.println(answer.text("guest") + "\t" + answer.text("token")));
    }

    private static void print(Fields guest, PrintWriter out) {
        out.println(String.join(
                "\t",
                guest.text("guest"),
                Moments.words(guest.number("from")),
                Moments.words(guest.number("to")),
                guest.text("precision"),
                Boolean.TRUE.equals(guest.values().get("revoked")) ? "revoked" : "open"));
    }
}
