package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import io.parley.broker.presence.PresenceRights;
import io.parley.protocol.OwnTracksTopic;
import io.parley.protocol.Refusal;
import io.parley.protocol.Topics;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What one client may subscribe to: its own inbox, {@code presence/{user}} of who lets it, and {@code
 * track/{track}/point} it may see; OwnTracks' filters too, which match nothing by themselves. A refusal
 * concerns one filter and is a reason code in the SUBACK (0x80 to MQTT 3); the connection stays. As for publishing, {@link
 * Ingress} takes every packet before HiveMQ asks here, so whatever is asked is refused.
 */
final class TopicRights implements SubscriptionAuthorizer, PublishAuthorizer {
    /** Different filters one connection may name in its life, those for presence apart. */
    static final int FILTERS_MAX = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final @Nullable Handshake handshake;
    private final PresenceRights presence;
    private final TrackRights tracks;
    private final Set<String> filters = new HashSet<>();

    /** Why a user may not watch a track; empty if they may. Fails as the stores do. */
    @FunctionalInterface
    interface TrackRights {
        CompletionStage<Optional<Refusal>> refusal(TrackName track, UserName user);
    }

    /** @param handshake null if nobody may do anything; likewise if nobody is signed in there */
    TopicRights(@Nullable Handshake handshake, PresenceRights presence, TrackRights tracks) {
        this.tracks = tracks;
        this.handshake = handshake;
        this.presence = presence;
    }

    @Override
    public void authorizeSubscribe(SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        String filter = input.getSubscription().getTopicFilter();
        SignedIn signedIn = handshake == null ? null : handshake.signedIn();
        Peer peer = handshake == null ? null : handshake.peer();
        UserName self = signedIn == null ? null : signedIn.endpoint().user();
        UserName watched = Topics.presenceOf(filter).orElse(null);
        TrackName track = Topics.pointOf(filter).orElse(null);
        if (peer != null && self != null && watched != null) {
            authorizePresence(peer.presence(), watched, self, output);
        } else if (peer != null && self != null && track != null) {
            authorizeTrack(peer.tracks().topics(), track, self, output);
        } else if (self == null || !(Topics.isOwnInboxFilter(filter, self) || isOwnTracks(filter))) {
            output.failAuthorization(
                    SubackReasonCode.NOT_AUTHORIZED,
                    "not-allowed: subscribe to " + (self == null ? "nothing" : Topics.inbox(self)) + ", not "
                            + Topics.quote(filter));
        } else if (!mayName(filter)) {
            output.failAuthorization(
                    SubackReasonCode.QUOTA_EXCEEDED, "at most " + FILTERS_MAX + " filters on one connection");
        } else {
            output.authorizeSuccessfully();
        }
    }

    /** Granted to all: nothing is distributed by the broker, and who subscribes so is sent only what they may see. */
    private static boolean isOwnTracks(String filter) {
        return filter.startsWith(OwnTracksTopic.ROOT) && filter.length() <= Topics.TOPIC_LENGTH_MAX;
    }

    private synchronized boolean mayName(String filter) {
        return filters.contains(filter) || (filters.size() < FILTERS_MAX && filters.add(filter));
    }

    /** Who may not see a user is told the same as who asks for one that does not exist. */
    private void authorizePresence(
            PresenceTopics topics, UserName watched, UserName self, SubscriptionAuthorizerOutput output) {
        if (!topics.claim(watched)) {
            output.failAuthorization(
                    SubackReasonCode.QUOTA_EXCEEDED,
                    "limit-reached: at most " + topics.watchedMax() + " users watched on one connection");
            return;
        }
        Async<SubscriptionAuthorizerOutput> async = output.async(PATIENCE, TimeoutFallback.FAILURE);
        presence.maySee(watched, self).whenComplete((may, failure) -> {
            if (async.getStatus() != Async.Status.RUNNING) {
                return;
            }
            if (failure != null) {
                async.getOutput().failAuthorization(SubackReasonCode.UNSPECIFIED_ERROR, "busy: the store is away");
            } else if (may) {
                async.getOutput().authorizeSuccessfully();
            } else {
                async.getOutput()
                        .failAuthorization(
                                SubackReasonCode.NOT_AUTHORIZED,
                                "not-allowed: " + watched + " does not let you see it");
            }
            async.resume();
        });
    }

    private void authorizeTrack(
            TrackTopics topics, TrackName track, UserName self, SubscriptionAuthorizerOutput output) {
        if (!topics.claim(track)) {
            output.failAuthorization(
                    SubackReasonCode.QUOTA_EXCEEDED, "limit-reached: this connection watches as many tracks as it may");
            return;
        }
        Async<SubscriptionAuthorizerOutput> async = output.async(PATIENCE, TimeoutFallback.FAILURE);
        tracks.refusal(track, self).whenComplete((refusal, failure) -> {
            if (async.getStatus() != Async.Status.RUNNING) {
                return;
            }
            if (failure != null) {
                async.getOutput().failAuthorization(SubackReasonCode.UNSPECIFIED_ERROR, "busy: the store is away");
            } else if (refusal.isPresent()) {
                async.getOutput()
                        .failAuthorization(
                                SubackReasonCode.NOT_AUTHORIZED, refusal.get().reasonString());
            } else {
                async.getOutput().authorizeSuccessfully();
            }
            async.resume();
        });
    }

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        output.failAuthorization(AckReasonCode.NOT_AUTHORIZED, "not-allowed");
    }
}
