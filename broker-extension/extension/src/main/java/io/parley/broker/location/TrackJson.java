package io.parley.broker.location;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.storage.GuestLink;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.PointFilters;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackSettings;
import io.parley.protocol.Precision;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.util.Optional;

/** Tracks in replies. Who takes part, and how it is set, is told to the owner alone. */
final class TrackJson {
    private TrackJson() {}

    /**
     * @param view how exactly the asker may see it, empty if not at all
     * @param now Unix milliseconds
     */
    static void write(JsonGenerator json, Track track, UserName asker, Optional<Precision> view, long now)
            throws IOException {
        json.writeStringField("track", track.name().value());
        json.writeStringField("owner", track.owner().value());
        json.writeStringField("kind", track.kind().code());
        json.writeStringField("state", TrackRules.stateAt(track, now).code());
        json.writeNumberField("created", track.createdAt());
        json.writeNumberField("start", track.startAt());
        json.writeNumberField("end", track.endAt());
        if (track.endedAt() > 0) {
            json.writeNumberField("ended", track.endedAt());
        }
        Optional<String> topic = DeviceTracks.topicOf(track);
        if (topic.isPresent()) {
            json.writeStringField("topic", topic.get());
        }
        json.writeBooleanField("publishes", TrackRules.mayEverPublish(track, asker));
        if (view.isPresent()) {
            json.writeStringField("precision", view.get().code());
        }
        if (track.owner().equals(asker)) {
            writeParticipants(json, track);
            writeSettings(json, track.settings());
        }
    }

    private static void writeParticipants(JsonGenerator json, Track track) throws IOException {
        json.writeArrayFieldStart("participants");
        for (Participant participant : track.participants()) {
            json.writeStartObject();
            json.writeStringField("user", participant.user().value());
            json.writeBooleanField("publishes", participant.publishes());
            json.writeBooleanField("views", participant.views());
            json.writeStringField("precision", participant.precision().code());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (track.group() != null) {
            json.writeStringField("group", track.group().value());
            json.writeStringField("groupPrecision", track.groupPrecision().code());
        }
    }

    private static void writeSettings(JsonGenerator json, TrackSettings settings) throws IOException {
        PointFilters filters = settings.filters();
        json.writeObjectFieldStart("settings");
        json.writeNumberField("historyDays", settings.historyDays());
        json.writeNumberField("close", settings.closeMillis());
        json.writeNumberField("list", settings.listMillis());
        json.writeNumberField("idle", settings.idleMillis());
        json.writeArrayFieldStart("filters");
        for (PointFilters.Filter filter : PointFilters.Filter.values()) {
            if (filters.has(filter)) {
                json.writeString(filter.code());
            }
        }
        json.writeEndArray();
        json.writeNumberField("future", filters.futureMillis());
        json.writeNumberField("stale", filters.staleMillis());
        json.writeNumberField("speed", filters.speedMax());
        json.writeNumberField("distance", filters.distanceMetres());
        json.writeNumberField("still", filters.stillMillis());
        json.writeNumberField("period", filters.periodMillis());
        json.writeEndObject();
    }

    static void writeStatus(JsonGenerator json, TrackStatus status, Optional<Precision> view) throws IOException {
        json.writeNumberField("period", status.periodMillis() / 1000.0);
        json.writeNumberField("publishers", status.publishers());
        json.writeNumberField("watchingClosely", status.close());
        json.writeNumberField("watchingInLists", status.lists());
        json.writeNumberField("taken", status.taken());
        json.writeObjectFieldStart("dropped");
        for (var dropped : new java.util.TreeMap<>(status.dropped()).entrySet()) {
            json.writeNumberField(dropped.getKey(), dropped.getValue());
        }
        json.writeEndObject();
        TrackPoint newest = status.newest();
        if (newest != null && view.isPresent()) {
            json.writeObjectFieldStart("last");
            newest.seen(view.get()).write(json);
            json.writeEndObject();
        }
    }

    static void writeGuest(JsonGenerator json, GuestLink link) throws IOException {
        json.writeStringField("guest", link.hash().id());
        json.writeNumberField("created", link.createdAt());
        json.writeNumberField("from", link.from());
        json.writeNumberField("to", link.to());
        json.writeStringField("precision", link.precision().code());
        json.writeBooleanField("revoked", link.revoked());
    }
}
