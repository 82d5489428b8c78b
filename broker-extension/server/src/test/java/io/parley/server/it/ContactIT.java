package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contacts, blocks, profiles and finding people, against a running server, by a client that knows nothing but the wire. */
@ExtendWith(SharedServer.class)
class ContactIT {
    private static final String CHANGE = "application/vnd.parley.change+json";

    /** One user with one client, that gives receipts for nothing. */
    private record Person(String name, Peer peer) implements AutoCloseable {
        static Person signIn(SharedServer.Server server, String name, String client) {
            return new Person(
                    name,
                    Peer.connect(name, name + client, server.place().mqtt()).listen());
        }

        /** Calls, and returns the reply, be it a problem. */
        String call(String call, String json, UUID id) {
            peer.publish(
                    "api/" + call,
                    json.getBytes(StandardCharsets.UTF_8),
                    publish -> publish.correlationData(Peer.bytes(id)));
            return Peer.text(peer.next("/reply"));
        }

        String call(String call, String json) {
            return call(call, json, UUID.randomUUID());
        }

        /** The next message of {@code other} in their chat. */
        Mqtt5Publish nextOf(String other) {
            Mqtt5Publish next;
            do {
                // what was asked for by a call comes back to whoever called, before the reply or after it
                next = peer.next("inbox/" + name + "/chat/" + other);
            } while (Peer.property(next, "from").equals(Optional.of(name)));
            return next;
        }

        void expectChange(String other, String seq, String what) {
            Mqtt5Publish message = nextOf(other);
            assertThat(message.getContentType().orElseThrow().toString()).isEqualTo(CHANGE);
            assertThat(Peer.property(message, "seq")).contains(seq);
            assertThat(Peer.text(message)).contains(what);
            peer.receipt("{\"received\":{\"chat/" + other + "\":" + seq + "}}");
        }

        /** What became of a message to {@code other}: a status or a reason. */
        String say(String other, String text) {
            peer.send("chat/" + other, text, UUID.randomUUID());
            Mqtt5Publish ack = peer.next("/ack");
            return Peer.property(ack, "reason")
                    .orElseGet(() -> Peer.property(ack, "status").orElseThrow());
        }

        @Override
        public void close() {
            peer.close();
        }
    }

    private static String user(String name) {
        return "{\"user\":\"" + name + "\"}";
    }

    @Test
    void should_lead_from_finding_each_other_to_being_contacts_also_if_one_was_away(SharedServer.Server server) {
        String alice = server.user("climber");
        String bob = server.user("boulderer");
        try (Person a = Person.signIn(server, alice, "-phone")) {
            String note = "{\"user\":\"" + bob + "\",\"note\":\"from the wall\"}";
            UUID id = UUID.randomUUID();
            try (Person b = Person.signIn(server, bob, "-phone");
                    Person tablet = Person.signIn(server, bob, "-tablet")) {
                assertThat(tablet.call("sync", "{}")).contains("\"complete\":true");
                assertThat(b.call("profile/set", "{\"name\":\"Bob Überhang " + bob + "\"}"))
                        .isEqualTo("{}");
                assertThat(Peer.text(tablet.peer.next("/event/profile"))).contains("Überhang");
            }
            assertThat(a.call("user/find", "{\"prefix\":\"uberh " + bob + "\"}"))
                    .contains("\"user\":\"" + bob + "\"", "Bob Überhang");
            String first = a.call("contact/request", note, id);
            assertThat(first).contains("\"status\":\"accepted\"", "\"conversation\":\"chat/" + bob + "\"", "\"seq\":1");
            assertThat(a.call("contact/request", note, id)).isEqualTo(first.replace("accepted", "duplicate"));
            try (Person b = Person.signIn(server, bob, "-laptop")) {
                b.peer.publish("api/sync", "{}");
                b.expectChange(alice, "1", "from the wall");
                assertThat(b.call("contact/list", "{\"state\":\"incoming\"}"))
                        .contains("\"user\":\"" + alice + "\"", "from the wall", "\"expires\":");
                assertThat(b.call("contact/accept", user(alice))).contains("\"seq\":2");
            }
            a.expectChange(bob, "2", "contact-accepted");
            assertThat(a.call("contact/list", "{}")).contains("\"user\":\"" + bob + "\",\"state\":\"contact\"");
            assertThat(a.call("contact/accept", user(bob))).contains("\"title\":\"not-found\"");
        }
    }

    @Test
    void should_keep_a_blocked_user_out_at_once_and_tell_them_nothing_else(SharedServer.Server server) {
        String alice = server.user("loud");
        String bob = server.user("calm");
        try (Person a = Person.signIn(server, alice, "-phone");
                Person b = Person.signIn(server, bob, "-phone")) {
            assertThat(a.say(bob, "hello")).isEqualTo("accepted");
            assertThat(Peer.text(b.nextOf(alice))).isEqualTo("hello");
            assertThat(b.call("contact/block", user(alice))).isEqualTo("{}");
            assertThat(a.say(bob, "HELLO")).isEqualTo("not-delivered");
            assertThat(a.call("contact/request", user(bob))).contains("not-delivered");
            assertThat(a.call("user/find", "{\"handle\":\"" + bob + "\"}")).isEqualTo("{\"users\":[]}");
            assertThat(b.call("contact/list", "{\"state\":\"blocked\"}")).contains("\"user\":\"" + alice + "\"");
            assertThat(b.say(alice, "what?")).isEqualTo("not-allowed");
            assertThat(b.call("contact/unblock", user(alice))).isEqualTo("{}");
            assertThat(a.say(bob, "sorry")).isEqualTo("accepted");
            assertThat(Peer.text(b.nextOf(alice))).isEqualTo("sorry");
            assertThat(a.peer.poll(Duration.ofMillis(500)))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            receipt -> assertThat(receipt.getTopic().toString()).doesNotContain("block"));
        }
    }

    @Test
    void should_let_contacts_only_write_to_who_wishes_that(SharedServer.Server server) {
        String alice = server.user("guest");
        String bob = server.user("host");
        try (Person a = Person.signIn(server, alice, "-phone");
                Person b = Person.signIn(server, bob, "-phone")) {
            assertThat(b.call("profile/set", "{\"writable\":\"contacts\"}")).isEqualTo("{}");
            assertThat(a.say(bob, "knock")).isEqualTo("not-delivered");
            assertThat(a.call("contact/request", user(bob))).contains("accepted");
            b.expectChange(alice, "1", "contact-requested");
            assertThat(b.call("contact/accept", user(alice))).contains("accepted");
            a.expectChange(bob, "2", "contact-accepted");
            assertThat(a.say(bob, "thanks")).isEqualTo("accepted");
            assertThat(Peer.text(b.nextOf(alice))).isEqualTo("thanks");
            assertThat(b.call("contact/remove", user(alice))).contains("accepted");
            a.expectChange(bob, "4", "contact-ended");
            assertThat(a.say(bob, "why?")).isEqualTo("not-delivered");
        }
    }
}
