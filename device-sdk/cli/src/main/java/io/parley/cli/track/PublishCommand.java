package io.parley.cli.track;

import io.parley.cli.account.Exit;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Answer;
import io.parley.cli.script.Caller;
import io.parley.cli.script.Server;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.TrackPublisher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley track publish tour --at 47.1411,9.5209 --as alice}. */
@Command(
        name = "publish",
        description =
                "Publish where you are: one position (--at), a GPX file as it was driven (--gpx), or the lines of the"
                        + " input, LAT,LON or LAT,LON,ACCURACY or JSON in the form of OwnTracks. Positions are sent as often as"
                        + " somebody looks, the newest first of all. Prints how many the server has taken.")
final class PublishCommand implements Callable<Integer> {
    private final Live.Opener opener;
    private final Clock clock;

    @Mixin
    private Caller caller = new Caller();

    @Parameters(index = "0", paramLabel = "TRACK")
    private String track = "";

    @Option(names = "--at", paramLabel = "LAT,LON", description = "one position, and done")
    private @Nullable String at;

    @Option(names = "--gpx", paramLabel = "FILE", description = "a way that was recorded, driven now; - is the input")
    private @Nullable String gpx;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description = "with --gpx: so many times as fast (default: ${DEFAULT-VALUE})")
    private double speed = 1;

    PublishCommand(Live.Opener opener, Clock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrackName name = TrackCommand.name(track);
        if (at != null && gpx != null || !(speed > 0)) {
            throw new UsageException("give one of --at and --gpx; --speed is above 0");
        }
        LocationPoint here = at == null ? null : typed(at);
        List<LocationPoint> way = gpx == null ? List.of() : way(gpx);
        try (Live live = opener.open(caller.who(), caller.patience())) {
            Optional<Answer> trouble = live.connect();
            if (trouble.isPresent()) {
                return caller.fail("track/publish", trouble.get());
            }
            PublishOptions options = here == null ? PublishOptions.DEFAULT : PublishOptions.DEFAULT.everything();
            TrackPublisher publisher = live.publish(name, options);
            CompletableFuture<String> over = publisher.over().toCompletableFuture();
            if (here != null) {
                publisher.position(here);
            } else if (gpx != null) {
                drive(way, publisher, over);
            } else {
                lines(publisher, over);
            }
            publisher.close();
            return end(publisher, over);
        }
    }

    private LocationPoint typed(String text) {
        try {
            return Measured.read(text, clock.millis());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static List<LocationPoint> way(String file) throws IOException {
        if (file.equals("-")) {
            return Gpx.read(System.in, "the input");
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new UsageException("cannot read " + file);
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return Gpx.read(in, file);
        }
    }

    /** Each position as long after the first as it was then, measured now. */
    private void drive(List<LocationPoint> way, TrackPublisher publisher, CompletableFuture<String> over)
            throws InterruptedException {
        long began = clock.millis();
        long first = way.get(0).at();
        for (LocationPoint point : way) {
            long due = began + Math.round((point.at() - first) / speed);
            if (isOver(over, due - clock.millis())) {
                return;
            }
            publisher.position(LocationPoint.of(point.lat(), point.lon(), clock.millis(), point.acc()));
        }
    }

    private static boolean isOver(CompletableFuture<String> over, long waitMillis) throws InterruptedException {
        try {
            return !over.get(Math.max(0, waitMillis), TimeUnit.MILLISECONDS).isEmpty();
        } catch (TimeoutException goOn) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void lines(TrackPublisher publisher, CompletableFuture<String> over) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !over.isDone(); line = in.readLine()) {
            if (!line.isBlank()) {
                publisher.position(typed(line));
            }
        }
    }

    private int end(TrackPublisher publisher, CompletableFuture<String> over) throws InterruptedException {
        if (!isOver(over, caller.patience().toMillis())) {
            return caller.fail(
                    "track/publish",
                    Answer.refused(Server.TIMED_OUT, publisher.waiting() + " positions were not taken in time"));
        }
        String why = over.join();
        caller.out().println("taken\t" + publisher.track() + "\t" + publisher.taken());
        caller.out().flush();
        return why.equals("closed") ? Exit.OK : caller.fail("track " + publisher.track(), Answer.refused(why, ""));
    }
}
