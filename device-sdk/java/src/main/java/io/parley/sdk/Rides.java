package io.parley.sdk;

import io.parley.protocol.GroupName;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Rides, the routes they are meant to take, and fleets of drivers. Stages of a ride are told in the chat of driver and rider
 * by messages of type {@link io.parley.protocol.ContentTypes#RIDE}. All fail with {@link CallFailedException}: {@code
 * unknown-track}, {@code unknown-group}, {@code not-allowed}, {@code not-found}, {@code conflict}.
 */
public final class Rides {
    private final Asking asking;

    Rides(Asking asking) {
        this.asking = asking;
    }

    /** @param stage {@code coming}, {@code arrived}, {@code aboard} or {@code over} */
    public record Ride(TrackName track, String state, UserName driver, UserName rider, String stage, Instant end) {}

    /**
     * A track the driver publishes and the rider sees, until the drop-off.
     *
     * @param track null: the server makes a name
     * @param longest it ends by then; null: 4 hours
     */
    public CompletionStage<Ride> start(
            @Nullable TrackName track,
            UserName driver,
            UserName rider,
            Place pickUp,
            Place dropOff,
            @Nullable Duration longest) {
        return asking.ask(
                "ride/start",
                JsonText.of("track", track == null ? null : track.value())
                        .and("driver", driver.value())
                        .and("rider", rider.value())
                        .and("pickUp", pickUp.toJson())
                        .and("dropOff", dropOff.toJson())
                        .and("seconds", longest == null ? null : longest.toSeconds()),
                Rides::ride);
    }

    /** Before its drop-off. */
    public CompletionStage<Ride> end(TrackName track) {
        return asking.ask("ride/end", Tracks.of(track), Rides::ride);
    }

    private static Ride ride(JsonObject it) {
        return new Ride(
                new TrackName(it.text("track").orElse("")),
                it.text("state").orElse(""),
                Asking.user(it, "driver"),
                Asking.user(it, "rider"),
                it.text("stage").orElse(""),
                Asking.time(it, "end"));
    }

    /**
     * Says which way a track is meant to go.
     *
     * @param line 2 to 5,000 places
     * @param takes the whole way
     * @param corridorMetres farther from it is off the route; null: 60
     */
    public CompletionStage<Void> route(
            TrackName track, List<Place> line, Duration takes, @Nullable Long corridorMetres) {
        return asking.tell(
                "track/route",
                Tracks.of(track)
                        .and("route", Place.toJson(line))
                        .and("seconds", takes.toSeconds())
                        .and("corridor", corridorMetres));
    }

    /**
     * @param at when the position was measured this follows from
     * @param metresOff how far from the route
     */
    public record Arrival(
            Instant at, double metresLeft, Duration left, Instant arrives, boolean offRoute, double metresOff) {}

    public CompletionStage<Arrival> eta(TrackName track) {
        return asking.ask(
                "track/eta",
                Tracks.of(track),
                it -> new Arrival(
                        Asking.time(it, "at"),
                        it.decimal("left", 0),
                        Duration.ofSeconds(it.number("seconds", 0)),
                        Asking.time(it, "arrives"),
                        it.flag("offRoute"),
                        it.decimal("off", 0)));
    }

    // --- fleets
    // --------------------------------------------------------------------------------------------------------
    /**
     * The own user is free for a fleet, for a while; to be said again in time, and after moving.
     *
     * @param fleet a group one is a member of
     * @param lasts 5 s to 10 minutes; null: 2 minutes
     */
    public CompletionStage<Void> free(GroupName fleet, Place place, @Nullable Duration lasts) {
        return asking.tell(
                "fleet/free",
                JsonText.of("fleet", fleet.value())
                        .and("free", true)
                        .and("place", place.toJson())
                        .and("seconds", lasts == null ? null : lasts.toSeconds()));
    }

    public CompletionStage<Void> busy(GroupName fleet) {
        return asking.tell("fleet/free", JsonText.of("fleet", fleet.value()).and("free", false));
    }

    /** @param at when they said so */
    public record Driver(UserName user, Place place, double metres, Instant at) {}

    /** Who is free and near, the nearest first. @param count 1 to 50 @param metres 1 to 50,000 */
    public CompletionStage<List<Driver>> nearest(GroupName fleet, Place place, int count, long metres) {
        return asking.ask(
                "fleet/nearest",
                JsonText.of("fleet", fleet.value())
                        .and("place", place.toJson())
                        .and("count", count)
                        .and("metres", metres),
                answer -> answer.objects("drivers").stream()
                        .map(it -> new Driver(
                                Asking.user(it, "user"), Place.of(it), it.decimal("metres", 0), Asking.time(it, "at")))
                        .toList());
    }
}
