package io.parley.broker.location;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.GuestLink;
import io.parley.broker.storage.TokenHash;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** The calls about guest links: who has one sees a track without an account, inside a window of time, until it is revoked. */
public final class GuestCalls {
    private static final int ID_LENGTH = 12;

    private final TrackStore store;
    private final TrackChanges changes;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random a secure one, safe from any thread */
    public GuestCalls(TrackStore store, TrackChanges changes, RandomGenerator random, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.random = random;
        this.clock = clock;
    }

    public List<Call> calls() {
        Field track = Field.track("track");
        return List.of(
                Call.of(
                        "track/guest",
                        "Makes a link to a track for whoever has it; its token is told this once",
                        List.of(
                                track,
                                Field.time("from").optional(),
                                Field.time("to").optional(),
                                Field.number("seconds", 1, TrackCalls.SECONDS_MAX)
                                        .optional(),
                                Field.oneOf("precision", TrackCalls.PRECISIONS).optional()),
                        this::make),
                Call.of("track/guests", "The guest links of a track", List.of(track), this::list),
                Call.of(
                        "track/revoke",
                        "Ends a guest link, for good",
                        List.of(track, Field.text("guest", ID_LENGTH, ID_LENGTH)),
                        this::revoke));
    }

    private CompletionStage<Reply> make(Caller caller, Arguments arguments) {
        long now = clock.millis();
        long from = arguments.numberIf("from").orElse(now);
        long to = arguments.exactlyOne("to", "seconds").equals("to")
                ? arguments.number("to")
                : from + arguments.number("seconds") * 1000;
        if (to <= from || to <= now) {
            throw RefusalException.malformed("to must be after from and after now, was " + to);
        }
        Precision precision =
                arguments.textIf("precision").flatMap(Precision::ofCode).orElse(Precision.EXACT);
        String token = GuestToken.generate(random);
        TokenHash hash = GuestToken.hash(token).orElseThrow();
        GuestLink link = new GuestLink(hash, now, from, to, precision, false);
        return changes.change(arguments.track("track"), track -> added(track, link, caller.user()))
                .thenApply(done -> Reply.of(json -> {
                    TrackJson.writeGuest(json, link);
                    json.writeStringField("token", token);
                    json.writeStringField("path", "/guest/" + token);
                }));
    }

    /** Those that can open nothing any more make room. */
    private Track added(Track track, GuestLink link, UserName by) {
        requireLive(track, by);
        long now = clock.millis();
        List<GuestLink> links = new ArrayList<>(track.guests());
        links.removeIf(it -> it.hash().equals(link.hash()));
        if (links.size() >= Track.GUESTS_MAX) {
            links.removeIf(it -> it.revoked() || it.to() <= now);
        }
        if (links.size() >= Track.GUESTS_MAX) {
            throw new RefusalException(
                    Reason.LIMIT_REACHED, "a track has at most " + Track.GUESTS_MAX + " guest links");
        }
        links.add(link);
        return TrackEdit.of(track).guests(links).at(now);
    }

    private void requireLive(Track track, UserName by) {
        TrackCalls.requireOwner(track, by);
        if (TrackRules.stateAt(track, clock.millis()) == Track.State.ENDED) {
            throw new RefusalException(TrackRules.ended(track.name()));
        }
    }

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        TrackName name = arguments.track("track");
        return store.find(name).thenApply(found -> {
            Track track = found.orElseThrow(() -> new RefusalException(TrackRules.unknown(name)));
            TrackCalls.requireOwner(track, caller.user());
            return Reply.of(json -> {
                json.writeArrayFieldStart("guests");
                for (GuestLink link : track.guests()) {
                    json.writeStartObject();
                    TrackJson.writeGuest(json, link);
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        });
    }

    private CompletionStage<Reply> revoke(Caller caller, Arguments arguments) {
        String id = arguments.text("guest");
        return changes.change(arguments.track("track"), track -> {
                    TrackCalls.requireOwner(track, caller.user());
                    boolean known = track.guests().stream()
                            .anyMatch(it -> it.hash().id().equals(id));
                    if (!known) {
                        throw new RefusalException(
                                Reason.NOT_FOUND, "the track " + track.name() + " has no such guest link");
                    }
                    List<GuestLink> links = track.guests().stream()
                            .map(it -> it.hash().id().equals(id) ? it.revoke() : it)
                            .toList();
                    return links.equals(track.guests())
                            ? track
                            : TrackEdit.of(track).guests(links).at(clock.millis());
                })
                .thenApply(done -> Reply.NOTHING);
    }
}
