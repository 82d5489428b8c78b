package io.parley.sdk;

import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.internal.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is answered about tracks, docs/protocol.md. Pure. */
final class TrackAnswers {
    private TrackAnswers() {}

    static Tracks.Track track(JsonObject it) {
        return new Tracks.Track(
                new TrackName(it.text("track").orElse("")),
                Asking.user(it, "owner"),
                it.text("kind").orElse(""),
                it.text("state").orElse(""),
                Asking.time(it, "start"),
                Asking.timeOrNull(it, "end"),
                Asking.timeOrNull(it, "ended"),
                it.flag("publishes"),
                it.text("precision").flatMap(Precision::ofCode).orElse(null),
                it.objects("participants").stream()
                        .map(one -> new Tracks.Participant(
                                Asking.user(one, "user"), one.flag("publishes"), one.flag("views"), precision(one)))
                        .toList(),
                it.text("group").map(GroupName::new).orElse(null));
    }

    /** What this version does not know is less than exact. */
    private static Precision precision(JsonObject it) {
        return it.text("precision").flatMap(Precision::ofCode).orElse(Precision.CITY);
    }

    static Tracks.Status status(JsonObject it) {
        Map<String, Long> dropped = new LinkedHashMap<>();
        it.object("dropped")
                .ifPresent(all -> all.names().forEach(reason -> dropped.put(reason, all.number(reason, 0))));
        return new Tracks.Status(
                track(it),
                Duration.ofMillis(Math.round(1_000 * it.decimal("period", 0))),
                it.number("publishers", 0),
                it.number("watchingClosely", 0),
                it.number("watchingInLists", 0),
                it.number("taken", 0),
                dropped,
                point(it, "last"));
    }

    static @Nullable LocationPoint point(JsonObject from, String field) {
        return from.object(field).map(TrackAnswers::point).orElse(null);
    }

    static LocationPoint point(JsonObject it) {
        return new LocationPoint(
                it.decimal("lat", Double.NaN),
                it.decimal("lon", Double.NaN),
                Math.round(1_000 * it.decimal("tst", 0)),
                it.decimal("acc", Double.NaN),
                it.decimal("alt", Double.NaN),
                it.decimal("vel", Double.NaN),
                it.decimal("cog", Double.NaN),
                it.decimal("batt", Double.NaN),
                it.text("tid").orElse(""),
                it.text("t").orElse(""));
    }

    static Tracks.Guest guest(JsonObject it) {
        return new Tracks.Guest(
                it.text("guest").orElse(""),
                Asking.time(it, "from"),
                Asking.time(it, "to"),
                precision(it),
                it.flag("revoked"));
    }
}
