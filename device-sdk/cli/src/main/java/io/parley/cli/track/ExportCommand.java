package io.parley.cli.track;

import io.parley.cli.account.Exit;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import io.parley.cli.script.Caller;
import io.parley.cli.script.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley track export tour --format gpx --as alice > tour.gpx}. */
@Command(
        name = "export",
        description = "Write what was kept of a track, at most 5,000 positions, as GPX 1.1 or GeoJSON.")
final class ExportCommand implements Callable<Integer> {
    private final Server.Opener opener;
    private final Clock clock;

    @Mixin
    private Caller caller = new Caller();

    @Parameters(index = "0", paramLabel = "TRACK")
    private String track = "";

    @Option(names = "--format", paramLabel = "gpx|geojson", description = "(default: ${DEFAULT-VALUE})")
    private String format = "gpx";

    @Option(names = "--since", paramLabel = "TIME", description = "a time, or how long ago (default: all there is)")
    private @Nullable String since;

    @Option(names = "--output", paramLabel = "FILE", description = "(default: the output)")
    private @Nullable Path output;

    ExportCommand(Server.Opener opener, Clock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!format.equals("gpx") && !format.equals("geojson")) {
            throw new UsageException("--format is gpx or geojson; given: " + format);
        }
        Call call = TrackCommand.about("export", track).with("format", format);
        if (since != null) {
            call = call.with("from", Moments.since(since, clock.instant()).toEpochMilli());
        }
        StringBuilder text = new StringBuilder();
        AtomicLong more = new AtomicLong();
        int exit = caller.call(opener, call, (answer, out) -> {
            text.append(answer.text("content"));
            more.set(answer.number("next"));
        });
        if (exit != Exit.OK || caller.wantsJson()) {
            return exit;
        }
        if (output == null) {
            caller.out().print(text);
            caller.out().flush();
        } else {
            Files.writeString(output, text);
        }
        if (more.get() > 0) {
            caller.err().println("there is more: go on with --since " + Moments.words(more.get()));
            caller.err().flush();
        }
        return exit;
    }
}
