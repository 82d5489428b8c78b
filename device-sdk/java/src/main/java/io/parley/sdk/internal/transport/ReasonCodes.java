package io.parley.sdk.internal.transport;

import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;

/** CONNACK reason codes of MQTT 5 (table 3-1) as they show in Paho's exceptions. */
final class ReasonCodes {
    /**
     * Those no repeat will change. Not 0x87, not authorized: a broker whose extension is still starting says that too.
     */
    private static final Map<Integer, String> FINAL = Map.of(
            0x84, "the server does not speak MQTT 5",
            0x85, "the endpoint name is not accepted",
            0x86, "wrong user name or password",
            0x8A, "this client is banned",
            0x8C, "the way to sign in is not supported");

    private static final Map<Integer, String> PASSING = Map.of(
            0x87, "not authorized",
            0x88, "the server is unavailable",
            0x89, "the server is busy",
            0x97, "quota exceeded",
            0x9F, "too many attempts");

    private ReasonCodes() {}

    static boolean isFinal(int code) {
        return FINAL.containsKey(code);
    }

    static String describe(MqttException e) {
        String known = FINAL.getOrDefault(e.getReasonCode(), PASSING.get(e.getReasonCode()));
        if (known != null) {
            return known;
        }
        Throwable cause = e.getCause();
        return cause != null ? cause.toString() : "MQTT reason " + e.getReasonCode() + ", " + e.getMessage();
    }
}
