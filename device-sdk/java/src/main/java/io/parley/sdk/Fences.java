package io.parley.sdk;

import io.parley.protocol.ConversationId;
import io.parley.protocol.TrackName;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.json.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fences: a conversation is told when tracks come into a place, leave it or stay, by a message of type {@link
 * io.parley.protocol.ContentTypes#FENCE}, each crossing once. All fail with {@link CallFailedException}: {@code malformed}
 * (a polygon that crosses itself), {@code not-allowed}, {@code limit-reached}, {@code conflict}, {@code not-found}.
 */
public final class Fences {
    private final Asking asking;

    Fences(Asking asking) {
        this.asking = asking;
    }

    /** Where a fence runs. Exactly one of the four makes one. */
    public record Shape(
            @Nullable Place centre,
            List<Place> polygon,
            List<Place> corridor,
            @Nullable TrackName around,
            long metres) {
        public Shape {
            polygon = List.copyOf(polygon);
            corridor = List.copyOf(corridor);
        }

        public static Shape circle(Place centre, long metres) {
            return new Shape(centre, List.of(), List.of(), null, metres);
        }

        /** @param ring 3 to 1,000 places; the last is joined to the first */
        public static Shape polygon(List<Place> ring) {
            return new Shape(null, ring, List.of(), null, 0);
        }

        /** @param line 2 to 1,000 places; so wide to each side */
        public static Shape corridor(List<Place> line, long metres) {
            return new Shape(null, List.of(), line, null, metres);
        }

        /** Goes where another track goes. */
        public static Shape around(TrackName track, long metres) {
            return new Shape(null, List.of(), List.of(), track, metres);
        }

        private JsonText into(JsonText json) {
            return json.and("centre", centre == null ? null : centre.toJson())
                    .and("polygon", polygon.isEmpty() ? null : Place.toJson(polygon))
                    .and("corridor", corridor.isEmpty() ? null : Place.toJson(corridor))
                    .and("around", around == null ? null : around.value())
                    .and("metres", metres == 0 ? null : metres);
        }

        private static Shape of(JsonObject it) {
            return new Shape(
                    it.object("centre").map(Place::of).orElse(null),
                    it.objects("polygon").stream().map(Place::of).toList(),
                    it.objects("corridor").stream().map(Place::of).toList(),
                    it.text("around").map(TrackName::new).orElse(null),
                    Math.round(it.decimal("metres", 0)));
        }
    }

    /** What a fence tells of, besides nothing. */
    public enum Crossing {
        ENTER("enter"),
        EXIT("exit"),
        DWELL("dwell");

        private final String code;

        Crossing(String code) {
            this.code = code;
        }
    }

    /**
     * When somebody is in and when out; what is null is as the server has it.
     *
     * @param dwell how long one has to stay for {@link Crossing#DWELL}
     * @param marginMetres so far inside one is in, so far outside one is out
     * @param settle so long nothing may say otherwise
     */
    public record Patience(
            @Nullable Duration dwell,
            @Nullable Long marginMetres,
            @Nullable Duration settle) {
        public static final Patience DEFAULT = new Patience(null, null, null);

        private static @Nullable Long seconds(@Nullable Duration time) {
            return time == null ? null : time.toSeconds();
        }
    }

    /** @param tell the conversation, as the own user sees it */
    public record Fence(String name, String title, Shape shape, List<TrackName> tracks, String tell) {
        public Fence {
            tracks = List.copyOf(tracks);
        }
    }

    /**
     * @param name among the own user's fences; the alphabet of users
     * @param tracks 1 to 50, which the own user sees exactly
     * @param tell where it is told, in the own user's name
     * @param on none: of {@link Crossing#ENTER} and {@link Crossing#EXIT}
     */
    public CompletionStage<Fence> create(
            String name, Shape shape, List<TrackName> tracks, ConversationId tell, List<Crossing> on) {
        return create(name, "", shape, tracks, tell, on, Patience.DEFAULT);
    }

    /** @param title as people call it; empty: it has no other name */
    public CompletionStage<Fence> create(
            String name,
            String title,
            Shape shape,
            List<TrackName> tracks,
            ConversationId tell,
            List<Crossing> on,
            Patience patience) {
        JsonText fields = JsonText.of("fence", name)
                .and("title", title.isEmpty() ? null : title)
                .and("tracks", tracks.stream().map(TrackName::value).toList())
                .and("tell", asking.seen(tell))
                .and("on", on.isEmpty() ? null : on.stream().map(it -> it.code).toList())
                .and("dwell", Patience.seconds(patience.dwell()))
                .and("margin", patience.marginMetres())
                .and("settle", Patience.seconds(patience.settle()));
        return asking.ask("fence/create", shape.into(fields), Fences::fence);
    }

    /** @param cursor of the page before; null: from the start */
    public CompletionStage<Page<Fence>> list(@Nullable String cursor) {
        return asking.ask(
                "fence/list",
                JsonText.of("cursor", cursor),
                page -> new Page<>(
                        page.objects("fences").stream().map(Fences::fence).toList(), page.text("next")));
    }

    public CompletionStage<Void> delete(String name) {
        return asking.tell("fence/delete", JsonText.of("fence", name));
    }

    private static Fence fence(JsonObject it) {
        return new Fence(
                it.text("fence").orElse(""),
                it.text("title").orElse(""),
                Shape.of(it),
                it.texts("tracks").stream().map(TrackName::new).toList(),
                it.text("tell").orElse(""));
    }
}
