package io.parley.sdk;

import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where tracks were: for their owners, of a ride also for driver and rider. All fail with {@link CallFailedException}: {@code
 * unknown-track}, {@code not-allowed}.
 */
public final class TrackHistory {
    private final Asking asking;

    TrackHistory(Asking asking) {
        this.asking = asking;
    }

    /**
     * What of a span comes at once.
     *
     * @param next where to go on; null: this is all
     */
    public record Part<T>(List<T> items, @Nullable Instant next) {
        public Part {
            items = List.copyOf(items);
        }

        public Optional<Instant> more() {
            return Optional.ofNullable(next);
        }
    }

    /** @param to null: until now */
    public CompletionStage<Part<LocationPoint>> points(TrackName track, Instant from, @Nullable Instant to) {
        return asking.ask(
                "track/history",
                span(track, from, to),
                it -> new Part<>(
                        it.objects("points").stream().map(TrackAnswers::point).toList(), next(it)));
    }

    /** Where a trip rested. */
    public record Stop(Place place, Instant from, Instant to) {}

    /**
     * A trip that is over.
     *
     * @param points how many were measured
     * @param kept how many of them are kept
     * @param errorMetres how far the kept line is from the measured one at most
     */
    public record Trip(
            Instant start,
            Instant end,
            Duration duration,
            double metres,
            long points,
            long kept,
            double errorMetres,
            List<Stop> stops) {
        public Trip {
            stops = List.copyOf(stops);
        }
    }

    /** @param to null: until now */
    public CompletionStage<Part<Trip>> trips(TrackName track, Instant from, @Nullable Instant to) {
        return asking.ask(
                "track/trips",
                span(track, from, to),
                it -> new Part<>(
                        it.objects("trips").stream().map(TrackHistory::trip).toList(), next(it)));
    }

    private static Trip trip(JsonObject it) {
        return new Trip(
                Asking.time(it, "start"),
                Asking.time(it, "end"),
                Duration.ofMillis(Math.round(1_000 * it.decimal("seconds", 0))),
                it.decimal("metres", 0),
                it.number("points", 0),
                it.number("kept", 0),
                it.decimal("error", 0),
                it.objects("stops").stream()
                        .map(stop -> new Stop(Place.of(stop), Asking.time(stop, "from"), Asking.time(stop, "to")))
                        .toList());
    }

    /** Forms of an export. */
    public enum Format {
        /** GPX 1.1. */
        GPX("gpx"),
        /** RFC 7946. */
        GEOJSON("geojson");

        private final String code;

        Format(String code) {
            this.code = code;
        }
    }

    /** @param next where to go on; null: this is all */
    public record Export(
            String contentType,
            String content,
            long points,
            @Nullable Instant next) {}

    /** Trips, then what is not one yet. @param to null: until now */
    public CompletionStage<Export> export(TrackName track, Format format, Instant from, @Nullable Instant to) {
        return asking.ask(
                "track/export",
                span(track, from, to).and("format", format.code),
                it -> new Export(
                        it.text("contentType").orElse(""),
                        it.text("content").orElse(""),
                        it.number("points", 0),
                        next(it)));
    }

    /**
     * What was deleted: it is found nowhere any more, however late somebody writes it.
     *
     * @param done whether all of it is gone already; what is not is hidden, and goes
     */
    public record Receipt(
            MessageId id, UserName by, Instant from, Instant to, Instant at, long points, long trips, boolean done) {}

    /** For the owner alone. @param to null: until now */
    public CompletionStage<Receipt> delete(TrackName track, Instant from, @Nullable Instant to) {
        return asking.ask("track/delete", span(track, from, to), TrackHistory::receipt);
    }

    /** The receipts of all that was deleted. */
    public CompletionStage<List<Receipt>> deletions(TrackName track) {
        return asking.ask(
                "track/deletions",
                Tracks.of(track),
                answer -> answer.objects("deletions").stream()
                        .map(TrackHistory::receipt)
                        .toList());
    }

    private static Receipt receipt(JsonObject it) {
        return new Receipt(
                MessageId.parse(it.text("receipt").orElse("")),
                Asking.user(it, "by"),
                Asking.time(it, "from"),
                Asking.time(it, "to"),
                Asking.time(it, "at"),
                it.number("points", 0),
                it.number("trips", 0),
                it.flag("done"));
    }

    private static JsonText span(TrackName track, Instant from, @Nullable Instant to) {
        return Tracks.of(track)
                .and("from", Math.max(0, from.toEpochMilli()))
                .and("to", to == null ? null : to.toEpochMilli());
    }

    private static @Nullable Instant next(JsonObject it) {
        return Asking.timeOrNull(it, "next");
    }
}
