package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.parley.protocol.Reason;

/** The reason codes of {@link Reason#mqttCode()} as HiveMQ names them. */
final class MqttCodes {
    private static final AckReasonCode[] PUBACK = new AckReasonCode[Reason.values().length];

    static {
        for (Reason reason : Reason.values()) {
            PUBACK[reason.ordinal()] = of(reason.mqttCode());
        }
    }

    private MqttCodes() {}

    static AckReasonCode puback(Reason reason) {
        return PUBACK[reason.ordinal()];
    }

    /** MQTT 5 table 3-4. */
    private static AckReasonCode of(int code) {
        return switch (code) {
            case 0x80 -> AckReasonCode.UNSPECIFIED_ERROR;
            case 0x83 -> AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
            case 0x87 -> AckReasonCode.NOT_AUTHORIZED;
            case 0x90 -> AckReasonCode.TOPIC_NAME_INVALID;
            case 0x97 -> AckReasonCode.QUOTA_EXCEEDED;
            case 0x99 -> AckReasonCode.PAYLOAD_FORMAT_INVALID;
            default -> throw new IllegalArgumentException("no PUBACK has reason code 0x" + Integer.toHexString(code));
        };
    }
}
