package io.parley.cli.track;

import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Json;
import io.parley.cli.script.Caller;
import io.parley.cli.script.Described;
import io.parley.cli.script.Server;
import io.parley.protocol.TrackName;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley track …}. */
@Command(name = "track", description = "Share a position, and see one move.", mixinStandardHelpOptions = true)
public final class TrackCommand extends Described {
    private final Server.Opener opener;
    private final Clock clock;

    private TrackCommand(Server.Opener opener, Clock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    /** With all subcommands. */
    public static CommandLine line(Server.Opener opener, Live.Opener live, Clock clock) {
        return new CommandLine(new TrackCommand(opener, clock))
                .addSubcommand(new PublishCommand(live, clock))
                .addSubcommand(new WatchCommand(live, clock))
                .addSubcommand(new ExportCommand(opener, clock))
                .addSubcommand(new GuestCommand(opener, clock));
    }

    /** @throws UsageException if it is none */
    static TrackName name(String typed) {
        String name = typed.startsWith("track/") ? typed.substring("track/".length()) : typed;
        return TrackName.parse(name)
                .orElseThrow(() -> new UsageException(
                        "a track name has 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit; given: "
                                + typed));
    }

    static Call about(String verb, String track) {
        return Call.of("track/" + verb).with("track", name(track).value());
    }

    /** Who sees a track, and who publishes into it. */
    static final class Sharing {
        @Option(names = "--share", split = ",", paramLabel = "USER", description = "who sees it")
        private String @Nullable [] viewers;

        @Option(names = "--publishers", split = ",", paramLabel = "USER", description = "who else publishes into it")
        private String @Nullable [] publishers;

        @Option(names = "--group", paramLabel = "GROUP", description = "whose members see it")
        private @Nullable String group;

        @Option(
                names = "--precision",
                paramLabel = "exact|100m|city",
                description = "how exactly they see it (default: exact)")
        private @Nullable String precision;

        Call into(Call call) {
            Call with = viewers == null ? call : call.with("viewers", Arrays.asList(viewers));
            with = publishers == null ? with : with.with("publishers", Arrays.asList(publishers));
            with = group == null ? with : with.with("group", group);
            return precision == null ? with : with.with("precision", precision);
        }
    }

    @Command(description = "Make a track: from now on, or from --from on, until it is stopped or --for is over.")
    int create(
            @Mixin Caller caller,
            @Parameters(paramLabel = "TRACK", arity = "0..1", description = "(default: the server makes a name)")
                    @Nullable String track,
            @Option(names = "--kind", paramLabel = "share|family|fleet", description = "(default: share)") @Nullable String kind,
            @Option(names = "--from", paramLabel = "TIME", description = "such as 2026-05-01T18:00:00Z") @Nullable String from,
            @Option(names = "--for", paramLabel = "TIME", description = "such as 30m, 2h, 1d") @Nullable String length,
            @Mixin Sharing sharing)
            throws IOException, InterruptedException {
        Call call = track == null ? Call.of("track/create") : about("create", track);
        call = kind == null ? call : call.with("kind", kind);
        call = from == null ? call : call.with("start", Moments.instant(from).toEpochMilli());
        call = length == null
                ? call
                : call.with("seconds", Moments.length(length).toSeconds());
        return caller.call(opener, sharing.into(call), (answer, out) -> print(answer, out));
    }

    @Command(description = "Let more users see a track, or see it more or less exactly.")
    int share(
            @Mixin Caller caller,
            @Parameters(paramLabel = "TRACK") String track,
            @Parameters(paramLabel = "USER", arity = "0..*") String @Nullable [] users,
            @Mixin Sharing sharing)
            throws IOException, InterruptedException {
        Call call = sharing.into(about("share", track));
        if (users != null && call.fields().containsKey("viewers")) {
            throw new UsageException("name the users, or give --share");
        }
        call = users == null ? call : call.with("viewers", Arrays.asList(users));
        if (call.fields().size() == 1) {
            throw new UsageException("nobody to share it with: name users, or give --publishers or --group");
        }
        return caller.call(opener, call, (answer, out) -> print(answer, out));
    }

    @Command(description = "Take users out of a track, at once; anybody may take themself out.")
    int unshare(
            @Mixin Caller caller,
            @Parameters(paramLabel = "TRACK") String track,
            @Parameters(paramLabel = "USER", arity = "1..*") String[] users)
            throws IOException, InterruptedException {
        Call call = about("unshare", track).with("users", Arrays.asList(users));
        return caller.call(opener, call, (answer, out) -> print(answer, out));
    }

    @Command(description = "Start a track before its time.")
    int start(@Mixin Caller caller, @Parameters(paramLabel = "TRACK") String track)
            throws IOException, InterruptedException {
        return caller.call(opener, about("start", track), (answer, out) -> print(answer, out));
    }

    @Command(description = "Give a track so long from now; --for 0 is until it is stopped.")
    int extend(
            @Mixin Caller caller,
            @Parameters(paramLabel = "TRACK") String track,
            @Option(names = "--for", required = true, paramLabel = "TIME", description = "such as 30m, 2h, 1d")
                    String length)
            throws IOException, InterruptedException {
        Call call = about("extend", track);
        call = length.equals("0")
                ? call.with("end", 0)
                : call.with("seconds", Moments.length(length).toSeconds());
        return caller.call(opener, call, (answer, out) -> print(answer, out));
    }

    @Command(description = "End a track, for good.")
    int stop(@Mixin Caller caller, @Parameters(paramLabel = "TRACK") String track)
            throws IOException, InterruptedException {
        return caller.call(opener, about("stop", track), (answer, out) -> print(answer, out));
    }

    @Command(description = "Print how it goes with a track.")
    int get(@Mixin Caller caller, @Parameters(paramLabel = "TRACK") String track)
            throws IOException, InterruptedException {
        return caller.call(
                opener,
                about("get", track),
                (answer, out) -> answer.values().forEach((name, value) -> out.println(name + "\t" + value)));
    }

    @Command(description = "Print your tracks: name, owner, kind, state, end.")
    int list(@Mixin Caller caller) throws IOException, InterruptedException {
        return caller.pages(
                opener,
                Call.of("track/list"),
                (answer, out) -> answer.objects("tracks").forEach(it -> print(it, out)));
    }

    @Command(
            description = "Print the positions that were kept: time, latitude, longitude, accuracy; separated by tabs.")
    int history(
            @Mixin Caller caller,
            @Parameters(paramLabel = "TRACK") String track,
            @Option(names = "--since", paramLabel = "TIME", description = "a time, or how long ago (default: 1d)")
                    @Nullable String since)
            throws IOException, InterruptedException {
        long from = Moments.since(since == null ? "1d" : since, clock.instant()).toEpochMilli();
        Call call = about("history", track);
        return caller.pages(
                opener,
                call.with("from", from),
                (answer, out) -> answer.objects("points")
                        .forEach(it ->
                                PositionWords.point(it).ifPresent(point -> out.println(PositionWords.columns(point)))),
                answer -> call.with("from", answer.number("next")));
    }

    @Command(description = "Print trips that are over: start, end, kilometres, stops; separated by tabs.")
    int trips(@Mixin Caller caller, @Parameters(paramLabel = "TRACK") String track)
            throws IOException, InterruptedException {
        Call call = about("trips", track);
        return caller.pages(
                opener,
                call,
                (answer, out) -> answer.objects("trips").forEach(it -> out.println(PositionWords.trip(it))),
                answer -> call.with("from", answer.number("next")));
    }

    @Command(description = "Delete what was kept of a track; prints the receipt as JSON.")
    int delete(@Mixin Caller caller, @Parameters(paramLabel = "TRACK") String track)
            throws IOException, InterruptedException {
        return caller.call(opener, about("delete", track), (answer, out) -> out.println(Json.write(answer.values())));
    }

    private static void print(Fields track, PrintWriter out) {
        long end = track.number("end");
        out.println(String.join(
                        "\t",
                        List.of(
                                track.text("track"),
                                track.text("owner"),
                                track.text("kind"),
                                track.text("state"),
                                end == 0 ? "" : Moments.words(end)))
                .stripTrailing());
    }
}
