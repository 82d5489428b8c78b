package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.broker.api.RefusalException;
import io.parley.broker.location.LocationRoom;
import io.parley.broker.location.Publication;
import io.parley.broker.storage.StorageException;
import io.parley.protocol.Content;
import io.parley.protocol.OwnTracksTopic;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.LocationPoint;
import io.parley.protocol.json.OwnTracksType;
import io.parley.protocol.json.TrackEvent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The positions one client publishes, to {@code track/{track}/point} and as OwnTracks does. The first point to a track waits
 * until its owner says yes; those that follow are handed over without waiting.
 *
 * <p>A no is the PUBACK's where there is one that can say it. MQTT 3 knows no other no than to hang up, on which a phone
 * comes back with the same point for ever; there, and with QoS 0, it is an event.
 *
 * <p>Called on the client's extension thread; owners answer on any.
 */
final class TrackPublishing {
    private final EndpointConnection connection;
    private final LocationRoom room;
    private final boolean mqtt5;
    private final int controlBytesMax;
    private final Map<TrackName, Publication> publications = new ConcurrentHashMap<>();
    private final Map<OwnTracksTopic, TrackName> devices = new ConcurrentHashMap<>();
    private volatile boolean closed;

    TrackPublishing(EndpointConnection connection, LocationRoom room, boolean mqtt5, int controlBytesMax) {
        this.connection = connection;
        this.room = room;
        this.mqtt5 = mqtt5;
        this.controlBytesMax = controlBytesMax;
    }

    /** How one PUBLISH is answered. */
    interface Reply {
        void now(@Nullable Refusal refusal);

        /** Holds the PUBACK, and the client's next packets, until the result is told. */
        Consumer<@Nullable Refusal> later();
    }

    void point(TrackName track, PublishPacket packet, Reply reply) {
        Content body;
        LocationPoint point;
        try {
            body = body(packet, LocationPoint.BYTES_MAX);
            point = LocationPoint.parse(body.toBytes());
        } catch (RefusalException tooLarge) {
            reply.now(told(track, packet, tooLarge.refusal()));
            return;
        } catch (BadBodyException bad) {
            reply.now(told(track, packet, new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage()))));
            return;
        }
        send(track, packet, point, body, reply);
    }

    private void send(TrackName track, PublishPacket packet, LocationPoint point, Content body, Reply reply) {
        Publication known = publications.get(track);
        if (known != null && known.isOpen()) {
            known.send(point, body);
            reply.now(null);
            return;
        }
        if (known == null && !hasRoom()) {
            reply.now(told(track, packet, tooMany()));
            return;
        }
        Consumer<@Nullable Refusal> answer = reply.later();
        Publication opened = open(track);
        opened.admitted().thenAccept(refusal -> {
            if (refusal.isEmpty()) {
                opened.send(point, body);
                answer.accept(null);
            } else {
                publications.remove(track, opened);
                answer.accept(told(track, packet, refusal.get()));
            }
        });
    }

    private Refusal tooMany() {
        int most = room.settings().publishedMax();
        return new Refusal(Reason.LIMIT_REACHED, "at most " + most + " tracks published on one connection");
    }

    private boolean hasRoom() {
        if (publications.size() >= room.settings().publishedMax()) {
            publications.values().removeIf(publication -> !publication.isOpen());
        }
        return publications.size() < room.settings().publishedMax();
    }

    private Publication open(TrackName track) {
        Publication opened = room.tracks().publish(track, self(), connection.number(), new Publication.Listener() {
            @Override
            public void period(long millis) {
                tell(TrackEvent.period(track, millis));
            }

            @Override
            public void refused(Refusal refusal) {
                tell(
                        refusal.reason() == Reason.ENDED
                                ? TrackEvent.ended(track)
                                : TrackEvent.refused(track, refusal.reason().code(), refusal.detail()));
            }
        });
        publications.put(track, opened);
        if (closed) {
            opened.close();
        }
        return opened;
    }

    private UserName self() {
        return connection.endpoint().user();
    }

    private void tell(TrackEvent event) {
        connection.event(TrackEvent.KIND, "application/json", event.toJson());
    }

    /** @return what the PUBACK says, null if it cannot say it and it was told otherwise */
    private @Nullable Refusal told(TrackName track, PublishPacket packet, Refusal refusal) {
        room.observer().refused(refusal.reason());
        if (mqtt5 && packet.getQos() != Qos.AT_MOST_ONCE) {
            return refusal;
        }
        tell(TrackEvent.refused(track, refusal.reason().code(), refusal.detail()));
        return mqtt5 ? refusal : null;
    }

    /** Positions go to the device's track; what else an app says is accepted, and concerns nobody here. */
    void ownTracks(OwnTracksTopic topic, PublishPacket packet, Reply reply) {
        TrackName label = topic.track().orElse(null);
        if (label == null || !topic.user().equals(self())) {
            Refusal refusal = label == null
                    ? new Refusal(Reason.BAD_TOPIC, "user and device are too long together")
                    : new Refusal(Reason.NOT_ALLOWED, "publish to owntracks/" + self() + "/{device}");
            room.observer().refused(refusal.reason());
            reply.now(label == null ? (mqtt5 ? refusal : null) : told(label, packet, refusal));
            return;
        }
        LocationPoint point;
        Content body;
        try {
            body = body(packet, controlBytesMax);
            point = position(topic, body);
        } catch (RefusalException tooLarge) {
            reply.now(told(label, packet, tooLarge.refusal()));
            return;
        } catch (BadBodyException bad) {
            reply.now(told(label, packet, new Refusal(Reason.MALFORMED, String.valueOf(bad.getMessage()))));
            return;
        }
        if (point == null) {
            reply.now(null);
            return;
        }
        TrackName track = devices.get(topic);
        if (track != null) {
            send(track, packet, point, body, reply);
        } else {
            sendFirst(topic, label, packet, point, body, reply);
        }
    }

    /** Null for what is no position. An app takes its retained ones back by an empty body. */
    private static @Nullable LocationPoint position(OwnTracksTopic topic, Content body) throws BadBodyException {
        if (body.size() == 0) {
            return null;
        }
        byte[] bytes = body.toBytes();
        boolean isPosition = OwnTracksType.of(bytes).equals(LocationPoint.TYPE)
                && topic.part().isEmpty();
        return isPosition ? LocationPoint.parse(bytes) : null;
    }

    private void sendFirst(
            OwnTracksTopic topic,
            TrackName label,
            PublishPacket packet,
            LocationPoint point,
            Content body,
            Reply reply) {
        if (devices.size() >= room.settings().publishedMax()) {
            reply.now(told(label, packet, tooMany()));
            return;
        }
        Consumer<@Nullable Refusal> answer = reply.later();
        Reply held = new Reply() {
            @Override
            public void now(@Nullable Refusal refusal) {
                answer.accept(refusal);
            }

            @Override
            public Consumer<@Nullable Refusal> later() {
                return answer;
            }
        };
        room.devices().of(topic).whenComplete((track, failure) -> {
            if (failure == null) {
                devices.put(topic, track);
                send(track, packet, point, body, held);
            } else {
                answer.accept(told(label, packet, refusal(failure)));
            }
        });
    }

    private static Refusal refusal(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RefusalException refused) {
            return refused.refusal();
        }
        return cause instanceof StorageException
                ? new Refusal(Reason.BUSY, "the store is away, try again")
                : new Refusal(Reason.UNKNOWN_OUTCOME, "no answer in time, send it again");
    }

    private static Content body(PublishPacket packet, int bytesMax) {
        Optional<ByteBuffer> payload = packet.getPayload();
        int size = payload.isEmpty() ? 0 : payload.get().remaining();
        if (size > bytesMax) {
            throw new RefusalException(Reason.TOO_LARGE, "body has " + size + " bytes, at most " + bytesMax);
        }
        return payload.map(Content::copyOf).orElse(Content.EMPTY);
    }

    void close() {
        closed = true;
        publications.values().forEach(Publication::close);
    }
}
