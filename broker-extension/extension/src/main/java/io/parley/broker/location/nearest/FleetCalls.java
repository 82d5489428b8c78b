package io.parley.broker.location.nearest;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.location.nearest.Free.Found;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.GroupName;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The calls of fleets. A fleet is a group: its members may be free in it. They may ask who is near, and everybody may if
 * the group is open.
 */
public final class FleetCalls {
    static final int COUNT_MAX = 50;
    static final long METRES_MAX = 50_000;
    private static final long COUNT_DEFAULT = 5;
    private static final long METRES_DEFAULT = 5_000;
    private static final long SECONDS_MIN = 5;
    private static final long SECONDS_MAX = 600;
    private static final long SECONDS_DEFAULT = 120;

    private static final Field FLEET = Field.group("fleet");

    private final Cells cells;
    private final Fleets fleets;
    private final NearestSearch search;
    private final GroupStore groups;
    private final TrackStore store;
    private final Clock clock;

    public FleetCalls(Cells cells, Fleets fleets, GroupStore groups, TrackStore store, Clock clock) {
        this.cells = cells;
        this.fleets = fleets;
        this.search = new NearestSearch(cells, fleets);
        this.groups = groups;
        this.store = store;
        this.clock = clock;
    }

    public List<Call> calls() {
        return List.of(
                Call.of(
                        "fleet/free",
                        "The caller is free for a fleet at a place, for a while; or is not",
                        List.of(
                                FLEET,
                                Field.bool("free"),
                                Field.place("place").optional(),
                                Field.number("seconds", SECONDS_MIN, SECONDS_MAX)
                                        .optional()),
                        this::free),
                Call.of(
                        "fleet/nearest",
                        "Who of a fleet is free and near",
                        List.of(
                                FLEET,
                                Field.place("place"),
                                Field.number("count", 1, COUNT_MAX).optional(),
                                Field.number("metres", 1, METRES_MAX).optional()),
                        this::nearest));
    }

    private CompletionStage<Reply> free(Caller caller, Arguments arguments) {
        GroupName fleet = arguments.group("fleet");
        UserName driver = caller.user();
        boolean free = arguments.bool("free");
        if (free != arguments.has("place")) {
            throw RefusalException.malformed(free ? "place is missing" : "place does not go with free: false");
        }
        long now = clock.millis();
        long until = now + 1000 * arguments.numberIf("seconds").orElse(SECONDS_DEFAULT);
        long cell = arguments.placeIf("place").map(cells::coarse).orElse(0L);
        return member(fleet, driver, false)
                .thenCompose(may -> store.cell(fleet, driver))
                .thenCompose(former -> {
                    if (former != 0 && former != cell) {
                        fleets.gone(former, fleet, driver, now);
                    }
                    arguments
                            .placeIf("place")
                            .ifPresent(place -> fleets.free(cell, new Free(fleet, driver, place, now, until)));
                    return former == cell
                            ? CompletableFuture.<Void>completedStage(null)
                            : store.saveCell(fleet, driver, cell, now);
                })
                .thenApply(done -> Reply.NOTHING);
    }

    /** @param asking whether it is enough that the group is open */
    private CompletionStage<Boolean> member(GroupName fleet, UserName user, boolean asking) {
        return groups.member(fleet, user)
                .thenCompose(member -> member.filter(GroupMember::isMember).isPresent()
                        ? CompletableFuture.completedStage(true)
                        : groups.header(fleet).thenApply(header -> {
                            Group group = header.filter(it -> !it.dissolved())
                                    .orElseThrow(() ->
                                            new RefusalException(Reason.UNKNOWN_GROUP, "there is no fleet " + fleet));
                            if (!asking || group.settings().join() != GroupSettings.Join.OPEN) {
                                throw new RefusalException(Reason.NOT_ALLOWED, "you are not in the fleet " + fleet);
                            }
                            return true;
                        }));
    }

    private CompletionStage<Reply> nearest(Caller caller, Arguments arguments) {
        GroupName fleet = arguments.group("fleet");
        Position place = arguments.place("place");
        int count = (int) arguments.numberIf("count").orElse(COUNT_DEFAULT);
        double metres = arguments.numberIf("metres").orElse(METRES_DEFAULT);
        return member(fleet, caller.user(), true)
                .thenCompose(may -> search.nearest(fleet, place, count, metres))
                .thenApply(found -> Reply.of(json -> {
                    json.writeArrayFieldStart("drivers");
                    for (Found one : found) {
                        json.writeStartObject();
                        json.writeStringField("user", one.driver().value());
                        json.writeNumberField("lat", one.place().lat());
                        json.writeNumberField("lon", one.place().lon());
                        json.writeNumberField("metres", Math.rint(one.metres() * 10) / 10);
                        json.writeNumberField("at", one.at());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }));
    }
}
