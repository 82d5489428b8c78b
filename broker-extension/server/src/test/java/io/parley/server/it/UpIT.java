package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code ./parley up} as an operator meets it: refused, stopped, started again, hurt. */
class UpIT {
    private static final Duration NOTICE = Duration.ofSeconds(30);
    private static final Duration RECOVERY = Duration.ofSeconds(120);

    @Test
    void should_list_all_faults_and_start_nothing() {
        UpProcess.Place place = UpProcess.Place.fresh("faults", 1);
        Run run = place.run(List.of("up", "--data=" + place.data(), "--nodes=99", "--mqtt-port=x", "--turbo"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "'--turbo' is not an option",
                        "nodes is '99', allowed is 1..8",
                        "mqtt-port is 'x', allowed is 1..65535");
        assertThat(place.data()).doesNotExist();
    }

    @Test
    void should_name_a_port_in_use_before_anything_starts() throws IOException {
        UpProcess.Place place = UpProcess.Place.fresh("ports", 1);
        try (ServerSocket holder = new ServerSocket()) {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), place.ws()));
            Run run = place.run(place.upArguments());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("ws-port 127.0.0.1:" + place.ws() + " cannot be used");
            assertThat(place.data().resolve("cassandra")).doesNotExist();
        }
    }

    @Test
    void should_say_that_nothing_runs() {
        UpProcess.Place place = UpProcess.Place.fresh("nothing", 1);
        assertThat(place.run(List.of(
                        "user",
                        "add",
                        "alice",
                        "--generate",
                        "--data",
                        place.data().toString())))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(4))
                .satisfies(run -> assertThat(run.err()).contains("no server runs in"));
    }

    /** One story, since each start costs seconds. */
    @Test
    void should_keep_its_promises_across_every_kind_of_end() throws Exception {
        UpProcess.Place place = UpProcess.Place.fresh("story", 1);
        UUID id = UUID.randomUUID();
        try (UpProcess up = place.up()) {
            place.addUser("alice");
            place.addUser("bob");
            assertThat(place.run(List.of(
                                    "user",
                                    "add",
                                    "bob",
                                    "--generate",
                                    "--data",
                                    place.data().toString()))
                            .exitCode())
                    .isEqualTo(5);
            secondServerIsRefused(place);
            accepted(place, id, "accepted", "1");
            killedBrokerComesBack(up);
            accepted(place, id, "duplicate", "1");
            killedCassandraIsNoticedAndComesBack(place, up);
            accepted(place, id, "duplicate", "1");
            List<Long> pids = List.of(up.cassandraPid(), up.brokerPid(0));
            assertThat(up.interrupt()).as(up.output()).isZero();
            assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
            assertThat(place.data().resolve("run.json")).doesNotExist();
        }
        try (UpProcess again = place.up()) {
            accepted(place, id, "duplicate", "1");
            accepted(place, UUID.randomUUID(), "accepted", "2");
            assertThat(Files.getPosixFilePermissions(place.data().resolve("secrets/cassandra")))
                    .hasSize(2);
            assertThat(again.status("/health/ready")).isEqualTo(200);
        }
    }

    private static void secondServerIsRefused(UpProcess.Place place) {
        Run second = place.run(place.upArguments());
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.err()).contains("is in use by process");
    }

    private static void killedBrokerComesBack(UpProcess up) {
        long before = up.brokerPid(0);
        kill(before);
        Waiting.until(
                "the broker is back",
                RECOVERY,
                () -> up.output().contains("broker-1 is back") && up.status("/health/ready") == 200);
        assertThat(up.brokerPid(0)).isNotEqualTo(before);
    }

    private static void killedCassandraIsNoticedAndComesBack(UpProcess.Place place, UpProcess up) {
        try (Peer alice = Peer.connect("alice", "alice-phone", place.mqtt()).listen()) {
            long before = up.cassandraPid();
            kill(before);
            Waiting.until("the loss is noticed", NOTICE, () -> up.status("/health/ready") == 503);
            assertThat(up.body("/health/ready")).contains("\"ready\":false").contains("reason");
            assertThat(up.status("/health/live")).isEqualTo(200);
            alice.send("chat/bob", "while it is away", UUID.randomUUID());
            Mqtt5Publish ack = alice.next("/ack");
            // Busy if it was refused; accepted or unknown if the store came back, or went, just then.
            if (Peer.property(ack, "status").orElseThrow().equals("rejected")) {
                assertThat(Peer.property(ack, "reason").orElseThrow()).isIn("busy", "unknown");
                assertThat(Peer.property(ack, "retry-after")).isPresent();
            }
            Waiting.until("ready again", RECOVERY, () -> up.status("/health/ready") == 200);
            assertThat(up.cassandraPid()).isNotEqualTo(before);
            assertThat(up.output()).contains("cassandra ended with code 137").contains("cassandra is back");
        }
    }

    /** Sends with {@code id} until the answer is final, as any client does, and checks that answer. */
    private static void accepted(UpProcess.Place place, UUID id, String status, String seq) {
        try (Peer alice = Peer.connect("alice", "alice-phone", place.mqtt()).listen()) {
            String last = "rejected";
            for (int attempt = 0; attempt < 20 && last.equals("rejected"); attempt++) {
                alice.send("chat/bob", "hello", id);
                Mqtt5Publish ack = alice.next("/ack");
                last = Peer.property(ack, "status").orElseThrow();
                if (!last.equals("rejected")) {
                    assertThat(last).isEqualTo(status);
                    assertThat(Peer.property(ack, "seq").map(Long::parseLong).orElseThrow())
                            .isGreaterThanOrEqualTo(Long.parseLong(seq));
                }
            }
            assertThat(last).isEqualTo(status);
        }
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }
}
