package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.interceptor.puback.PubackInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackInboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.broker.edge.PointSlot.Offer;
import io.parley.broker.location.LocationRoom;
import io.parley.broker.location.Need;
import io.parley.broker.location.Viewer;
import io.parley.protocol.Content;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.TrackEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is shown of tracks: at most one point of each on its way, the newest waiting behind it.
 *
 * <p>When is a point taken? With QoS 1, when the client's PUBACK is here. With QoS 0 there is none; but HiveMQ hands a packet
 * to the outbound interceptor only once the client's channel had room ({@code PublishFlushHandler} stops at 64 KiB that the
 * socket would not take), so what the interceptor has seen has left, and what it has not is still waiting. The interceptor is
 * there only for connections that watch tracks.
 *
 * <p>Hubs, interceptors and {@link #close} come from different threads, hence the lock; it is not held while something is sent.
 */
final class TrackTopics implements Viewer, PublishOutboundInterceptor, PubackInboundInterceptor {
    /** Packet ids are 16 bits and HiveMQ's window is far smaller; past this something is wrong, and we start over. */
    private static final int PENDING_MAX = 4_096;

    private final EndpointConnection connection;
    private final LocationRoom room;
    private final LongSupplier nanoTime;

    /** By topic. */
    private final Map<String, PointSlot> slots = new HashMap<>();
    /** Topics on which the points of a track go to this client. */
    private final Map<TrackName, Set<String>> topics = new HashMap<>();

    private final Map<Integer, PointSlot> unacknowledged = new HashMap<>();
    private final Set<TrackName> claimed = new HashSet<>();
    private @Nullable ClientContext context;
    private boolean intercepts;
    private boolean closed;

    TrackTopics(EndpointConnection connection, LocationRoom room, LongSupplier nanoTime) {
        this.connection = connection;
        this.room = room;
        this.nanoTime = nanoTime;
    }

    synchronized void begin(ClientContext client) {
        context = client;
    }

    @Override
    public UserName user() {
        return connection.endpoint().user();
    }

    /** @return false if the connection watches as many tracks as it may */
    synchronized boolean claim(TrackName track) {
        return claimed.contains(track) || (claimed.size() < room.settings().watchedMax() && claimed.add(track));
    }

    synchronized void unclaim(TrackName track) {
        if (!topics.containsKey(track)) {
            claimed.remove(track);
        }
    }

    /** The client has subscribed: it is shown the track on that topic. */
    void watch(TrackName track, String topic, Need need) {
        synchronized (this) {
            if (closed) {
                return;
            }
            topics.computeIfAbsent(track, none -> new HashSet<>()).add(topic);
            slots.putIfAbsent(
                    topic, new PointSlot(topic, room.settings().takenMax().toNanos()));
            if (!intercepts && context != null) {
                context.addPublishOutboundInterceptor(this);
                context.addPubackInboundInterceptor(this);
                intercepts = true;
            }
        }
        room.tracks().watch(track, this, need);
    }

    void unwatch(TrackName track, String topic) {
        synchronized (this) {
            slots.remove(topic);
            Set<String> left = topics.get(track);
            if (left == null || !left.remove(topic) || !left.isEmpty()) {
                return;
            }
            topics.remove(track);
            claimed.remove(track);
        }
        room.tracks().unwatch(track, this);
    }

    synchronized boolean isWatched(TrackName track, String topic) {
        return topics.getOrDefault(track, Set.of()).contains(topic);
    }

    @Override
    public void show(TrackName track, Content point) {
        List<PointSlot> free = new ArrayList<>(1);
        synchronized (this) {
            long now = nanoTime.getAsLong();
            for (String topic : topics.getOrDefault(track, Set.of())) {
                PointSlot slot = slots.get(topic);
                Offer offer = slot == null ? Offer.WAITS : slot.offer(point, now);
                if (offer == Offer.SEND) {
                    free.add(slot);
                } else if (offer == Offer.REPLACES) {
                    room.observer().skipped();
                }
            }
        }
        free.forEach(slot -> send(slot, point));
    }

    private void send(PointSlot slot, Content point) {
        room.observer().shown();
        connection.point(slot.topic(), point, sent -> {
            if (sent != Wire.Sent.QUEUED) {
                taken(slot);
            }
        });
    }

    private void taken(PointSlot slot) {
        Content next;
        synchronized (this) {
            next = slot.taken(nanoTime.getAsLong());
        }
        if (next != null) {
            send(slot, next);
        }
    }

    @Override
    public void over(TrackName track) {
        synchronized (this) {
            for (String topic : topics.getOrDefault(track, Set.of())) {
                PointSlot slot = slots.get(topic);
                if (slot != null) {
                    slot.drop();
                }
            }
        }
        connection.event(
                TrackEvent.KIND, "application/json", TrackEvent.ended(track).toJson());
    }

    @Override
    public void onOutboundPublish(PublishOutboundInput input, PublishOutboundOutput output) {
        PublishPacket packet = input.getPublishPacket();
        PointSlot slot;
        synchronized (this) {
            slot = slots.get(packet.getTopic());
            if (slot == null) {
                return;
            }
            if (packet.getQos() != Qos.AT_MOST_ONCE) {
                if (unacknowledged.size() >= PENDING_MAX) {
                    unacknowledged.clear();
                }
                unacknowledged.put(packet.getPacketId(), slot);
                return;
            }
        }
        taken(slot);
    }

    @Override
    public void onInboundPuback(PubackInboundInput input, PubackInboundOutput output) {
        PointSlot slot;
        synchronized (this) {
            slot = unacknowledged.remove(input.getPubackPacket().getPacketIdentifier());
        }
        if (slot != null) {
            taken(slot);
        }
    }

    void close() {
        Set<TrackName> watched;
        synchronized (this) {
            closed = true;
            watched = Set.copyOf(topics.keySet());
            topics.clear();
            slots.clear();
            unacknowledged.clear();
        }
        watched.forEach(track -> room.tracks().unwatch(track, this));
    }
}
