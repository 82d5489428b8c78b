package io.parley.sdk;

import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.internal.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Live location: who shares a position with whom, and until when. All calls fail with {@link CallFailedException}: {@code
 * unknown-track}, {@code not-allowed} if it is not the own user's to see or change, {@code ended}, {@code conflict} if the
 * name is taken, {@code limit-reached}.
 */
public final class Tracks {
    private final Asking asking;

    Tracks(Asking asking) {
        this.asking = asking;
    }

    // --- live --------------------------------------------------------------------------------------------------------
    /** See {@link ParleyClient#publisher}. */
    public TrackPublisher publish(TrackName track, PublishOptions options) {
        return asking.client().publisher(track, options);
    }

    /** See {@link ParleyClient#view}. */
    public TrackView watch(TrackName track, TrackView.Need need, TrackWatcher watcher) {
        return asking.client().view(track, need, watcher);
    }

    /** See {@link ParleyClient#sightings}. */
    public Flow.Publisher<Sighting> flow(TrackName track, TrackView.Need need) {
        return asking.client().sightings(track, need);
    }

    // --- what is told of tracks
    // ----------------------------------------------------------------------------------------
    /**
     * @param precision how exactly they see it
     */
    public record Participant(UserName user, boolean publishes, boolean views, Precision precision) {}

    /**
     * @param kind {@code share}, {@code ride}, {@code family} or {@code fleet}
     * @param state {@code created}, {@code active} or {@code ended}
     * @param end null: until it is stopped
     * @param ended null: it has not
     * @param publishes whether the own user may publish into it
     * @param precision how exactly the own user sees it; null: not at all
     * @param participants told to its owner alone
     * @param group whose members see it; null: none, or not told
     */
    public record Track(
            TrackName name,
            UserName owner,
            String kind,
            String state,
            Instant start,
            @Nullable Instant end,
            @Nullable Instant ended,
            boolean publishes,
            @Nullable Precision precision,
            List<Participant> participants,
            @Nullable GroupName group) {
        public Track {
            participants = List.copyOf(participants);
        }
    }

    /**
     * How it goes with a track.
     *
     * @param period how often a position is wanted now
     * @param publishers connections that publish
     * @param taken positions taken since its owner's node began to count
     * @param dropped positions dropped since then, by reason
     * @param last null: there is none, or none for the own user
     */
    public record Status(
            Track track,
            Duration period,
            long publishers,
            long watchingClosely,
            long watchingInLists,
            long taken,
            Map<String, Long> dropped,
            @Nullable LocationPoint last) {
        public Status {
            dropped = Map.copyOf(dropped);
        }
    }

    // --- its life
    // ------------------------------------------------------------------------------------------------------
    /**
     * Who may see a track, and who may publish into it besides its owner.
     *
     * @param precision how exactly the viewers see it, and the group
     * @param group whose members see it; null: none
     */
    public record Sharing(
            List<UserName> viewers,
            List<UserName> publishers,
            Precision precision,
            @Nullable GroupName group) {
        public static final Sharing NOBODY = new Sharing(List.of(), List.of(), Precision.EXACT, null);

        public Sharing {
            viewers = List.copyOf(viewers);
            publishers = List.copyOf(publishers);
        }

        public static Sharing with(UserName... viewers) {
            return new Sharing(List.of(viewers), List.of(), Precision.EXACT, null);
        }

        private JsonText into(JsonText json) {
            boolean views = !viewers.isEmpty() || group != null;
            return json.and("viewers", viewers.isEmpty() ? null : names(viewers))
                    .and("publishers", publishers.isEmpty() ? null : names(publishers))
                    .and("precision", views ? precision.code() : null)
                    .and("group", group == null ? null : group.value());
        }
    }

    /**
     * @param name null: the server makes one
     * @param kind {@code share}, {@code family} or {@code fleet}
     * @param start null: now
     * @param end null: until it is stopped
     */
    public CompletionStage<Track> create(
            @Nullable TrackName name, String kind, @Nullable Instant start, @Nullable Instant end, Sharing sharing) {
        JsonText fields = JsonText.of("track", name == null ? null : name.value())
                .and("kind", kind)
                .and("start", start == null ? null : start.toEpochMilli())
                .and("end", end == null ? null : end.toEpochMilli());
        return asking.ask("track/create", sharing.into(fields), TrackAnswers::track);
    }

    /** Shared from now on, until it is stopped. */
    public CompletionStage<Track> create(TrackName name, UserName... viewers) {
        return create(name, "share", null, null, Sharing.with(viewers));
    }

    public CompletionStage<Status> get(TrackName track) {
        return asking.ask("track/get", of(track), TrackAnswers::status);
    }

    /**
     * Those the own user owns or takes part in.
     *
     * @param cursor of the page before; null: from the start
     */
    public CompletionStage<Page<Track>> list(@Nullable String cursor) {
        return asking.ask(
                "track/list",
                JsonText.of("cursor", cursor),
                page -> new Page<>(
                        page.objects("tracks").stream().map(TrackAnswers::track).toList(), page.text("next")));
    }

    /** Before its time. */
    public CompletionStage<Track> start(TrackName track) {
        return asking.ask("track/start", of(track), TrackAnswers::track);
    }

    /** @param end null: until it is stopped */
    public CompletionStage<Track> extend(TrackName track, @Nullable Instant end) {
        return asking.ask(
                "track/extend", of(track).and("end", end == null ? 0 : end.toEpochMilli()), TrackAnswers::track);
    }

    /** Ends it for good; nobody sees it any more once this is answered. */
    public CompletionStage<Track> stop(TrackName track) {
        return asking.ask("track/stop", of(track), TrackAnswers::track);
    }

    /** Lets more users see it or publish into it, or see it more or less exactly. */
    public CompletionStage<Track> share(TrackName track, Sharing sharing) {
        return asking.ask("track/share", sharing.into(of(track)), TrackAnswers::track);
    }

    /** Nothing of it reaches them once this is answered. Anybody may take themself out. */
    public CompletionStage<Track> unshare(TrackName track, List<UserName> users) {
        return asking.ask("track/unshare", of(track).and("users", names(users)), TrackAnswers::track);
    }

    public CompletionStage<Track> unshare(TrackName track, GroupName group) {
        return asking.ask("track/unshare", of(track).and("group", group.value()), TrackAnswers::track);
    }

    /** @param tuning what it does not name stays */
    public CompletionStage<Track> set(TrackName track, TrackTuning tuning) {
        return asking.ask("track/settings", tuning.into(of(track)), TrackAnswers::track);
    }

    // --- guests
    // --------------------------------------------------------------------------------------------------------
    /**
     * Lets whoever knows its token see a track, from a time to a time, over HTTP.
     *
     * @param id names it, and opens nothing
     */
    public record Guest(String id, Instant from, Instant to, Precision precision, boolean revoked) {}

    /** @param token told this once; {@code GET /guest/{token}} */
    public record NewGuest(Guest guest, String token) {}

    public CompletionStage<NewGuest> guest(TrackName track, Instant from, Instant to, Precision precision) {
        return asking.ask(
                "track/guest",
                of(track)
                        .and("from", from.toEpochMilli())
                        .and("to", to.toEpochMilli())
                        .and("precision", precision.code()),
                it -> new NewGuest(TrackAnswers.guest(it), it.text("token").orElse("")));
    }

    public CompletionStage<List<Guest>> guests(TrackName track) {
        return asking.ask(
                "track/guests",
                of(track),
                answer -> answer.objects("guests").stream()
                        .map(TrackAnswers::guest)
                        .toList());
    }

    /** Nothing is shown to them once this is answered. */
    public CompletionStage<Void> revoke(TrackName track, String guestId) {
        return asking.tell("track/revoke", of(track).and("guest", guestId));
    }

    static JsonText of(TrackName track) {
        return JsonText.of("track", track.value());
    }

    private static List<String> names(List<UserName> users) {
        return users.stream().map(UserName::value).toList();
    }
}
