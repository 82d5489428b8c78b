package io.parley.sdk.internal.transport;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Topics;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.CountsEvent;
import io.parley.protocol.json.LocationPoint;
import io.parley.protocol.json.TrackEvent;
import io.parley.protocol.json.TypingEvent;
import io.parley.protocol.json.UnreadEvent;
import io.parley.sdk.Cleared;
import io.parley.sdk.Counts;
import io.parley.sdk.Hidden;
import io.parley.sdk.Membership;
import io.parley.sdk.Presence;
import io.parley.sdk.ProfileChanged;
import io.parley.sdk.Profiles;
import io.parley.sdk.Scheduled;
import io.parley.sdk.TrackChanged;
import io.parley.sdk.Typing;
import io.parley.sdk.Unread;
import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.store.Arrangement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server tells in passing, docs/protocol.md "Events". Part of {@link Wire}. Pure. */
final class WireEvents {
    private final UserName me;

    WireEvents(UserName me) {
        this.me = me;
    }

    /** @return empty if it is nothing this version knows */
    Optional<Input> read(String kind, Delivery delivery) throws BadBodyException {
        return switch (kind) {
            case "event/unread" -> Optional.of(unread(Bodies.readUnreadEvent(delivery.payload())));
            case "event/counts" -> counts(Bodies.readCountsEvent(delivery.payload()));
            case "event/typing" -> typing(Bodies.readTypingEvent(delivery.payload()));
            case "event/membership" ->
                conversation(JsonObject.parse(delivery.payload())).map(it -> new Input.Passed(new Membership(it)));
            case "event/hidden" -> hidden(JsonObject.parse(delivery.payload()));
            case "event/scheduled" -> scheduled(JsonObject.parse(delivery.payload()));
            case "event/profile" -> profile(JsonObject.parse(delivery.payload()));
            case "event/track" -> Optional.of(track(TrackEvent.parse(delivery.payload())));
            case "event/conversation" -> arranged(JsonObject.parse(delivery.payload()));
            default -> Optional.empty();
        };
    }

    private Optional<ConversationId> conversation(JsonObject body) {
        return body.text("conversation").flatMap(this::conversation);
    }

    private Optional<ConversationId> conversation(String seen) {
        return ConversationId.parse(seen, me).filter(it -> !it.isAmendments());
    }

    private Input unread(UnreadEvent event) {
        Map<ConversationId, Long> changed = new HashMap<>();
        event.unread().forEach((seen, count) -> conversation(seen).ifPresent(id -> changed.put(id, count)));
        return new Input.UnreadTold(new Unread(event.total(), changed));
    }

    private Optional<Input> counts(CountsEvent event) {
        return conversation(event.conversation())
                .filter(ConversationId::isGroup)
                .map(id -> new Input.CountsTold(new Counts(id, event.of(), event.counts())));
    }

    private Optional<Input> typing(TypingEvent event) {
        return conversation(event.conversation())
                .map(id -> new Input.Passed(new Typing(id, event.user(), event.typing())));
    }

    private Optional<Input> hidden(JsonObject body) {
        return conversation(body).map(id -> new Input.HiddenTold(new Hidden(id, body.numbers("seqs"))));
    }

    private static Input track(TrackEvent event) {
        long periodMillis = Math.max(0, Math.round(1_000 * event.periodSeconds()));
        return new Input.TrackTold(
                new TrackChanged(event.track(), event.state(), Duration.ofMillis(periodMillis), event.reason()));
    }

    Optional<Input> point(Delivery delivery) throws BadBodyException {
        Optional<TrackName> track = Topics.pointOf(delivery.topic());
        return track.isEmpty()
                ? Optional.empty()
                : Optional.of(new Input.PointCame(track.get(), LocationPoint.parse(delivery.payload())));
    }

    private Optional<Input> scheduled(JsonObject body) {
        MessageId id = MessageId.parse(body.text("id").orElse(""));
        return conversation(body)
                .map(it -> new Input.Passed(new Scheduled(
                        id,
                        it,
                        body.text("status").orElse(""),
                        body.number("seq", 0),
                        body.text("reason").orElse(""))));
    }

    private static Optional<Input> profile(JsonObject body) {
        return body.text("user")
                .flatMap(UserName::parse)
                .map(user -> new Input.Passed(new ProfileChanged(new Profiles.Profile(
                        user,
                        body.text("name").orElse(""),
                        body.text("picture").orElse(""),
                        body.text("note").orElse("")))));
    }

    private Optional<Input> arranged(JsonObject body) {
        Optional<ConversationId> conversation = conversation(body);
        if (body.has("cleared")) {
            return conversation.map(id -> new Input.ClearedTold(new Cleared(id, body.number("cleared", 0))));
        }
        return conversation.map(id -> new Input.Arranged(
                id,
                new Arrangement(
                        null,
                        flag(body, "pinned"),
                        body.has("mutedUntil") ? (Long) body.number("mutedUntil", 0) : null,
                        flag(body, "archived"),
                        flag(body, "markedUnread"),
                        body.text("draft").orElse(null))));
    }

    private static @Nullable Boolean flag(JsonObject body, String field) {
        return body.has(field) ? (Boolean) body.flag(field) : null;
    }

    Optional<Input> presence(Delivery delivery) throws BadBodyException {
        Optional<UserName> user = Topics.presenceOf(delivery.topic());
        if (user.isEmpty()) {
            return Optional.empty();
        }
        JsonObject body = JsonObject.parse(delivery.payload());
        long seen = body.number("lastSeen", 0);
        Instant lastSeen = seen == 0 ? null : Instant.ofEpochMilli(seen);
        return Optional.of(new Input.Passed(new Presence(user.get(), body.flag("online"), lastSeen)));
    }
}
