package io.parley.broker.location;

import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.GuestLink;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.Reason;
import io.parley.protocol.json.LocationPoint;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a guest link shows: where the track was last, if that was inside the link's window, as GeoJSON (RFC 7946). The link is
 * looked up anew each time, so that one that is revoked shows nothing more. Never blocks; safe from any thread.
 */
public final class GuestDoor {
    /** RFC 7946 section 12. */
    public static final String CONTENT_TYPE = "application/geo+json";

    private final TrackStore store;
    private final Tracks tracks;
    private final Clock clock;

    public GuestDoor(TrackStore store, Tracks tracks, Clock clock) {
        this.store = store;
        this.tracks = tracks;
        this.clock = clock;
    }

    private record Opened(Track track, GuestLink link) {}

    /**
     * @return a Feature; fails with {@link RefusalException}: {@code not-found} for a token nobody gave out or whose time has
     *     not come, {@code ended} for one whose time is over
     */
    public CompletionStage<Reply> see(String token) {
        var hash = GuestToken.hash(token).orElse(null);
        if (hash == null) {
            return CompletableFuture.failedStage(unknown());
        }
        return store.ofGuest(hash)
                .thenCompose(name -> store.find(name.orElseThrow(GuestDoor::unknown)))
                .thenCompose(found -> {
                    Track track = found.orElseThrow(GuestDoor::unknown);
                    GuestLink link = track.guests().stream()
                            .filter(it -> it.hash().equals(hash))
                            .findFirst()
                            .orElseThrow(GuestDoor::unknown);
                    requireOpen(track, link);
                    return tracks.status(track.name())
                            .thenApply(status -> feature(new Opened(track, link), status.newest()));
                });
    }

    private void requireOpen(Track track, GuestLink link) {
        long now = clock.millis();
        if (!link.revoked() && now < link.from()) {
            throw new RefusalException(Reason.NOT_FOUND, "this link opens at " + link.from());
        }
        if (!link.isOpen(now) || TrackRules.stateAt(track, now) == Track.State.ENDED) {
            throw new RefusalException(Reason.ENDED, "this link shows nothing any more");
        }
    }

    private static RefusalException unknown() {
        return new RefusalException(Reason.NOT_FOUND, "there is no such link");
    }

    private Reply feature(Opened opened, @Nullable TrackPoint newest) {
        GuestLink link = opened.link();
        requireOpen(opened.track(), link);
        LocationPoint seen = newest == null
                        || newest.point().at() < link.from()
                        || newest.point().at() >= link.to()
                ? null
                : newest.seen(link.precision());
        return Reply.of(json -> {
            json.writeStringField("type", "Feature");
            if (seen == null) {
                json.writeNullField("geometry");
            } else {
                json.writeObjectFieldStart("geometry");
                json.writeStringField("type", "Point");
                json.writeArrayFieldStart("coordinates");
                json.writeNumber(seen.lon());
                json.writeNumber(seen.lat());
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeObjectFieldStart("properties");
            json.writeStringField("precision", link.precision().code());
            json.writeNumberField("until", link.to());
            if (seen != null) {
                json.writeNumberField("time", seen.at());
                if (!Double.isNaN(seen.acc())) {
                    json.writeNumberField("accuracy", seen.acc());
                }
            }
            json.writeEndObject();
        });
    }
}
