package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.delivery.Connection;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.Endpoints;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
    private final UserName alice = new UserName("alice");
    private final ConversationId withBob = ConversationId.chat(alice, new UserName("bob"));
    private final ScriptedWire wire = new ScriptedWire();
    private final List<String> calls = new ArrayList<>();
    private Optional<String> storeFault = Optional.empty();

    private final Endpoints endpoints = new Endpoints() {
        @Override
        public Session open(EndpointId endpoint, EndpointKind kind, Connection connection) {
            calls.add("open");
            return new Session() {
                @Override
                public void sync(
                        Map<ConversationId, Long> received, int limit, String replyTopic, MessageId correlation) {
                    calls.add("sync " + received + " " + limit + " " + replyTopic);
                }

                @Override
                public void receipt(Map<ConversationId, Long> received, Map<ConversationId, Long> read) {
                    calls.add("receipt " + received + " " + read);
                }

                @Override
                public void acknowledged(ConversationId conversation, long seq) {
                    calls.add("acknowledged " + seq);
                }

                @Override
                public void close() {
                    calls.add("close");
                }
            };
        }
    };

    private final EdgeRoom room = new EdgeRoom(
            EdgeSettings.DEFAULT,
            submissions -> {},
            endpoints,
            new Admission(EdgeSettings.DEFAULT, () -> storeFault),
            new AckRouter(() -> 0),
            wire,
            EdgeObserver.NONE,
            Clock.systemUTC(),
            () -> 0,
            new Random(1),
            () -> new MessageId(1, 1));
    private final EndpointConnection connection = new EndpointConnection(
            1,
            new EndpointId(alice, "phone"),
            EndpointKind.PARLEY,
            Batching.NONE,
            wire,
            Clock.systemUTC(),
            EdgeObserver.NONE);
    private final Inbox inbox = new Inbox(connection, endpoints);
    private final Requests requests = new Requests(room, connection, inbox);

    private Refusal receipt(String body) {
        return requests.receipt(new ScriptedPublish("receipt").body(body));
    }

    private String reply() {
        Outgoing last = wire.sent.get(wire.sent.size() - 1);
        byte[] bytes = new byte[last.payload().remaining()];
        last.payload().duplicate().get(bytes);
        return last.topic() + " " + last.contentType() + " "
                + new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void should_hand_on_a_receipt() {
        inbox.withSession(session -> {});
        assertThat(receipt("{\"received\":{\"chat/bob\":42},\"read\":{\"chat/bob\":40}}"))
                .isNull();
        assertThat(calls).containsExactly("open", "receipt {" + withBob + "=42} {" + withBob + "=40}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{",
                "[]",
                "{\"received\":[]}",
                "{\"received\":{\"chat/bob\":-1}}",
                "{\"received\":{\"chat/bob\":\"1\"}}",
                "{\"received\":{\"chat/bob\":1.5}}",
                "{\"received\":{\"chat/bob\":99999999999999999999}}",
                "{\"received\":{\"chat/BOB\":1}}",
                "{\"received\":{\"club/g\":1,\"chat/bob\":1}}",
                "{\"received\":{\"chat/bob\":1,\"chat/bob\":2}}",
                "{\"received\":{}} more"
            })
    void should_refuse_a_broken_receipt_as_a_whole(String body) {
        inbox.withSession(session -> {});
        assertThat(receipt(body).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(calls).containsExactly("open");
    }

    @Test
    void should_refuse_a_receipt_of_10_000_entries() {
        inbox.withSession(session -> {});
        StringBuilder small = new StringBuilder("{\"received\":{\"chat/a\":1");
        for (int i = 0; i < 1_500; i++) {
            small.append(",\"chat/a").append(i).append("\":1");
        }
        assertThat(receipt(small + "}}").reason()).isEqualTo(Reason.MALFORMED);
        StringBuilder large = new StringBuilder("{\"received\":{\"chat/a\":1");
        for (int i = 0; i < 10_000; i++) {
            large.append(",\"chat/a").append(i).append("\":1");
        }
        assertThat(receipt(large + "}}").reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(calls).containsExactly("open");
    }

    @Test
    void should_refuse_a_receipt_without_a_subscription() {
        assertThat(receipt("{\"received\":{\"chat/bob\":1}}").reason()).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void should_refuse_receipts_and_syncs_while_the_store_is_away() {
        storeFault = Optional.of("away");
        assertThat(receipt("{}").reason()).isEqualTo(Reason.BUSY);
        assertThat(requests.api("sync", new ScriptedPublish("api/sync").body("{}"))
                        .reason())
                .isEqualTo(Reason.BUSY);
        assertThat(reply()).contains("urn:parley:busy");
    }

    @Test
    void should_open_a_session_for_a_sync() {
        ScriptedPublish sync = new ScriptedPublish("api/sync").body("{\"received\":{\"chat/bob\":7},\"limit\":20}");
        assertThat(requests.api("sync", sync)).isNull();
        assertThat(calls).containsExactly("open", "sync {" + withBob + "=7} 20 inbox/alice/reply");
    }

    @Test
    void should_answer_problems_where_the_client_asked_or_at_its_reply() {
        ScriptedPublish unknown = new ScriptedPublish("api/members").responseTopic("inbox/alice/mine");
        assertThat(requests.api("members", unknown).reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(reply())
                .startsWith("inbox/alice/mine application/problem+json")
                .contains("urn:parley:not-allowed");

        ScriptedPublish foreign = new ScriptedPublish("api/sync").body("{}").responseTopic("inbox/bob/reply");
        assertThat(requests.api("sync", foreign).reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(reply()).startsWith("inbox/alice/reply ");

        ScriptedPublish limit = new ScriptedPublish("api/sync").body("{\"limit\":501}");
        assertThat(requests.api("sync", limit).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(reply()).contains("501");
        assertThat(calls).isEmpty();
    }

    @Test
    void should_know_which_filters_cover_every_chat() {
        assertThat(List.of("#", "chat/#", "chat/+", "+/+", "+/#"))
                .allMatch(rest -> Inbox.coversChats("inbox/alice/" + rest, alice));
        assertThat(List.of("inbox/alice/ack", "inbox/alice/chat/bob", "inbox/bob/#", "inbox/alice/+", "#"))
                .noneMatch(filter -> Inbox.coversChats(filter, alice));
    }
}
