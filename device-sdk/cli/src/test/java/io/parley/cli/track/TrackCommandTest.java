package io.parley.cli.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.account.Exit;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Json;
import io.parley.cli.script.Server;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.PublishOptions;
import io.parley.sdk.Sighting;
import io.parley.sdk.TrackPublisher;
import io.parley.sdk.TrackView;
import io.parley.sdk.TrackWatcher;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrackCommandTest {
    private static final Instant NOW = Instant.parse("2026-05-01T18:00:00Z");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final List<LocationPoint> published = new ArrayList<>();
    private final List<LocationPoint> shown = new ArrayList<>();
    private String over = "closed";
    private String viewOver = "ended";

    @TempDir
    Path folder;

    /** Takes everything, or nothing if it is over already. */
    private final class Publisher implements TrackPublisher {
        private final TrackName track;
        private final CompletableFuture<String> end = new CompletableFuture<>();

        Publisher(TrackName track) {
            this.track = track;
            if (!over.equals("closed")) {
                end.complete(over);
            }
        }

        @Override
        public TrackName track() {
            return track;
        }

        @Override
        public void position(LocationPoint point) {
            published.add(point);
        }

        @Override
        public Duration period() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int waiting() {
            return 0;
        }

        @Override
        public long taken() {
            return published.size();
        }

        @Override
        public CompletionStage<String> over() {
            return end;
        }

        @Override
        public void close() {
            end.complete("closed");
        }
    }

    private final class Stage implements Live {
        @Override
        public Optional<Answer> connect() {
            return Optional.empty();
        }

        @Override
        public TrackPublisher publish(TrackName track, PublishOptions options) {
            return new Publisher(track);
        }

        @Override
        public TrackView watch(TrackName track, TrackView.Need need, TrackWatcher watcher) {
            asked.add("watch " + track + " " + need);
            LocationPoint before = null;
            for (LocationPoint point : shown) {
                watcher.seen(new Sighting(track, point, before, Duration.ZERO, NOW));
                before = point;
            }
            watcher.over(viewOver);
            return new TrackView() {
                @Override
                public TrackName track() {
                    return track;
                }

                @Override
                public Optional<Sighting> last() {
                    return Optional.empty();
                }

                @Override
                public void need(Need wanted) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }

    @CommandLine.Command(name = "parley")
    static final class Root {}

    private int run(String typed) {
        Server.Opener opener = (who, patience) -> new Server() {
            @Override
            public Answer call(Call call) {
                asked.add(call.name() + " " + Json.write(call.fields()));
                return Answer.of(
                        Json.read(answers.getOrDefault(call.name(), "{}")).orElse(Fields.NONE));
            }

            @Override
            public void close() {}
        };
        CommandLine line = new CommandLine(new Root())
                .addSubcommand(
                        TrackCommand.line(opener, (who, patience) -> new Stage(), Clock.fixed(NOW, ZoneOffset.UTC)))
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    command.getErr().println(error.getMessage());
                    return error instanceof UsageException ? Exit.USAGE : Exit.FAILED;
                });
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute((typed + " --as alice").split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            track create                               | track/create {}
            track create tour --share bob,carol        | track/create {"track":"tour","viewers":["bob","carol"]}
            track create tour --for 2h --group climbers --precision 100m --kind family --publishers dave | track/create {"track":"tour","kind":"family","seconds":7200,"publishers":["dave"],"group":"climbers","precision":"100m"}
            track create --from 2026-05-02T00:00:00Z   | track/create {"start":1777680000000}
            track share track/tour bob --precision city | track/share {"track":"tour","precision":"city","viewers":["bob"]}
            track unshare tour bob                     | track/unshare {"track":"tour","users":["bob"]}
            track start tour                           | track/start {"track":"tour"}
            track extend tour --for 30m                | track/extend {"track":"tour","seconds":1800}
            track extend tour --for 0                  | track/extend {"track":"tour","end":0}
            track stop tour                            | track/stop {"track":"tour"}
            track get tour                             | track/get {"track":"tour"}
            track list                                 | track/list {}
            track guest tour --for 2h                  | track/guest {"track":"tour","from":1777658400000,"to":1777665600000}
            track guest tour --list                    | track/guests {"track":"tour"}
            track guest tour --revoke a1               | track/revoke {"track":"tour","guest":"a1"}
            track export tour --format geojson         | track/export {"track":"tour","format":"geojson"}
            """)
    void should_ask_the_server(String typed, String call) {
        assertThat(run(typed)).as(err.toString()).isEqualTo(Exit.OK);
        assertThat(asked).containsExactly(call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "track",
                "track create Tour!",
                "track create tour --for soon",
                "track share tour",
                "track publish tour --at 91,9",
                "track publish tour --at here",
                "track publish tour --at 47,9 --gpx x.gpx",
                "track publish tour --gpx /nowhere.gpx",
                "track watch tour --count -1",
                "track export tour --format kml",
                "track guest tour --list --revoke a1"
            })
    void should_refuse_wrong_use_and_ask_nothing(String typed) {
        assertThat(run(typed)).isEqualTo(Exit.USAGE);
        assertThat(asked).isEmpty();
        assertThat(published).isEmpty();
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    void should_publish_one_position() {
        assertThat(run("track publish tour --at 47.1411,9.5209,8")).isEqualTo(Exit.OK);
        assertThat(published).containsExactly(LocationPoint.of(47.1411, 9.5209, NOW.toEpochMilli(), 8));
        assertThat(out.toString()).isEqualTo("taken\ttour\t1\n");
    }

    @Test
    void should_publish_the_lines_of_the_input() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(
                "47.1,9.5\n\n47.2 9.6 12\n{\"lat\":47.3,\"lon\":9.7,\"tst\":5}\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(run("track publish tour")).as(err.toString()).isEqualTo(Exit.OK);
        } finally {
            System.setIn(before);
        }
        assertThat(published).extracting(LocationPoint::lat).containsExactly(47.1, 47.2, 47.3);
        assertThat(published.get(2).at()).isEqualTo(5_000);
    }

    @Test
    void should_drive_a_way_that_was_recorded_and_read_nothing_else_of_the_file() throws Exception {
        Path gpx = folder.resolve("way.gpx");
        Files.writeString(gpx, """
                <gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="1" lon="1"/><trk><trkseg>
                <trkpt lat="47.1" lon="9.5"><ele>455</ele><time>2026-01-01T10:00:00Z</time></trkpt>
                <trkpt lat="47.2" lon="9.6"><time>2026-01-01T10:00:00.010Z</time></trkpt>
                </trkseg></trk></gpx>""");
        assertThat(run("track publish tour --gpx " + gpx)).as(err.toString()).isEqualTo(Exit.OK);
        assertThat(published).extracting(LocationPoint::lat).containsExactly(47.1, 47.2);
        Files.writeString(gpx, "<!DOCTYPE gpx [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><gpx><trk>&x;</trk></gpx>");
        assertThat(run("track publish tour --gpx " + gpx)).isEqualTo(Exit.USAGE);
    }

    @Test
    void should_say_that_the_track_takes_nothing() {
        over = "ended";
        assertThat(run("track publish tour --at 47.1,9.5")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("ended", "./parley track create");
    }

    @Test
    void should_print_what_is_seen_until_the_track_ends() {
        shown.add(LocationPoint.of(47.1, 9.5, 1_000));
        shown.add(new LocationPoint(47.2, 9.6, 2_000, 8, Double.NaN, 36, Double.NaN, Double.NaN, "", ""));
        assertThat(run("track watch tour --list")).isEqualTo(Exit.OK);
        assertThat(out.toString().lines())
                .containsExactly(
                        "1970-01-01T00:00:01Z\t47.100000\t9.500000",
                        "1970-01-01T00:00:02Z\t47.200000\t9.600000\t8\t36");
        assertThat(asked).containsExactly("watch tour LIST");
        viewOver = "not-allowed";
        assertThat(run("track watch tour")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("not-allowed");
    }

    @Test
    void should_print_the_history_and_write_an_export() {
        answers.put("track/history", "{\"points\":[{\"lat\":47.5,\"lon\":9.5,\"tst\":1.5,\"acc\":8}]}");
        answers.put("track/export", "{\"content\":\"<gpx/>\",\"next\":1000}");
        answers.put("track/trips", "{\"trips\":[{\"start\":0,\"end\":1000,\"metres\":1250.5,\"stops\":[{}]}]}");
        assertThat(run("track history tour --since 1h")).isEqualTo(Exit.OK);
        assertThat(run("track trips tour")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .isEqualTo("1970-01-01T00:00:01.500Z\t47.500000\t9.500000\t8\n"
                        + "1970-01-01T00:00:00Z\t1970-01-01T00:00:01Z\t1.25\t1\n");
        assertThat(asked)
                .contains("track/history {\"track\":\"tour\",\"from\":"
                        + NOW.minusSeconds(3_600).toEpochMilli() + "}");
        Path file = folder.resolve("tour.gpx");
        assertThat(run("track export tour --output " + file)).isEqualTo(Exit.OK);
        assertThat(file).hasContent("<gpx/>");
        assertThat(err.toString()).contains("--since 1970-01-01T00:00:01Z");
    }

    @Test
    void should_print_tracks_and_guests() {
        answers.put(
                "track/list",
                "{\"tracks\":[{\"track\":\"tour\",\"owner\":\"alice\",\"kind\":\"share\",\"state\":\"active\",\"end\":1000}]}");
        answers.put("track/guest", "{\"guest\":\"a1\",\"token\":\"secret\"}");
        assertThat(run("track list")).isEqualTo(Exit.OK);
        assertThat(run("track guest tour")).isEqualTo(Exit.OK);
        assertThat(out.toString()).isEqualTo("tour\talice\tshare\tactive\t1970-01-01T00:00:01Z\na1\tsecret\n");
    }
}
