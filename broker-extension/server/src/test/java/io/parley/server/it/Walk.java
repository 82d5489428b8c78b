package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Positions of somebody who walks: each a second later and some metres farther than the one before. */
final class Walk {
    private static final AtomicLong NAMES = new AtomicLong(new Random().nextInt(1_000_000));

    private final long start = System.currentTimeMillis() / 1_000 - 3_600;
    private int steps;

    /** A track name nobody else uses. */
    static String name(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    /** The next position, labelled with its number. */
    String step() {
        steps++;
        return String.format(
                Locale.ROOT,
                "{\"_type\":\"location\",\"lat\":%.5f,\"lon\":9.52090,\"tst\":%d,\"acc\":5,\"tid\":\"s%d\"}",
                47.14110 + steps * 0.00001,
                start + steps,
                steps);
    }

    static String topic(String track) {
        return "track/" + track + "/point";
    }

    static void create(Peer owner, String track, String more) {
        assertThat(owner.call("track/create", "{\"track\":\"" + track + "\"" + more + "}"))
                .contains("\"track\":\"" + track + "\"", "\"state\":\"active\"");
    }

    static void accepted(Peer.Puback puback) {
        assertThat(puback.code()).as("%s", puback).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
    }
}
