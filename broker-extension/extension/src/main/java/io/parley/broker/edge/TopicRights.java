package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client may subscribe to: its own inbox, nothing else. A refusal concerns one filter and is a reason code in the
 * SUBACK (0x80 to MQTT 3); the connection stays. As for publishing, {@link Ingress} takes every packet before HiveMQ asks
 * here, so whatever is asked is refused.
 */
final class TopicRights implements SubscriptionAuthorizer, PublishAuthorizer {
    /** Different filters one connection may name in its life. */
    static final int FILTERS_MAX = 64;

    private final @Nullable UserName self;
    private final Set<String> filters = new HashSet<>();

    /** @param self null if nobody is signed in on this connection; then nothing is allowed */
    TopicRights(@Nullable UserName self) {
        this.self = self;
    }

    @Override
    public void authorizeSubscribe(SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        String filter = input.getSubscription().getTopicFilter();
        if (self == null || !Topics.isOwnInboxFilter(filter, self)) {
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

    private synchronized boolean mayName(String filter) {
        return filters.contains(filter) || (filters.size() < FILTERS_MAX && filters.add(filter));
    }

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        output.failAuthorization(AckReasonCode.NOT_AUTHORIZED, "not-allowed");
    }
}
