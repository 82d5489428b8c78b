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
import io.parley.broker.presence.Presences;
import io.parley.broker.storage.Presence;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions to {@code presence/{user}} of one connection. A user is claimed when {@link TopicRights} is asked, and
 * watched once the SUBACK leaves, since from then on what is sent finds its subscriber.
 *
 * <p>Interceptors of one client run on one thread; claims and {@link #close} may come from others, hence the lock.
 */
final class PresenceTopics
        implements SubscribeInboundInterceptor, SubackOutboundInterceptor, UnsubscribeInboundInterceptor {
    /** SUBSCRIBE packets without SUBACK; of a client that has more the surplus is answered with no news. */
    private static final int PENDING_MAX = 32;

    private final EndpointConnection connection;
    private final Presences presences;
    private final int watchedMax;

    private final Map<Integer, List<Optional<UserName>>> pending = new HashMap<>();
    private final Set<UserName> claimed = new HashSet<>();
    private final Set<UserName> watched = new HashSet<>();
    private Presences.@Nullable Watcher watcher;
    private boolean closed;

    PresenceTopics(EndpointConnection connection, Presences presences, int watchedMax) {
        this.connection = connection;
        this.presences = presences;
        this.watchedMax = watchedMax;
    }

    int watchedMax() {
        return watchedMax;
    }

    /** @return false if the connection watches as many others as it may */
    synchronized boolean claim(UserName user) {
        return claimed.contains(user) || (claimed.size() < watchedMax && claimed.add(user));
    }

    @Override
    public synchronized void onInboundSubscribe(SubscribeInboundInput input, SubscribeInboundOutput output) {
        List<Optional<UserName>> users = new ArrayList<>();
        boolean any = false;
        for (Subscription subscription : input.getSubscribePacket().getSubscriptions()) {
            Optional<UserName> user = Topics.presenceOf(subscription.getTopicFilter());
            users.add(user);
            any |= user.isPresent();
        }
        if (any && pending.size() < PENDING_MAX) {
            pending.put(input.getSubscribePacket().getPacketId(), users);
        }
    }

    @Override
    public synchronized void onOutboundSuback(SubackOutboundInput input, SubackOutboundOutput output) {
        List<Optional<UserName>> users = pending.remove(input.getSubackPacket().getPacketIdentifier());
        if (users == null || closed) {
            return;
        }
        List<SubackReasonCode> codes = input.getSubackPacket().getReasonCodes();
        for (int i = 0; i < Math.min(users.size(), codes.size()); i++) {
            UserName user = users.get(i).orElse(null);
            if (user == null) {
                continue;
            }
            if (isGranted(codes.get(i))) {
                watched.add(user);
                watcher().watch(user);
            } else if (!watched.contains(user)) {
                claimed.remove(user);
            }
        }
    }

    private static boolean isGranted(SubackReasonCode code) {
        return code == SubackReasonCode.GRANTED_QOS_0
                || code == SubackReasonCode.GRANTED_QOS_1
                || code == SubackReasonCode.GRANTED_QOS_2;
    }

    private Presences.Watcher watcher() {
        Presences.Watcher opened = watcher;
        if (opened == null) {
            opened = presences.open(connection.endpoint().user(), this::tell);
            watcher = opened;
        }
        return opened;
    }

    private void tell(UserName user, Presence presence) {
        connection.presence(user, presence);
    }

    @Override
    public synchronized void onInboundUnsubscribe(UnsubscribeInboundInput input, UnsubscribeInboundOutput output) {
        for (String filter : input.getUnsubscribePacket().getTopicFilters()) {
            Topics.presenceOf(filter).ifPresent(user -> {
                claimed.remove(user);
                if (watched.remove(user)) {
                    watcher().unwatch(user);
                }
            });
        }
    }

    synchronized void close() {
        closed = true;
        if (watcher != null) {
            watcher.close();
            watcher = null;
        }
    }
}
