package io.parley.broker.location.ride;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.location.TrackAccess;
import io.parley.broker.location.TrackChanges;
import io.parley.broker.location.TrackEdit;
import io.parley.broker.location.TrackNews;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.Tracks;
import io.parley.broker.location.follow.Telling;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.Ride.Stage;
import io.parley.broker.storage.Route;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The calls of rides, and of the way a track is meant to go. */
public final class RideCalls {
    private static final long SECONDS_MAX = 86_400;
    private static final long SECONDS_DEFAULT = 4 * 3_600;
    private static final long CORRIDOR_METRES_MAX = 10_000;
    private static final long CORRIDOR_METRES_DEFAULT = 60;
    private static final int BODY_BYTES_MAX = 512 * 1024;

    private static final Field TRACK = Field.track("track");

    private final TrackStore store;
    private final TrackChanges changes;
    private final TrackAccess access;
    private final Tracks tracks;
    private final TrackNews news;
    private final Telling telling;
    private final Clock clock;

    public RideCalls(
            TrackStore store,
            TrackChanges changes,
            TrackAccess access,
            Tracks tracks,
            TrackNews news,
            Telling telling,
            Clock clock) {
        this.store = store;
        this.changes = changes;
        this.access = access;
        this.tracks = tracks;
        this.news = news;
        this.telling = telling;
        this.clock = clock;
    }

    public List<Call> calls() {
        return List.of(
                Call.of(
                        "ride/start",
                        "Begins a ride: a track its driver publishes and its rider sees, until the drop-off",
                        List.of(
                                TRACK.optional(),
                                Field.user("driver"),
                                Field.user("rider"),
                                Field.place("pickUp"),
                                Field.place("dropOff"),
                                Field.number("seconds", 1, SECONDS_MAX).optional()),
                        this::start),
                Call.of("ride/end", "Ends a ride before its drop-off", List.of(TRACK), this::end),
                Call.of(
                                "track/route",
                                "Says which way a track is meant to go, and how long it takes",
                                List.of(
                                        TRACK,
                                        Field.places("route", 2, Route.VERTICES_MAX),
                                        Field.number("seconds", 1, 366 * 86_400L),
                                        Field.number("corridor", 1, CORRIDOR_METRES_MAX)
                                                .optional()),
                                this::route)
                        .withBody(BODY_BYTES_MAX),
                Call.of(
                        "track/eta",
                        "How far a track is along its route, and when it arrives",
                        List.of(TRACK),
                        this::eta));
    }

    private CompletionStage<Reply> start(Caller caller, Arguments arguments) {
        long now = clock.millis();
        TrackName name = arguments.trackIf("track").orElseGet(() -> new TrackName("r" + caller.requestId()));
        if (name.value().indexOf('.') >= 0) {
            throw new RefusalException(Reason.NOT_ALLOWED, "a name with a dot is a device's");
        }
        Ride ride = new Ride(
                arguments.user("driver"),
                arguments.user("rider"),
                arguments.place("pickUp"),
                arguments.place("dropOff"),
                Stage.COMING,
                now);
        if (ride.driver().equals(ride.rider())) {
            throw RefusalException.malformed("rider must be somebody else than driver");
        }
        long end = now + 1000 * arguments.numberIf("seconds").orElse(SECONDS_DEFAULT);
        Track first = TrackEdit.first(name, caller.user(), Track.Kind.RIDE, now)
                .endAt(end)
                .ride(ride)
                .at(now);
        return store.find(name)
                .thenCompose(found -> {
                    Optional<Track> same = found.filter(it -> isSame(it, first));
                    return same.isPresent()
                            ? CompletableFuture.completedStage(same.get())
                            : changes.create(first).thenApply(made -> {
                                news.shared(made, Set.of(ride.driver(), ride.rider()));
                                return made;
                            });
                })
                .thenCompose(track -> told(track, caller.user(), Stage.COMING))
                .thenApply(track -> Reply.of(json -> write(json, track)));
    }

    /** The request told again. */
    private static boolean isSame(Track present, Track asked) {
        Ride one = present.ride();
        Ride other = Objects.requireNonNull(asked.ride());
        return one != null
                && present.owner().equals(asked.owner())
                && one.driver().equals(other.driver())
                && one.rider().equals(other.rider())
                && one.pickUp().equals(other.pickUp())
                && one.dropOff().equals(other.dropOff());
    }

    /** In the chat of driver and rider, in the caller's name; by others nobody is spoken for. It may fail: the call has been done. */
    private CompletionStage<Track> told(Track track, UserName caller, Stage stage) {
        Ride ride = track.ride();
        if (ride == null || !(ride.driver().equals(caller) || ride.rider().equals(caller))) {
            return CompletableFuture.completedStage(track);
        }
        return RideKeeper.tell(telling, track.name(), ride, stage, caller, clock.millis())
                .thenApply(outcome -> track);
    }

    private CompletionStage<Reply> end(Caller caller, Arguments arguments) {
        TrackName name = arguments.track("track");
        UserName user = caller.user();
        return changes.change(name, track -> {
                    Ride ride = track.ride();
                    boolean party = ride != null
                            && (ride.driver().equals(user) || ride.rider().equals(user));
                    if (ride == null || !(party || track.owner().equals(user))) {
                        throw new RefusalException(Reason.NOT_ALLOWED, "there is no ride " + name + " of yours");
                    }
                    return track.state() == Track.State.ENDED
                            ? track
                            : TrackEdit.of(track).ended(clock.millis()).at(clock.millis());
                })
                .thenCompose(track -> told(track, user, Stage.OVER))
                .thenApply(track -> Reply.of(json -> write(json, track)));
    }

    private static void write(JsonGenerator json, Track track) throws IOException {
        Ride ride = Objects.requireNonNull(track.ride());
        json.writeStringField("track", track.name().value());
        json.writeStringField("state", track.state().code());
        json.writeStringField("driver", ride.driver().value());
        json.writeStringField("rider", ride.rider().value());
        json.writeStringField("stage", ride.stage().code());
        json.writeNumberField("end", track.endAt());
    }

    private CompletionStage<Reply> route(Caller caller, Arguments arguments) {
        TrackName name = arguments.track("track");
        Route route = new Route(
                arguments.places("route"),
                1000 * arguments.number("seconds"),
                arguments.numberIf("corridor").orElse(CORRIDOR_METRES_DEFAULT),
                clock.millis());
        return access.track(name)
                .thenCompose(track -> {
                    Ride ride = track.ride();
                    boolean may = track.owner().equals(caller.user())
                            || (ride != null && ride.driver().equals(caller.user()));
                    if (!may) {
                        throw new RefusalException(Reason.NOT_ALLOWED, "the track " + name + " is not yours");
                    }
                    return store.saveRoute(name, route);
                })
                .thenApply(saved -> Reply.NOTHING);
    }

    private CompletionStage<Reply> eta(Caller caller, Arguments arguments) {
        TrackName name = arguments.track("track");
        return access.seenExactly(name, caller.user())
                .thenCompose(track -> store.route(name))
                .thenCombine(tracks.status(name), (found, status) -> {
                    Route route = found.orElseThrow(
                            () -> new RefusalException(Reason.NOT_FOUND, "the track " + name + " has no route"));
                    TrackPoint newest = status.newest();
                    if (newest == null) {
                        throw new RefusalException(Reason.NOT_FOUND, "nobody knows where the track " + name + " is");
                    }
                    RouteProgress progress = RouteProgress.of(route, newest.point());
                    long at = newest.point().at();
                    return Reply.of(json -> {
                        json.writeNumberField("at", at);
                        json.writeNumberField("left", Math.rint(progress.metresLeft()));
                        json.writeNumberField("seconds", progress.millisLeft() / 1000);
                        json.writeNumberField("arrives", at + progress.millisLeft());
                        json.writeBooleanField("offRoute", progress.offRoute());
                        json.writeNumberField("off", Math.rint(progress.metresOff()));
                    });
                });
    }
}
