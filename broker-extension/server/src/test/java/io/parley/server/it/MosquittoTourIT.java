package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's five minutes, with Debian's clients. */
@ExtendWith(SharedServer.class)
class MosquittoTourIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @BeforeAll
    static void needsMosquitto() {
        Mosquitto.assumeInstalled();
    }

    @Test
    void should_show_seq_and_sender_and_let_where_tell_the_rest(SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        try (Mosquitto.Subscriber listening = server.mosquitto()
                .subscribe("5", bob, "-i", "term", "-q", "1", "-t", "inbox/" + bob + "/chat/#", "-F", "%j")) {
            assertThat(server.mosquitto().pub("5", alice, "-q", "1", "-t", "chat/" + bob, "-m", "hello bob"))
                    .extracting(Run::exitCode)
                    .isEqualTo(0);
            Waiting.until("bob hears", PATIENCE, () -> !listening.lines().isEmpty());
            String line = listening.lines().get(0);
            assertThat(line)
                    .contains("\"topic\":\"inbox/" + bob + "/chat/" + alice + "\"")
                    .contains("hello bob")
                    .contains("\"seq\":\"1\"")
                    .contains("\"from\":\"" + alice + "\"")
                    .contains("\"at\":\"");
            Run where = server.place()
                    .run(List.of(
                            "where",
                            "chat/" + bob,
                            "1",
                            "--user",
                            alice,
                            "--data",
                            server.place().data().toString()));
            assertThat(where.exitCode()).as(where.toString()).isZero();
            assertThat(where.out()).contains("seq 1", "accepted from " + alice, bob + ": received");
            assertThat(where.out()).doesNotContain("hello bob");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "311"})
    void should_keep_what_was_sent_while_the_subscriber_was_away(String version, SharedServer.Server server) {
        String alice = server.user("alice");
        String bob = server.user("bob");
        Mosquitto mosquitto = server.mosquitto();
        for (int i = 1; i <= 3; i++) {
            assertThat(mosquitto.pub(version, alice, "-q", "1", "-t", "chat/" + bob, "-m", "m" + i))
                    .extracting(Run::exitCode)
                    .isEqualTo(0);
        }
        Run first = mosquitto.sub(
                version,
                bob,
                "-i",
                "term",
                "-q",
                "1",
                "-t",
                "inbox/" + bob + "/chat/#",
                "-C",
                "3",
                "-W",
                "20",
                "-F",
                "%t %p");
        assertThat(first.out().lines())
                .containsExactly(
                        "inbox/" + bob + "/chat/" + alice + " m1",
                        "inbox/" + bob + "/chat/" + alice + " m2",
                        "inbox/" + bob + "/chat/" + alice + " m3");
        assertThat(mosquitto.pub(version, alice, "-q", "1", "-t", "chat/" + bob, "-m", "m4"))
                .extracting(Run::exitCode)
                .isEqualTo(0);
        Run second = mosquitto.sub(
                version,
                bob,
                "-i",
                "term",
                "-q",
                "1",
                "-t",
                "inbox/" + bob + "/chat/#",
                "-C",
                "1",
                "-W",
                "20",
                "-F",
                "%p");
        // What the last one had not acknowledged before it left may come again; nothing may be missing or out of order.
        assertThat(second.out().strip()).isIn("m3", "m4");
    }

    @Test
    void should_tell_why_nobody_of_that_name_can_be_written_to(SharedServer.Server server) {
        String alice = server.user("alice");
        Run run = server.mosquitto().pub("5", alice, "-q", "1", "-t", "chat/nobody-here", "-m", "x");
        assertThat(run.err() + run.out()).containsIgnoringCase("topic name invalid");
    }

    @Test
    void should_refuse_a_wrong_password_and_a_stranger(SharedServer.Server server) {
        String alice = server.user("alice");
        Run wrong =
                server.mosquitto().pub("5", alice, "-P", "wrong-secret", "-q", "1", "-t", "chat/" + alice, "-m", "x");
        assertThat(wrong.exitCode()).isNotZero();
        Run stranger = Run.of(
                server.place().folder(),
                List.of("mosquitto_pub", "-p", "" + server.place().mqtt(), "-t", "chat/" + alice, "-m", "x"));
        assertThat(stranger.exitCode()).isNotZero();
        assertThat(stranger.err()).containsIgnoringCase("not authori");
    }
}
