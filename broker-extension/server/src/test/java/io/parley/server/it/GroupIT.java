package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups against a running server, by clients that know the wire and nothing else. */
@ExtendWith(SharedServer.class)
class GroupIT {
    private static final int SENDERS = 100;
    private static final int MESSAGES = 3;

    private final SharedServer.Server server;
    private final int port;
    private final String group = "g" + Long.toString(System.nanoTime(), 36);
    private String alice = "";
    private String bob = "";
    private String carol = "";

    GroupIT(SharedServer.Server server) {
        this.server = server;
        this.port = server.place().mqtt();
    }

    @BeforeEach
    void users() {
        alice = server.user("alice");
        bob = server.user("bob");
        carol = server.user("carol");
        Groups.letBeAdded(bob, port);
        Groups.letBeAdded(carol, port);
    }

    private Peer listening(String user) {
        return Peer.connect(user, user + "-phone", port).listen();
    }

    private Peer parley(String user, String clientId) {
        return Peer.connect(
                        user,
                        clientId,
                        port,
                        connect -> connect.userProperties().add("parley", "1").applyUserProperties())
                .listen();
    }

    private void create(Groups admin, String more, String... members) {
        String with = members.length == 0 ? "" : ",'members':" + Groups.names(List.of(members));
        admin.ok("group/create", "{'group':'" + group + "'" + with + more + "}");
    }

    private String about(String user) {
        return "{'group':'" + group + "','user':'" + user + "'}";
    }

    private static long seq(Mqtt5Publish message) {
        return Long.parseLong(Peer.property(message, "seq").orElseThrow());
    }

    /** What the group says to the peer, up to a message with this text. */
    private List<Mqtt5Publish> until(Peer peer, String text) {
        List<Mqtt5Publish> messages = new ArrayList<>();
        do {
            messages.add(peer.next("/group/" + group));
        } while (!Peer.text(messages.get(messages.size() - 1)).equals(text));
        return messages;
    }

    private void say(Peer peer, String text) {
        Peer.Puback puback = peer.publish("group/" + group, text);
        assertThat(puback.code()).as("%s: %s", text, puback).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
    }

    @Test
    void should_bring_what_a_hundred_say_at_once_to_everybody_in_one_order() throws Exception {
        List<Peer> senders = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try (Groups admin = Groups.of(alice, port);
                Peer ofBob = listening(bob);
                Peer ofCarol = listening(carol)) {
            create(admin, "", bob, carol);
            List<String> users = new ArrayList<>();
            for (int i = 0; i < SENDERS / 5; i++) {
                users.add(server.user("sender"));
                Groups.letBeAdded(users.get(i), port);
            }
            admin.ok("group/add", "{'group':'" + group + "','users':" + Groups.names(users) + "}");
            for (int i = 0; i < SENDERS; i++) {
                String user = users.get(i % users.size());
                senders.add(Peer.connect(user, user + "-" + i, port));
            }
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                Peer sender = senders.get(i);
                String mark = "m" + i + "-";
                sent.add(threads.submit(() -> sayTwiceEach(sender, mark)));
            }
            for (Future<?> one : sent) {
                one.get(2, TimeUnit.MINUTES);
            }
            try (Peer last = Peer.connect(alice, alice + "-last", port)) {
                say(last, "the end");
            }
            List<String> bobs = said(until(ofBob, "the end"));
            List<String> carols = said(until(ofCarol, "the end"));
            assertThat(carols).isEqualTo(bobs);
            assertThat(bobs).hasSize(SENDERS * MESSAGES + 1).doesNotHaveDuplicates();
            for (int i = 0; i < SENDERS; i++) {
                String mark = "m" + i + "-";
                assertThat(bobs.stream().filter(text -> text.startsWith(mark)).toList())
                        .containsExactly(mark + 0, mark + 1, mark + 2);
            }
        } finally {
            threads.shutdownNow();
            senders.forEach(Peer::close);
        }
    }

    /** Each with an id, and once more: accepted once. */
    private void sayTwiceEach(Peer sender, String mark) {
        for (int i = 0; i < MESSAGES; i++) {
            byte[] content = (mark + i).getBytes(StandardCharsets.UTF_8);
            byte[] id = Peer.bytes(UUID.randomUUID());
            for (int time = 0; time < 2; time++) {
                Peer.Puback puback = sender.publish("group/" + group, content, publish -> publish.correlationData(id));
                assertThat(puback.code()).as(puback.toString()).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
            }
        }
    }

    /** Texts of what is no change, whose seqs rise without a hole. */
    private static List<String> said(List<Mqtt5Publish> messages) {
        List<String> texts = new ArrayList<>();
        long before = 0;
        for (Mqtt5Publish message : messages) {
            assertThat(before == 0 || seq(message) == before + 1)
                    .as("seq %d after %d", seq(message), before)
                    .isTrue();
            before = seq(message);
            if (message.getContentType().isEmpty()) {
                texts.add(Peer.text(message));
            }
        }
        return texts;
    }

    @Test
    void should_refuse_who_may_not_write_and_say_why() {
        String nobody = server.user("nobody");
        try (Groups admin = Groups.of(alice, port);
                Peer ofBob = listening(bob);
                Peer stranger = listening(nobody)) {
            refused(ofBob, "unknown-group");
            create(admin, "", bob);
            say(ofBob, "hello");
            refused(stranger, "not-allowed");
            admin.ok("group/mute", "{'group':'" + group + "','user':'" + bob + "','seconds':3600}");
            refused(ofBob, "muted");
            admin.ok("group/mute", "{'group':'" + group + "','user':'" + bob + "','seconds':0}");
            say(ofBob, "again");
            admin.ok("group/set", "{'group':'" + group + "','announceOnly':true}");
            refused(ofBob, "not-allowed");
            admin.ok("group/set", "{'group':'" + group + "','announceOnly':false}");
            admin.ok("group/remove", about(bob));
            refused(ofBob, "not-allowed");
            admin.ok("group/dissolve", "{'group':'" + group + "'}");
            refused(ofBob, "unknown-group");
        }
    }

    private void refused(Peer peer, String reason) {
        peer.send("group/" + group, "may I", UUID.randomUUID());
        assertThat(Peer.property(peer.next("/ack"), "reason")).contains(reason);
        Peer.Puback puback = peer.publish("group/" + group, "may I");
        assertThat(puback.code().isError()).isTrue();
        assertThat(puback.reason().orElse("")).startsWith(reason);
        assertThat(peer.isConnected()).isTrue();
    }

    @Test
    void should_answer_calls_once_and_refuse_those_without_office() {
        try (Groups admin = Groups.of(alice, port);
                Groups member = Groups.of(bob, port);
                Groups stranger = Groups.of(carol, port)) {
            UUID id = UUID.randomUUID();
            String body = "{'group':'" + group + "','members':" + Groups.names(List.of(bob)) + "}";
            assertThat(admin.call("group/create", body, id)).contains("\"status\":\"accepted\"", "\"seq\":1");
            assertThat(admin.call("group/create", body, id)).contains("\"status\":\"duplicate\"", "\"seq\":1");
            assertThat(stranger.call("group/create", body)).contains("conflict");
            assertThat(member.call("group/add", "{'group':'" + group + "','users':['" + carol + "']}"))
                    .contains("not-allowed");
            assertThat(stranger.call("group/join", "{'group':'" + group + "'}")).contains("not-allowed");
            assertThat(stranger.call("group/get", "{'group':'" + group + "'}")).contains("unknown-group");
            assertThat(admin.call("group/add", "{'group':'" + group + "','users':['no-such-user']}"))
                    .contains("not-allowed");
            assertThat(admin.call("group/leave", "{'group':'" + group + "'}")).contains("transfer it or dissolve it");
            assertThat(admin.call("group/members", "{'group':'" + group + "'}")).contains(alice, bob);
            assertThat(member.call("group/list", "{}")).contains(group);
            assertThat(admin.call("group/create", "{'group':'" + group + "','colour':'red'}"))
                    .contains("malformed", "colour");
            // only the server makes changes
            try (Peer forger = listening(alice)) {
                Peer.Puback puback = forger.publish(
                        "group/" + group,
                        "{\"change\":\"dissolved\"}".getBytes(StandardCharsets.UTF_8),
                        publish -> publish.contentType("application/vnd.parley.change+json"));
                assertThat(puback.code().isError()).isTrue();
            }
        }
    }

    @Test
    void should_leave_who_left_what_was_theirs_and_bring_nothing_later() {
        try (Groups admin = Groups.of(alice, port);
                Peer ofAlice = listening(alice);
                Peer ofCarol = listening(carol)) {
            create(admin, "", bob, carol);
            say(ofAlice, "for bob");
            try (Groups leaver = Groups.of(bob, port)) {
                leaver.ok("group/leave", "{'group':'" + group + "'}");
            }
            say(ofAlice, "not for bob");
            until(ofCarol, "not for bob");
            try (Peer later = parley(bob, bob + "-later")) {
                later.publish("api/sync", "{\"received\":{},\"limit\":200}");
                List<String> texts = untilReply(later);
                assertThat(texts).contains("for bob").doesNotContain("not for bob");
                assertThat(texts).last().asString().contains("\"group/" + group + "\":3");
            }
        }
    }

    /** Contents of the group's messages, then the reply. */
    private List<String> untilReply(Peer peer) {
        List<String> texts = new ArrayList<>();
        while (true) {
            Mqtt5Publish next = peer.next("");
            String topic = next.getTopic().toString();
            if (topic.endsWith("/group/" + group)) {
                texts.add(Peer.text(next));
            } else if (topic.endsWith("/reply")) {
                texts.add(Peer.text(next));
                return texts;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"joined,1,0", "last,2,2", "all,1,4"})
    void should_show_newcomers_what_the_group_shows_them(String history, int count, int earlier) {
        try (Groups admin = Groups.of(alice, port);
                Peer ofAlice = listening(alice);
                Peer ofBob = listening(bob)) {
            create(admin, ",'history':'" + history + "','historyCount':" + count);
            for (int i = 0; i < 3; i++) {
                say(ofAlice, "before " + i);
            }
            admin.ok("group/add", "{'group':'" + group + "','users':['" + bob + "']}");
            say(ofAlice, "after");
            List<Mqtt5Publish> seen = until(ofBob, "after");
            assertThat(seen).hasSize(earlier + 2);
            assertThat(seq(seen.get(0))).isEqualTo(5 - earlier);
            if (earlier < 4) {
                assertThat(Peer.property(seen.get(0), "floor")).contains(Integer.toString(4 - earlier));
            }
        }
    }

    @Test
    void should_tell_the_sender_how_many_have_it_and_agree_on_what_is_read() {
        try (Groups admin = Groups.of(alice, port);
                Peer ofAlice = listening(alice);
                Peer ofBob = listening(bob);
                Peer ofCarol = parley(carol, carol + "-phone");
                Peer other = parley(carol, carol + "-laptop")) {
            create(admin, "", bob, carol);
            ofCarol.publish("api/sync", "{\"received\":{},\"limit\":200}");
            other.publish("api/sync", "{\"received\":{},\"limit\":200}");
            say(ofAlice, "hello");
            until(ofBob, "hello");
            until(ofCarol, "hello");
            awaitUnread(other, 2);
            ofCarol.receipt("{\"read\":{\"group/" + group + "\":2}}");
            awaitUnread(other, 0);
            String counts = "";
            while (!counts.contains("\"seq\":2,\"received\":2,\"read\":1")) {
                counts = Peer.text(ofAlice.next("/event/counts"));
                assertThat(counts).contains("\"of\":2");
            }
        }
    }

    private void awaitUnread(Peer peer, int unread) {
        peer.awaitUnread("\"group/" + group + "\":" + unread);
    }

    @Test
    void should_serve_clients_of_the_former_MQTT_in_a_group() {
        Mosquitto.assumeInstalled();
        try (Groups admin = Groups.of(alice, port);
                Peer ofAlice = listening(alice);
                Mosquitto.Subscriber old = server.mosquitto()
                        .subscribe("311", bob, "-q", "1", "-i", bob + "-old", "-t", "inbox/" + bob + "/#")) {
            create(admin, "", bob);
            say(ofAlice, "hello old one");
            Waiting.until("bob has it", Peer.PATIENCE, () -> old.lines().contains("hello old one"));
            Run sent = server.mosquitto()
                    .pub("311", bob, "-q", "1", "-i", bob + "-sends", "-t", "group/" + group, "-m", "hello new one");
            assertThat(sent.exitCode()).as(sent.toString()).isZero();
            until(ofAlice, "hello new one");
        }
    }

    @Test
    void should_come_once_also_to_who_is_added_while_everybody_talks() {
        Set<Long> seqs = new HashSet<>();
        try (Groups admin = Groups.of(alice, port);
                Peer ofAlice = listening(alice);
                Peer ofBob = listening(bob)) {
            create(admin, "");
            for (int i = 0; i < 20; i++) {
                say(ofAlice, "m" + i);
                admin.ok(
                        i % 2 == 0 ? "group/add" : "group/remove",
                        i % 2 == 0 ? "{'group':'" + group + "','users':['" + bob + "']}" : about(bob));
            }
            admin.ok("group/add", "{'group':'" + group + "','users':['" + bob + "']}");
            say(ofAlice, "the end");
            for (Mqtt5Publish message : until(ofBob, "the end")) {
                assertThat(seqs.add(seq(message)))
                        .as("seq %d once", seq(message))
                        .isTrue();
                assertThat(Peer.text(message)).doesNotMatch("m\\d*[02468]");
            }
        }
    }
}
