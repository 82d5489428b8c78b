package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import org.jspecify.annotations.Nullable;

/** A PUBACK (or PUBREC, or nothing for QoS 0) that is being withheld. Answered exactly once, from any thread. */
@FunctionalInterface
interface Puback {
    /** @param reasonString null with SUCCESS */
    void answer(AckReasonCode code, @Nullable String reasonString);
}
