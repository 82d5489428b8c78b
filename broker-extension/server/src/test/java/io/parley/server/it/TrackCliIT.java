package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sharing a position from the command line, as README shows it, against a running server. */
@ExtendWith(SharedServer.class)
class TrackCliIT {
    private static final int STEPS_MAX = 20;

    private final SharedServer.Server server;
    private final Screens terminal;

    TrackCliIT(SharedServer.Server server) {
        this.server = server;
        this.terminal = new Screens(server);
    }

    private Run run(String user, String command, String... more) {
        return terminal.run(user, "track " + command, more);
    }

    private String done(String user, String command, String... more) {
        Run run = run(user, command, more);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run.out();
    }

    /** Some thirty metres further each time. */
    private static String place(int step) {
        return String.format(Locale.ROOT, "%.6f,9.520900,5", 47.1411 + step * 0.0003);
    }

    @Test
    void should_share_a_position_in_three_commands_until_it_is_stopped() {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String tour = Walk.name("tour");
        assertThat(done(alice, "create", tour, "--share", bob)).startsWith(tour + "\t" + alice + "\tshare\tactive");
        CompletableFuture<String> watched =
                CompletableFuture.supplyAsync(() -> done(bob, "watch", tour, "--count", "2", "--for", "50"));
        for (int step = 0; step < STEPS_MAX && !watched.isDone(); step++) {
            assertThat(done(alice, "publish", tour, "--at", place(step))).isEqualTo("taken\t" + tour + "\t1\n");
        }
        List<String> seen = watched.join().lines().toList();
        assertThat(seen)
                .hasSize(2)
                .isSorted()
                .allSatisfy(line -> assertThat(line).contains("\t47.1", "\t9.520900\t5"));

        String carol = server.user("carol");
        assertThat(run(carol, "watch", tour, "--for", "30").err()).contains("not-allowed");
        done(alice, "stop", tour);
        Run late = run(alice, "publish", tour, "--at", place(0));
        assertThat(late.exitCode()).as(late.toString()).isEqualTo(1);
        assertThat(late.err()).contains("ended");
        Run nothing = run(bob, "watch", tour, "--for", "30");
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains(tour);
    }

    @Test
    void should_drive_a_recorded_way_and_show_where_it_ended() throws IOException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String tour = Walk.name("drive");
        Path gpx = server.place().folder().resolve(tour + ".gpx");
        Files.writeString(gpx, """
                <?xml version="1.0"?>
                <gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="a receiver"><trk><trkseg>
                <trkpt lat="47.1411" lon="9.5209"><time>2026-01-01T10:00:00Z</time></trkpt>
                <trkpt lat="47.1414" lon="9.5209"><time>2026-01-01T10:00:02Z</time></trkpt>
                <trkpt lat="47.1417" lon="9.5209"><time>2026-01-01T10:00:04Z</time></trkpt>
                </trkseg></trk></gpx>
                """);
        done(alice, "create", tour, "--share", bob, "--for", "1h");
        assertThat(done(alice, "publish", tour, "--gpx", gpx.toString())).startsWith("taken\t" + tour);
        assertThat(done(bob, "watch", tour, "--count", "1", "--for", "50")).contains("\t47.141700\t9.520900");
        assertThat(done(alice, "list")).contains(tour);
        assertThat(done(alice, "get", tour)).contains("state\tactive");
    }

    @Test
    void should_learn_at_the_next_sign_in_what_was_hidden_elsewhere() {
        String alice = server.user("alice");
        String bob = server.user("bob");
        assertThat(terminal.run(alice, "send", bob, "one").exitCode()).isZero();
        assertThat(terminal.run(bob, "call", "message/hide", "{\"conversation\":\"chat/" + alice + "\",\"seqs\":[1]}")
                        .exitCode())
                .isZero();
        assertThat(terminal.run(bob, "call", "message/removed", "{\"since\":0}").out())
                .contains("\"conversation\":\"chat/" + alice + "\"", "\"seqs\":[1]");
    }
}
