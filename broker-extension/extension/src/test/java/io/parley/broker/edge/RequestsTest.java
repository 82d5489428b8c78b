package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Calls;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.delivery.Connection;
import io.parley.broker.delivery.Covered;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.delivery.Endpoints;
import io.parley.broker.delivery.SyncDemand;
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
import java.util.concurrent.CompletableFuture;
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
                public void cover(Covered covered) {
                    calls.add("cover " + covered);
                }

                @Override
                public void sync(SyncDemand it) {
                    calls.add("sync " + it.received() + " " + it.limit() + " " + it.replyTo());
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

    private final List<Caller> callers = new ArrayList<>();
    private final List<CompletableFuture<Reply>> replies = new ArrayList<>();
    private final Api api = new Api(
            new Calls(List.of(Call.of("thing/do", "", List.of(Field.user("user")), (caller, arguments) -> {
                callers.add(caller);
                replies.add(new CompletableFuture<>());
                return replies.get(replies.size() - 1);
            }))),
            ApiSettings.DEFAULT,
            () -> 0,
            ApiObserver.NONE);

    private final EdgeRoom room = new EdgeRoom(
            EdgeSettings.DEFAULT,
            submissions -> {},
            NoOwners.HERE,
            endpoints,
            new Admission(EdgeSettings.DEFAULT, () -> storeFault),
            new AckRouter(() -> 0),
            api,
            new ScriptedTracks().room(),
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

    private Refusal doThing(ScriptedPublish request) {
        return requests.api("thing/do", request);
    }

    private static ScriptedPublish thing() {
        return new ScriptedPublish("api/thing/do").body("{\"user\":\"bob\"}");
    }

    @Test
    void should_answer_a_call_when_it_is_done_where_and_as_asked() {
        MessageId id = new MessageId(3, 4);
        assertThat(doThing(thing().correlation(id.toBytes()).responseTopic("inbox/alice/mine")))
                .isNull();
        assertThat(callers).containsExactly(new Caller(alice, new EndpointId(alice, "phone"), id));
        assertThat(wire.sent).isEmpty();
        replies.get(0).complete(Reply.of(json -> json.writeNumberField("n", 1)));
        assertThat(reply()).isEqualTo("inbox/alice/mine application/json {\"n\":1}");
        assertThat(wire.sent.get(0).correlation()).isEqualTo(id.toBytes());
    }

    @Test
    void should_give_a_call_an_id_that_has_none() {
        assertThat(doThing(thing())).isNull();
        assertThat(callers.get(0).requestId()).isEqualTo(new MessageId(1, 1));
        replies.get(0).completeExceptionally(new RefusalException(Reason.MUTED, "no"));
        assertThat(reply())
                .startsWith("inbox/alice/reply application/problem+json")
                .contains("urn:parley:muted");
        assertThat(wire.sent.get(0).correlation()).isNull();
    }

    @Test
    void should_refuse_a_bad_body_at_once_in_the_puback_and_the_reply() {
        ScriptedPublish bad = new ScriptedPublish("api/thing/do").body("{\"user\":\"BOB\"}");
        assertThat(doThing(bad).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(reply()).contains("urn:parley:malformed").contains("user must be");
        ScriptedPublish large = new ScriptedPublish("api/thing/do").payload(new byte[Call.BODY_BYTES_MAX + 1]);
        assertThat(doThing(large).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(doThing(thing().correlation(new byte[15])).reason()).isEqualTo(Reason.BAD_ID);
        assertThat(callers).isEmpty();
    }

    @Test
    void should_refuse_calls_as_busy_while_16_are_under_way_or_the_store_is_away() {
        for (int i = 0; i < 16; i++) {
            assertThat(doThing(thing())).isNull();
        }
        assertThat(doThing(thing()).reason()).isEqualTo(Reason.BUSY);
        replies.get(7).complete(Reply.NOTHING);
        assertThat(doThing(thing())).isNull();
        assertThat(doThing(thing()).reason()).isEqualTo(Reason.BUSY);
        replies.forEach(it -> it.complete(Reply.NOTHING));
        assertThat(doThing(thing())).isNull();
        storeFault = Optional.of("away");
        assertThat(doThing(thing()).reason()).isEqualTo(Reason.BUSY);
        assertThat(callers).hasSize(18);
    }

    @Test
    void should_know_what_a_filter_covers() {
        assertThat(List.of("#", "+/#", "+/+/#")).allMatch(rest -> covered(rest).equals(Covered.ALL));
        assertThat(covered("+/+")).isEqualTo(new Covered(true, true, false));
        assertThat(List.of("chat/#", "chat/+")).allMatch(rest -> covered(rest).equals(new Covered(true, false, false)));
        assertThat(List.of("group/#", "group/+"))
                .allMatch(rest -> covered(rest).equals(new Covered(false, true, false)));
        assertThat(List.of("amend/#", "+/+/+")).allMatch(rest -> covered(rest).equals(new Covered(false, false, true)));
        assertThat(List.of("inbox/alice/ack", "inbox/alice/chat/bob", "inbox/bob/#", "inbox/alice/+", "#"))
                .allMatch(filter -> Inbox.covered(filter, alice).equals(Covered.NONE));
    }

    private Covered covered(String rest) {
        return Inbox.covered("inbox/alice/" + rest, alice);
    }
}
