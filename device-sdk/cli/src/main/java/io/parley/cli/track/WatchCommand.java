package io.parley.cli.track;

import io.parley.cli.account.Exit;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Answer;
import io.parley.cli.script.Caller;
import io.parley.protocol.TrackName;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley track watch tour --as bob}. */
@Command(
        name = "watch",
        description =
                "See a track move. At a terminal: one line that changes. Otherwise a line for each position: time,"
                        + " latitude, longitude, accuracy in metres, speed in km/h, separated by tabs. Ends when the track does.")
final class WatchCommand implements Callable<Integer> {
    private final Live.Opener opener;
    private final Clock clock;

    @Mixin
    private Caller caller = new Caller();

    @Parameters(index = "0", paramLabel = "TRACK")
    private String track = "";

    @Option(names = "--list", description = "seldom is enough, as for a line in a list")
    private boolean list;

    @Option(names = "--count", paramLabel = "N", description = "end after so many positions")
    private long count;

    @Option(names = "--for", paramLabel = "SECONDS", description = "end after so many seconds")
    private long seconds;

    @Option(names = "--plain", description = "a line for each position also at a terminal")
    private boolean plain;

    WatchCommand(Live.Opener opener, Clock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrackName name = TrackCommand.name(track);
        if (count < 0 || seconds < 0) {
            throw new UsageException("--count and --for are 1 and up");
        }
        boolean terminal =
                !plain && !caller.wantsJson() && System.console() != null && !"dumb".equals(System.getenv("TERM"));
        CompletableFuture<String> over = new CompletableFuture<>();
        try (Live live = opener.open(caller.who(), caller.patience())) {
            Optional<Answer> trouble = live.connect();
            if (trouble.isPresent()) {
                return caller.fail("track/watch", trouble.get());
            }
            TrackView.Need need = list ? TrackView.Need.LIST : TrackView.Need.CLOSE;
            try (TrackView view = live.watch(name, need, new Printing(terminal, over))) {
                return end(view, over, terminal);
            }
        }
    }

    private int end(TrackView view, CompletableFuture<String> over, boolean terminal) throws InterruptedException {
        String why = "";
        try {
            why = seconds == 0 ? over.get() : over.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException enough) {
            why = view.last().isPresent() ? "" : "nothing came in " + seconds + " s";
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        if (terminal) {
            caller.out().println();
        }
        caller.out().flush();
        if (why.isEmpty()) {
            return Exit.OK;
        }
        if (why.equals("ended")) {
            caller.err().println("track " + view.track() + ": ended");
            caller.err().flush();
            return Exit.OK;
        }
        return caller.fail("track " + view.track(), Answer.refused(why, ""));
    }

    /** Told on the client's thread. */
    private final class Printing implements TrackWatcher {
        private final boolean terminal;
        private final CompletableFuture<String> over;
        private final AtomicLong printed = new AtomicLong();

        Printing(boolean terminal, CompletableFuture<String> over) {
            this.terminal = terminal;
            this.over = over;
        }

        @Override
        public void seen(Sighting sighting) {
            if (over.isDone()) {
                return;
            }
            if (terminal) {
                caller.out().print("\r\u001b[K" + PositionWords.line(sighting, clock.instant()));
            } else if (caller.wantsJson()) {
                caller.out().println(new String(sighting.point().toJson(), StandardCharsets.UTF_8));
            } else {
                caller.out().println(PositionWords.columns(sighting.point()));
            }
            caller.out().flush();
            if (printed.incrementAndGet() == count) {
                over.complete("");
            }
        }

        @Override
        public void over(String why) {
            over.complete(why);
        }
    }
}
