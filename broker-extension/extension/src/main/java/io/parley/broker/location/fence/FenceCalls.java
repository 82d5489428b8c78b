package io.parley.broker.location.fence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.location.TrackAccess;
import io.parley.broker.location.Tracks;
import io.parley.broker.storage.Fence;
import io.parley.broker.storage.Fence.Crossing;
import io.parley.broker.storage.FenceId;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.FenceStore.Creation;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Slice;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The calls about fences. A fence is its maker's; it may watch tracks its maker may see exactly. */
public final class FenceCalls {
    /** A polygon of as many corners as may be. */
    private static final int BODY_BYTES_MAX = 128 * 1024;

    private static final long SECONDS_MAX = 86_400;
    private static final long DWELL_SECONDS_DEFAULT = 300;
    private static final long MARGIN_METRES_DEFAULT = 10;
    private static final long SETTLE_SECONDS_DEFAULT = 3;
    private static final long METRES_MAX = (long) FenceShape.METRES_MAX;

    private static final Field FENCE = Field.user("fence");

    private final FenceStore store;
    private final GroupStore groups;
    private final TrackAccess access;
    private final Tracks tracks;
    private final Clock clock;

    public FenceCalls(FenceStore store, GroupStore groups, TrackAccess access, Tracks tracks, Clock clock) {
        this.store = store;
        this.groups = groups;
        this.access = access;
        this.tracks = tracks;
        this.clock = clock;
    }

    public List<Call> calls() {
        return List.of(
                Call.of(
                                "fence/create",
                                "Has a conversation told when tracks come into a place, leave it or stay",
                                List.of(
                                        FENCE,
                                        Field.tracks("tracks", Fence.TRACKS_MAX),
                                        Field.conversation("tell"),
                                        Field.text("title", 0, Fence.TITLE_LENGTH_MAX)
                                                .optional(),
                                        Field.someOf("on", "enter", "exit", "dwell")
                                                .optional(),
                                        Field.place("centre").optional(),
                                        Field.places("polygon", 3, FenceShape.VERTICES_MAX)
                                                .optional(),
                                        Field.places("corridor", 2, FenceShape.VERTICES_MAX)
                                                .optional(),
                                        Field.track("around").optional(),
                                        Field.number("metres", 1, METRES_MAX).optional(),
                                        Field.number("dwell", 1, SECONDS_MAX).optional(),
                                        Field.number("margin", 0, METRES_MAX).optional(),
                                        Field.number("settle", 0, SECONDS_MAX).optional()),
                                this::create)
                        .withBody(BODY_BYTES_MAX),
                Call.of("fence/list", "The caller's fences", Page.FIELDS, this::list),
                Call.of("fence/delete", "Deletes a fence of the caller", List.of(FENCE), this::delete));
    }

    private CompletionStage<Reply> create(Caller caller, Arguments arguments) {
        UserName user = caller.user();
        FenceShape shape = shape(arguments);
        Shapes.fault(shape).ifPresent(fault -> {
            throw RefusalException.malformed(fault);
        });
        Fence fence = new Fence(
                new FenceId(user, arguments.user("fence").value()),
                arguments.textIf("title").orElse(""),
                shape,
                arguments.tracks("tracks"),
                on(arguments),
                1000 * arguments.numberIf("dwell").orElse(DWELL_SECONDS_DEFAULT),
                arguments.numberIf("margin").orElse(MARGIN_METRES_DEFAULT),
                1000 * arguments.numberIf("settle").orElse(SETTLE_SECONDS_DEFAULT),
                arguments.conversation("tell"),
                caller.requestId().isTimeOrdered() ? caller.requestId().unixMillis() : clock.millis());
        Set<TrackName> concerned = new HashSet<>(fence.tracks());
        arguments.trackIf("around").ifPresent(concerned::add);
        return mayTell(fence.tell(), user)
                .thenCompose(may -> all(concerned, user))
                .thenCompose(may -> store.create(fence))
                .thenCompose(creation -> created(fence, creation));
    }

    private static FenceShape shape(Arguments arguments) {
        String kind = arguments.exactlyOne("centre", "polygon", "corridor", "around");
        if (kind.equals("polygon") == arguments.has("metres")) {
            throw RefusalException.malformed(
                    kind.equals("polygon") ? "metres does not go with polygon" : "metres is missing with " + kind);
        }
        return switch (kind) {
            case "centre" -> new FenceShape.Circle(arguments.place(kind), arguments.number("metres"));
            case "polygon" -> new FenceShape.Polygon(arguments.places(kind));
            case "corridor" -> new FenceShape.Corridor(arguments.places(kind), arguments.number("metres"));
            default -> around(arguments);
        };
    }

    private static FenceShape around(Arguments arguments) {
        TrackName centre = arguments.track("around");
        if (arguments.tracks("tracks").contains(centre)) {
            throw RefusalException.malformed("a track cannot be around itself: around must not be among tracks");
        }
        return new FenceShape.Around(centre, arguments.number("metres"));
    }

    private static Set<Crossing> on(Arguments arguments) {
        Set<Crossing> on = new HashSet<>();
        arguments.texts("on").forEach(code -> on.add(Crossing.ofCode(code).orElseThrow()));
        return on.isEmpty() ? Set.of(Crossing.ENTER, Crossing.EXIT) : on;
    }

    private CompletionStage<Boolean> mayTell(ConversationId tell, UserName user) {
        if (!tell.isGroup()) {
            return CompletableFuture.completedStage(true);
        }
        return groups.member(tell.group(), user).thenApply(member -> {
            if (member.filter(GroupMember::isMember).isEmpty()) {
                throw new RefusalException(Reason.NOT_ALLOWED, "you are not in " + tell.seenBy(user));
            }
            return true;
        });
    }

    private CompletionStage<Boolean> all(Set<TrackName> concerned, UserName user) {
        CompletionStage<Boolean> sum = CompletableFuture.completedStage(true);
        for (TrackName name : concerned) {
            sum = sum.thenCombine(access.seenExactly(name, user), (before, track) -> before);
        }
        return sum;
    }

    private CompletionStage<Reply> created(Fence fence, Creation creation) {
        return switch (creation) {
            case CREATED, KNOWN -> refreshed(fence);
            case CONFLICT ->
                store.find(fence.id())
                        .thenCompose(found -> found.filter(it -> isButForTime(it, fence))
                                .map(this::refreshed)
                                .orElseThrow(() -> new RefusalException(
                                        Reason.CONFLICT,
                                        "you have another fence " + fence.id().name())));
            case LIMIT_REACHED ->
                throw new RefusalException(
                        Reason.LIMIT_REACHED,
                        "a user has at most " + FenceStore.PER_USER_MAX + " fences, a track at most "
                                + FenceStore.PER_TRACK_MAX);
        };
    }

    private static boolean isButForTime(Fence one, Fence other) {
        return one.equals(new Fence(
                other.id(),
                other.title(),
                other.shape(),
                other.tracks(),
                other.on(),
                other.dwellMillis(),
                other.marginMetres(),
                other.settleMillis(),
                other.tell(),
                one.createdAt()));
    }

    /** Once its tracks' owners know. */
    private CompletionStage<Reply> refreshed(Fence fence) {
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (TrackName track : fence.tracks()) {
            all = all.thenCombine(tracks.refresh(track), (before, done) -> done);
        }
        return all.thenApply(done -> Reply.of(json -> write(json, fence)));
    }

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        return slice(caller.user(), page)
                .thenApply(slice -> Reply.of(json -> {
                    json.writeArrayFieldStart("fences");
                    for (Fence fence : slice.items()) {
                        json.writeStartObject();
                        write(json, fence);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    if (slice.next().isPresent()) {
                        Page.writeNext(json, slice.next().get());
                    }
                }));
    }

    private CompletionStage<Slice<Fence>> slice(UserName user, Page page) {
        try {
            return store.ofUser(user, page.limit(), page.after());
        } catch (IllegalArgumentException foreign) {
            throw Page.badCursor();
        }
    }

    private CompletionStage<Reply> delete(Caller caller, Arguments arguments) {
        FenceId id = new FenceId(caller.user(), arguments.user("fence").value());
        return store.find(id).thenCompose(found -> {
            Fence fence =
                    found.orElseThrow(() -> new RefusalException(Reason.NOT_FOUND, "you have no fence " + id.name()));
            return store.delete(fence).thenCompose(done -> refreshed(fence)).thenApply(done -> Reply.NOTHING);
        });
    }

    private static void write(JsonGenerator json, Fence fence) throws IOException {
        json.writeStringField("fence", fence.id().name());
        json.writeStringField("title", fence.title());
        writeShape(json, fence.shape());
        json.writeArrayFieldStart("tracks");
        for (TrackName track : fence.tracks()) {
            json.writeString(track.value());
        }
        json.writeEndArray();
        json.writeStringField("tell", fence.tell().seenBy(fence.id().owner()));
        json.writeArrayFieldStart("on");
        for (Crossing crossing : Crossing.values()) {
            if (fence.on().contains(crossing)) {
                json.writeString(crossing.code());
            }
        }
        json.writeEndArray();
        json.writeNumberField("dwell", fence.dwellMillis() / 1000);
        json.writeNumberField("margin", fence.marginMetres());
        json.writeNumberField("settle", fence.settleMillis() / 1000);
        json.writeNumberField("created", fence.createdAt());
    }

    private static void writeShape(JsonGenerator json, FenceShape shape) throws IOException {
        if (shape instanceof FenceShape.Circle circle) {
            json.writeFieldName("centre");
            write(json, circle.centre());
            json.writeNumberField("metres", circle.metres());
        } else if (shape instanceof FenceShape.Polygon polygon) {
            write(json, "polygon", polygon.ring());
        } else if (shape instanceof FenceShape.Corridor corridor) {
            write(json, "corridor", corridor.line());
            json.writeNumberField("metres", corridor.metres());
        } else if (shape instanceof FenceShape.Around around) {
            json.writeStringField("around", around.track().value());
            json.writeNumberField("metres", around.metres());
        }
    }

    private static void write(JsonGenerator json, String field, List<Position> places) throws IOException {
        json.writeArrayFieldStart(field);
        for (Position place : places) {
            write(json, place);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Position place) throws IOException {
        json.writeStartObject();
        json.writeNumberField("lat", place.lat());
        json.writeNumberField("lon", place.lon());
        json.writeEndObject();
    }
}
