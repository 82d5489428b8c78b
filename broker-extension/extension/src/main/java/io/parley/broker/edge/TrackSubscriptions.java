package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.interceptor.suback.SubackOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.suback.parameter.SubackOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.suback.parameter.SubackOutboundOutput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.SubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.UnsubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.parameter.UnsubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.unsubscribe.parameter.UnsubscribeInboundOutput;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubscribePacket;
import com.hivemq.extension.sdk.api.packets.subscribe.Subscription;
import io.parley.broker.location.Need;
import io.parley.protocol.OwnTracksTopic;
import io.parley.protocol.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subscriptions of one connection to {@code track/{track}/point} and to OwnTracks' topics. {@link TopicRights} has said
 * yes to each; what is watched begins when the SUBACK leaves, since from then on what is sent finds its subscriber.
 *
 * <p>Interceptors of one client run on one thread, {@link #close} on another, hence the lock.
 */
final class TrackSubscriptions
        implements SubscribeInboundInterceptor, SubackOutboundInterceptor, UnsubscribeInboundInterceptor {
    /** SUBSCRIBE packets without SUBACK; of a client that has more the surplus is shown nothing. */
    private static final int PENDING_MAX = 32;
    /** User property of a SUBSCRIBE: how closely its tracks are looked at. */
    private static final String NEED = "need";

    private final TrackTopics topics;
    private final OwnTracksFriends friends;
    private final Map<Integer, Asked> pending = new HashMap<>();

    TrackSubscriptions(TrackTopics topics, OwnTracksFriends friends) {
        this.topics = topics;
        this.friends = friends;
    }

    private record Asked(List<String> filters, Need need) {}

    private static boolean concernsTracks(String filter) {
        return filter.startsWith(Topics.TRACK) || filter.startsWith(OwnTracksTopic.ROOT);
    }

    @Override
    public synchronized void onInboundSubscribe(SubscribeInboundInput input, SubscribeInboundOutput output) {
        SubscribePacket packet = input.getSubscribePacket();
        List<String> filters = new ArrayList<>();
        boolean any = false;
        for (Subscription subscription : packet.getSubscriptions()) {
            filters.add(subscription.getTopicFilter());
            any |= concernsTracks(subscription.getTopicFilter());
        }
        if (any && pending.size() < PENDING_MAX) {
            Need need = packet.getUserProperties()
                    .getFirst(NEED)
                    .flatMap(Need::ofCode)
                    .orElse(Need.CLOSE);
            pending.put(packet.getPacketId(), new Asked(filters, need));
        }
    }

    @Override
    public void onOutboundSuback(SubackOutboundInput input, SubackOutboundOutput output) {
        Asked asked;
        synchronized (this) {
            asked = pending.remove(input.getSubackPacket().getPacketIdentifier());
        }
        if (asked == null) {
            return;
        }
        List<SubackReasonCode> codes = input.getSubackPacket().getReasonCodes();
        for (int i = 0; i < Math.min(asked.filters().size(), codes.size()); i++) {
            answered(asked.filters().get(i), isGranted(codes.get(i)), asked.need());
        }
    }

    private static boolean isGranted(SubackReasonCode code) {
        return code == SubackReasonCode.GRANTED_QOS_0
                || code == SubackReasonCode.GRANTED_QOS_1
                || code == SubackReasonCode.GRANTED_QOS_2;
    }

    private void answered(String filter, boolean granted, Need need) {
        Topics.pointOf(filter).ifPresent(track -> {
            if (granted) {
                topics.watch(track, filter, need);
            } else {
                topics.unclaim(track);
            }
        });
        if (granted && filter.startsWith(OwnTracksTopic.ROOT)) {
            friends.add(filter);
        }
    }

    @Override
    public void onInboundUnsubscribe(UnsubscribeInboundInput input, UnsubscribeInboundOutput output) {
        for (String filter : input.getUnsubscribePacket().getTopicFilters()) {
            Topics.pointOf(filter).ifPresent(track -> topics.unwatch(track, filter));
            friends.remove(filter);
        }
    }
}
