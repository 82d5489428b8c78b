package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A viewer that does not take what it is sent gets the newest point when it does, and no backlog. */
@ExtendWith(SharedServer.class)
class SlowViewerIT {
    private static final int POINTS = 6_000;
    private static final int PADDING_BYTES = 3_000;
    /** Netty holds 64 KiB and the sockets what the system gives them; without the slot it would be all 18 MB, or an end. */
    private static final int BACKLOG_POINTS_MAX = 2_200;

    private static final int QUIET_MILLIS = 3_000;

    private final long start = System.currentTimeMillis() / 1_000 - 3_600;

    private String point(int number) {
        return String.format(
                Locale.ROOT,
                "{\"lat\":47.1,\"lon\":9.5,\"tst\":%d.%d,\"n\":%d,\"x\":\"%s\"}",
                start + number / 10,
                number % 10,
                number,
                "x".repeat(PADDING_BYTES));
    }

    /** One that reads only when it is told to. */
    private static final class Sleeper implements AutoCloseable {
        private final Socket socket = new Socket();
        private final DataInputStream in;

        Sleeper(int port, String user, String filter, int qos) throws IOException {
            socket.setReceiveBufferSize(8 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(RawConnect.plain(user, user + "-secret"));
            assertThat(in.readNBytes(4)[3]).as("CONNACK").isZero();
            byte[] subscribe = RawConnect.subscribe(filter);
            subscribe[subscribe.length - 1] = (byte) qos;
            socket.getOutputStream().write(subscribe);
            assertThat(in.readNBytes(5)[4]).as("SUBACK").isEqualTo((byte) qos);
        }

        /** Bodies that come until nothing does for a while; each is acknowledged, if it wants to be. */
        List<String> wake() throws IOException {
            socket.setSoTimeout(QUIET_MILLIS);
            List<String> bodies = new ArrayList<>();
            while (true) {
                int type;
                try {
                    type = in.read();
                } catch (SocketTimeoutException quiet) {
                    return bodies;
                }
                assertThat(type & 0xF0).as("PUBLISH").isEqualTo(0x30);
                byte[] packet = in.readNBytes(length());
                int topicLength = (packet[0] & 0xFF) << 8 | packet[1] & 0xFF;
                int from = 2 + topicLength;
                if ((type & 0x06) != 0) {
                    socket.getOutputStream().write(new byte[] {0x40, 2, packet[from], packet[from + 1]});
                    from += 2;
                }
                bodies.add(new String(packet, from, packet.length - from, StandardCharsets.UTF_8));
            }
        }

        private int length() throws IOException {
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                int next = in.read();
                length |= (next & 0x7F) << shift;
                if (next < 0x80) {
                    return length;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private List<String> whatASleeperGets(SharedServer.Server server, int qos, int points) throws IOException {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String track = Walk.name("w");
        try (Peer owner = Peer.connect(alice, alice + "-phone", server.place().mqtt())
                        .listen();
                Peer awake =
                        Peer.connect(bob, bob + "-desk", server.place().mqtt()).listen()) {
            Walk.create(owner, track, ",\"viewers\":[\"" + bob + "\"]");
            awake.subscribe(Walk.topic(track));
            try (Sleeper sleeper = new Sleeper(server.place().mqtt(), bob, Walk.topic(track), qos)) {
                for (int number = 1; number <= points; number++) {
                    Walk.accepted(owner.publish(Walk.topic(track), point(number)));
                }
                String seen = "";
                while (!seen.contains("\"n\":" + points + ",")) {
                    seen = Peer.text(awake.next(Walk.topic(track)));
                }
                return sleeper.wake();
            }
        }
    }

    @Test
    void should_send_the_first_and_the_newest_to_who_acknowledges_late(SharedServer.Server server) throws IOException {
        List<String> got = whatASleeperGets(server, 1, 200);
        assertThat(got).hasSize(2);
        assertThat(got.get(0)).contains("\"n\":1,");
        assertThat(got.get(1)).contains("\"n\":200,");
    }

    @Test
    void should_hold_no_more_than_the_sockets_for_who_does_not_read(SharedServer.Server server) throws IOException {
        List<String> got = whatASleeperGets(server, 0, POINTS);
        System.err.println("a viewer that did not read had a backlog of " + got.size() + " points");
        assertThat(got).hasSizeLessThan(BACKLOG_POINTS_MAX);
        assertThat(got.get(got.size() - 1)).contains("\"n\":" + POINTS + ",");
    }
}
