package io.parley.broker.location.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.location.TrackAccess;
import io.parley.broker.location.Tracks;
import io.parley.broker.storage.Deletion;
import io.parley.broker.storage.PointStore;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.broker.storage.Trip;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The calls about where a track was. Its owner may ask, of a ride the driver and the rider as well; only the owner deletes. */
public final class HistoryCalls {
    static final int POINTS_MAX = 2_000;
    private static final int POINTS_DEFAULT = 500;
    static final int TRIPS_MAX = 100;
    /** Of an export: with what is around each it fits into one packet. */
    static final int EXPORT_POINTS_MAX = 5_000;
    /** Points read for what of an export is not sealed yet. */
    private static final int UNSEALED_MAX = 20_000;

    private static final Field TRACK = Field.track("track");
    private static final Field FROM = Field.time("from").optional();
    private static final Field TO = Field.time("to").optional();

    private final PointStore points;
    private final TrackStore lasts;
    private final TrackAccess access;
    private final Tracks tracks;
    private final Clock clock;

    public HistoryCalls(PointStore points, TrackStore lasts, TrackAccess access, Tracks tracks, Clock clock) {
        this.points = points;
        this.lasts = lasts;
        this.access = access;
        this.tracks = tracks;
        this.clock = clock;
    }

    public List<Call> calls() {
        return List.of(
                Call.of(
                        "track/history",
                        "Where a track was, point by point",
                        List.of(
                                TRACK,
                                FROM,
                                TO,
                                Field.number("limit", 1, POINTS_MAX).optional()),
                        this::history),
                Call.of(
                        "track/trips",
                        "The trips of a track that are over",
                        List.of(
                                TRACK,
                                FROM,
                                TO,
                                Field.number("limit", 1, TRIPS_MAX).optional()),
                        this::trips),
                Call.of(
                        "track/export",
                        "Trips of a track, and what is not sealed yet, as a file",
                        List.of(TRACK, FROM, TO, Field.oneOf("format", "gpx", "geojson")),
                        this::export),
                Call.of(
                        "track/delete",
                        "Deletes what is known of where a track was, and gives a receipt",
                        List.of(TRACK, FROM, TO),
                        this::delete),
                Call.of(
                        "track/deletions",
                        "The receipts of all that was deleted of a track",
                        List.of(TRACK),
                        this::deletions));
    }

    private record Span(long from, long to) {
        static Span of(Arguments arguments, long otherwiseTo) {
            long from = arguments.numberIf("from").orElse(0);
            long to = arguments.numberIf("to").orElse(otherwiseTo);
            if (to < from) {
                throw RefusalException.malformed("to must not be before from, " + from + ", was " + to);
            }
            return new Span(from, to);
        }
    }

    private CompletionStage<Track> readable(Caller caller, Arguments arguments) {
        TrackName name = arguments.track("track");
        return access.track(name).thenApply(track -> {
            if (!mayRead(track, caller.user())) {
                throw new RefusalException(Reason.NOT_ALLOWED, "the history of track " + name + " is not yours");
            }
            return track;
        });
    }

    private static boolean mayRead(Track track, UserName user) {
        Ride ride = track.ride();
        return track.owner().equals(user)
                || (ride != null && (ride.driver().equals(user) || ride.rider().equals(user)));
    }

    private CompletionStage<Reply> history(Caller caller, Arguments arguments) {
        Span span = Span.of(arguments, LocationPoint.AT_MAX);
        int limit = (int) arguments.numberIf("limit").orElse(POINTS_DEFAULT);
        return readable(caller, arguments)
                .thenCompose(track -> points.read(track.name(), span.from(), span.to(), limit + 1))
                .thenApply(found -> Reply.of(json -> {
                    json.writeArrayFieldStart("points");
                    for (LocationPoint point : found.subList(0, Math.min(limit, found.size()))) {
                        json.writeStartObject();
                        point.write(json);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    if (found.size() > limit) {
                        json.writeNumberField("next", found.get(limit).at());
                    }
                }));
    }

    private CompletionStage<Reply> trips(Caller caller, Arguments arguments) {
        Span span = Span.of(arguments, LocationPoint.AT_MAX);
        int limit = (int) arguments.numberIf("limit").orElse(TRIPS_MAX);
        return readable(caller, arguments)
                .thenCompose(track -> points.trips(track.name(), span.from(), span.to(), limit + 1))
                .thenApply(found -> Reply.of(json -> {
                    json.writeArrayFieldStart("trips");
                    for (Trip trip : found.subList(0, Math.min(limit, found.size()))) {
                        write(json, trip);
                    }
                    json.writeEndArray();
                    if (found.size() > limit) {
                        json.writeNumberField("next", found.get(limit).startAt());
                    }
                }));
    }

    private static void write(JsonGenerator json, Trip trip) throws IOException {
        json.writeStartObject();
        json.writeNumberField("start", trip.startAt());
        json.writeNumberField("end", trip.endAt());
        json.writeNumberField("seconds", trip.millis() / 1000.0);
        json.writeNumberField("metres", Math.rint(trip.metres() * 10) / 10);
        json.writeNumberField("points", trip.points());
        json.writeNumberField("kept", trip.line().size());
        json.writeNumberField("error", trip.errorMetres());
        json.writeArrayFieldStart("stops");
        for (Trip.Stop stop : trip.stops()) {
            json.writeStartObject();
            json.writeNumberField("lat", stop.place().lat());
            json.writeNumberField("lon", stop.place().lon());
            json.writeNumberField("from", stop.from());
            json.writeNumberField("to", stop.to());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private CompletionStage<Reply> export(Caller caller, Arguments arguments) {
        Span span = Span.of(arguments, LocationPoint.AT_MAX);
        boolean gpx = arguments.text("format").equals("gpx");
        return readable(caller, arguments)
                .thenCompose(track -> points.trips(track.name(), span.from(), span.to(), TRIPS_MAX + 1)
                        .thenCompose(trips -> unsealed(track, trips, span).thenApply(rest -> {
                            Exported exported = exported(trips, rest);
                            String content = gpx
                                    ? Gpx.write(track.name(), exported.stretches())
                                    : GeoJson.write(track.name(), exported.stretches());
                            return Reply.of(json -> {
                                json.writeStringField("contentType", gpx ? Gpx.CONTENT_TYPE : GeoJson.CONTENT_TYPE);
                                json.writeStringField("content", content);
                                json.writeNumberField("points", exported.points());
                                if (exported.next() > 0) {
                                    json.writeNumberField("next", exported.next());
                                }
                            });
                        })));
    }

    /** What came after the last trip, thinned as a trip will be. */
    private CompletionStage<List<LocationPoint>> unsealed(Track track, List<Trip> trips, Span span) {
        long from = trips.isEmpty() ? span.from() : trips.get(trips.size() - 1).endAt() + 1;
        return points.read(track.name(), from, span.to(), UNSEALED_MAX)
                .thenApply(found -> Thinning.thin(found, HistorySettings.DEFAULT.errorMetres()));
    }

    /** @param next where to go on, Unix milliseconds; 0 if this is all */
    private record Exported(List<List<LocationPoint>> stretches, int points, long next) {}

    private static Exported exported(List<Trip> trips, List<LocationPoint> rest) {
        List<List<LocationPoint>> stretches = new ArrayList<>();
        int count = 0;
        for (Trip trip : trips) {
            boolean fits = stretches.isEmpty() || count + trip.line().size() <= EXPORT_POINTS_MAX;
            if (!fits || stretches.size() == TRIPS_MAX) {
                return new Exported(stretches, count, trip.startAt());
            }
            stretches.add(trip.line());
            count += trip.line().size();
        }
        int room = Math.max(0, EXPORT_POINTS_MAX - count);
        if (!rest.isEmpty() && room > 0) {
            stretches.add(rest.subList(0, Math.min(room, rest.size())));
            count += Math.min(room, rest.size());
        }
        return new Exported(
                stretches, count, rest.size() > room ? rest.get(room).at() : 0);
    }

    private CompletionStage<Reply> delete(Caller caller, Arguments arguments) {
        long now = clock.millis();
        Span span = Span.of(arguments, now);
        if (span.to() > now) {
            throw RefusalException.malformed("to must not be in the future, " + now + " at most, was " + span.to());
        }
        TrackName name = arguments.track("track");
        Deletion asked =
                new Deletion(name, caller.requestId(), caller.user(), span.from(), span.to(), now, 0, 0, false);
        return access.owned(name, caller.user())
                .thenCompose(track -> points.delete(asked))
                .thenCompose(done -> lasts.deleteLast(name, done.to())
                        .thenCompose(gone -> tracks.forget(name, done.to()))
                        .thenApply(forgotten -> Reply.of(json -> write(json, done))));
    }

    private CompletionStage<Reply> deletions(Caller caller, Arguments arguments) {
        TrackName name = arguments.track("track");
        return access.owned(name, caller.user())
                .thenCompose(track -> points.deletions(name, POINTS_MAX))
                .thenApply(found -> Reply.of(json -> {
                    json.writeArrayFieldStart("deletions");
                    for (Deletion deletion : found) {
                        json.writeStartObject();
                        write(json, deletion);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }));
    }

    private static void write(JsonGenerator json, Deletion deletion) throws IOException {
        json.writeStringField("receipt", deletion.id().toString());
        json.writeStringField("by", deletion.by().value());
        json.writeNumberField("from", deletion.from());
        json.writeNumberField("to", deletion.to());
        json.writeNumberField("at", deletion.at());
        json.writeNumberField("points", deletion.points());
        json.writeNumberField("trips", deletion.trips());
        json.writeBooleanField("done", deletion.done());
    }
}
