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
import com.hivemq.extension.sdk.api.packets.subscribe.Subscription;
import io.parley.broker.delivery.Covered;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.Endpoints;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one connection, and the session that lives while one of them covers every chat, every group or every side log
 * of its user.
 *
 * <p>HiveMQ puts a subscription into force before it writes the SUBACK, and the SUBACK passes here on its way out: from
 * then on a delivery finds its subscriber. What a client asks between its SUBSCRIBE and that moment waits until then.
 *
 * <p>Interceptors of one client run on one thread; {@link #close} may come from another, hence the lock. It is held while
 * a session is told something, which only queues, so that opening, requests and closing keep their order.
 */
final class Inbox implements SubscribeInboundInterceptor, SubackOutboundInterceptor, UnsubscribeInboundInterceptor {
    /** SUBSCRIBE packets without SUBACK; a client that has more finds no session opened by the surplus ones. */
    private static final int PENDING_MAX = 32;
    /** Requests that wait for a SUBACK; more are run at once, without waiting. */
    private static final int DEFERRED_MAX = 16;

    private final EndpointConnection connection;
    private final Endpoints endpoints;

    /** Filters that cover all conversations of a kind, with the QoS granted. There are only a handful of such filters. */
    private final Map<String, Integer> covering = new HashMap<>();

    private final Map<Integer, List<String>> pending = new HashMap<>();
    private final List<Consumer<Endpoints.Session>> deferred = new ArrayList<>();
    private Endpoints.@Nullable Session session;
    /** What the session was last told of its subscriptions; none if it was told nothing, as one that syncs first. */
    private Covered told = Covered.NONE;

    private boolean closed;

    Inbox(EndpointConnection connection, Endpoints endpoints) {
        this.connection = connection;
        this.endpoints = endpoints;
    }

    /**
     * The kinds of which a filter matches every conversation of {@code self}: {@code inbox/{self}/chat/{peer}} for each
     * peer, {@code inbox/{self}/group/{group}}, {@code inbox/{self}/amend/{chat or group}/{name}}.
     */
    static Covered covered(String filter, UserName self) {
        String own = "inbox/" + self + "/";
        if (!filter.startsWith(own)) {
            return Covered.NONE;
        }
        return switch (filter.substring(own.length())) {
            case "#", "+/#", "+/+/#" -> Covered.ALL;
            case "+/+" -> new Covered(true, true, false);
            case "chat/#", "chat/+", "chat/+/#" -> new Covered(true, false, false);
            case "group/#", "group/+", "group/+/#" -> new Covered(false, true, false);
            case "amend/#", "amend/+/#", "amend/+/+", "amend/+/+/#", "+/+/+", "+/+/+/#" ->
                new Covered(false, false, true);
            default -> Covered.NONE;
        };
    }

    private boolean covers(String filter) {
        return !covered(filter, connection.endpoint().user()).equals(Covered.NONE);
    }

    @Override
    public synchronized void onInboundSubscribe(SubscribeInboundInput input, SubscribeInboundOutput output) {
        List<Subscription> asked = input.getSubscribePacket().getSubscriptions();
        List<String> filters = new ArrayList<>(asked.size());
        boolean covers = false;
        for (Subscription subscription : asked) {
            filters.add(subscription.getTopicFilter());
            covers |= covers(subscription.getTopicFilter());
        }
        if (covers && pending.size() < PENDING_MAX) {
            pending.put(input.getSubscribePacket().getPacketId(), filters);
        }
    }

    @Override
    public synchronized void onOutboundSuback(SubackOutboundInput input, SubackOutboundOutput output) {
        List<String> filters = pending.remove(input.getSubackPacket().getPacketIdentifier());
        if (filters == null || closed) {
            return;
        }
        List<SubackReasonCode> codes = input.getSubackPacket().getReasonCodes();
        for (int i = 0; i < Math.min(filters.size(), codes.size()); i++) {
            int granted = grantedQos(codes.get(i));
            if (granted >= 0 && covers(filters.get(i))) {
                covering.put(filters.get(i), granted);
            }
        }
        if (!covering.isEmpty()) {
            open();
        }
        if (pending.isEmpty()) {
            runDeferred();
        }
    }

    private static int grantedQos(SubackReasonCode code) {
        return switch (code) {
            case GRANTED_QOS_0 -> 0;
            case GRANTED_QOS_1 -> 1;
            case GRANTED_QOS_2 -> 2;
            default -> -1;
        };
    }

    @Override
    public synchronized void onInboundUnsubscribe(UnsubscribeInboundInput input, UnsubscribeInboundOutput output) {
        boolean changed = false;
        for (String filter : input.getUnsubscribePacket().getTopicFilters()) {
            changed |= covering.remove(filter) != null;
        }
        if (changed && covering.isEmpty()) {
            endSession();
        } else if (changed) {
            trackQos();
            trackKinds();
        }
    }

    /**
     * Runs {@code request} with the session: at once if there is one; after the SUBACK if one is under way; otherwise a
     * session is opened for it, since an endpoint that asks to sync wants what follows.
     */
    synchronized void withSession(Consumer<Endpoints.Session> request) {
        if (closed) {
            return;
        }
        if (session == null && !pending.isEmpty() && deferred.size() < DEFERRED_MAX) {
            deferred.add(request);
        } else {
            request.accept(open());
        }
    }

    /** A receipt counts only from an endpoint that has, or is about to have, a session. */
    synchronized boolean isOpen() {
        return session != null || !pending.isEmpty();
    }

    synchronized Endpoints.@Nullable Session session() {
        return session;
    }

    private Endpoints.Session open() {
        trackQos();
        Endpoints.Session opened = session;
        if (opened == null) {
            opened = endpoints.open(connection.endpoint(), connection.kind(), connection);
            session = opened;
        }
        trackKinds();
        return opened;
    }

    private void trackKinds() {
        Covered kinds = Covered.NONE;
        for (String filter : covering.keySet()) {
            kinds = kinds.and(covered(filter, connection.endpoint().user()));
        }
        if (session != null && !kinds.equals(told)) {
            told = kinds;
            session.cover(kinds);
        }
    }

    /** The broker sends with the highest QoS of all matching subscriptions. */
    private void trackQos() {
        int qos = 0;
        for (int granted : covering.values()) {
            qos = Math.max(qos, granted);
        }
        boolean noPuback = connection.kind() == EndpointKind.PLAIN && qos == 0;
        connection.onUnacknowledged(
                noPuback
                        ? delivery -> {
                            Endpoints.Session current = session();
                            if (current != null) {
                                current.acknowledged(
                                        delivery.conversation(),
                                        delivery.message().seq());
                            }
                        }
                        : null);
    }

    private void runDeferred() {
        if (!deferred.isEmpty()) {
            Endpoints.Session opened = open();
            deferred.forEach(request -> request.accept(opened));
            deferred.clear();
        }
    }

    private void endSession() {
        if (session != null) {
            session.close();
            session = null;
            told = Covered.NONE;
        }
    }

    synchronized void close() {
        closed = true;
        deferred.clear();
        pending.clear();
        endSession();
    }
}
