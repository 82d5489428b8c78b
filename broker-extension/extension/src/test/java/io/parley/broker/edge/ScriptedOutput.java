package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.ModifiablePublishPacket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one PUBLISH: its PUBACK, and whether that is withheld. */
final class ScriptedOutput implements PublishInboundOutput {
    @Nullable AckReasonCode puback;

    boolean withheld;

    @Override
    public ModifiablePublishPacket getPublishPacket() {
        throw new UnsupportedOperationException("nobody changes a packet");
    }

    @Override
    public void preventPublishDelivery() {
        preventPublishDelivery(AckReasonCode.SUCCESS);
    }

    @Override
    public void preventPublishDelivery(AckReasonCode code) {
        puback = code;
    }

    @Override
    public void preventPublishDelivery(AckReasonCode code, @Nullable String reason) {
        puback = code;
    }

    @Override
    public Async<PublishInboundOutput> async(
            Duration timeout, TimeoutFallback fallback, AckReasonCode code, String reason) {
        withheld = true;
        return new Async<>() {
            @Override
            public void resume() {
                withheld = false;
            }

            @Override
            public PublishInboundOutput getOutput() {
                return ScriptedOutput.this;
            }

            @Override
            public Status getStatus() {
                return withheld ? Status.RUNNING : Status.DONE;
            }
        };
    }

    @Override
    public Async<PublishInboundOutput> async(Duration timeout, TimeoutFallback fallback, AckReasonCode code) {
        return async(timeout, fallback, code, "");
    }

    @Override
    public Async<PublishInboundOutput> async(Duration timeout, TimeoutFallback fallback) {
        return async(timeout, fallback, AckReasonCode.SUCCESS, "");
    }

    @Override
    public Async<PublishInboundOutput> async(Duration timeout) {
        return async(timeout, TimeoutFallback.FAILURE);
    }
}
