package io.parley.simulator.bench;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broker that points go through: Parley, where tracks are made and rights asked, or the bare one, where topics are. */
interface PointBroker {
    String name();

    List<Long> pids();

    int port();

    /** Tracks of these numbers, published by {@link #publisher} and seen by so many viewers. */
    void makeTracks(int first, int count, int viewers);

    /** @param need property of the subscription, not heeded by the bare one */
    MqttLine publisher(int number, MqttLine.Listener listener);

    /** A line that sees one track. */
    MqttLine viewer(int number, int track, MqttQos qos, MqttLine.Listener listener);

    MqttLine.Identity identity(String user);

    static String topic(int track) {
        return "track/bench" + track + "/point";
    }

    static String publisherName(int number) {
        return "pub" + number;
    }

    static String viewerName(int number) {
        return "view" + number;
    }

    /** The bare one. */
    record Bare(BareSubject subject) implements PointBroker {
        @Override
        public String name() {
            return "bare";
        }

        @Override
        public List<Long> pids() {
            return subject.brokerPids();
        }

        @Override
        public int port() {
            return subject.port();
        }

        @Override
        public void makeTracks(int first, int count, int viewers) {
            // A topic is there as soon as somebody uses it.
        }

        @Override
        public MqttLine publisher(int number, MqttLine.Listener listener) {
            return line(publisherName(number), null, MqttQos.AT_MOST_ONCE, listener);
        }

        @Override
        public MqttLine viewer(int number, int track, MqttQos qos, MqttLine.Listener listener) {
            return line(viewerName(number), topic(track), qos, listener);
        }

        @Override
        public MqttLine.Identity identity(String user) {
            return new MqttLine.Identity(user, null, "", false);
        }

        private MqttLine line(String user, @Nullable String filter, MqttQos qos, MqttLine.Listener listener) {
            return new MqttLine(port(), identity(user), filter, qos, listener);
        }
    }

    /** Parley. A track belongs to its publisher; all filters but those that always are are off, to measure the path. */
    record Parley(ParleyStand stand) implements PointBroker {
        private static final int NAMES_MAX = 200;

        @Override
        public String name() {
            return "parley";
        }

        @Override
        public List<Long> pids() {
            return List.of(stand.brokerPid(), stand.databasePid());
        }

        @Override
        public int port() {
            return stand.port();
        }

        @Override
        public void makeTracks(int first, int count, int viewers) {
            for (int number = first; number < first + count; number++) {
                int own = number;
                try (Endpoint owner = stand.open(publisherName(number), "owner", Endpoint.Incoming.IGNORED)) {
                    owner.call("track/create", "{\"track\":\"bench" + own + "\"}");
                    owner.call("track/settings", "{\"track\":\"bench" + own + "\",\"filters\":[\"future\"]}");
                    for (int from = 0; from < viewers; from += NAMES_MAX) {
                        List<String> names = new ArrayList<>();
                        for (int i = from; i < Math.min(viewers, from + NAMES_MAX); i++) {
                            names.add("\"" + viewerName(viewers == 1 ? own : i) + "\"");
                        }
                        owner.call(
                                "track/share",
                                "{\"track\":\"bench" + own + "\",\"viewers\":[" + String.join(",", names) + "]}");
                    }
                }
            }
        }

        @Override
        public MqttLine publisher(int number, MqttLine.Listener listener) {
            return new MqttLine(port(), identity(publisherName(number)), null, MqttQos.AT_MOST_ONCE, listener);
        }

        @Override
        public MqttLine viewer(int number, int track, MqttQos qos, MqttLine.Listener listener) {
            return new MqttLine(port(), identity(viewerName(number)), topic(track), qos, listener);
        }

        @Override
        public MqttLine.Identity identity(String user) {
            return new MqttLine.Identity(user + "-line", user, ParleyStand.PASSWORD, false);
        }
    }
}
