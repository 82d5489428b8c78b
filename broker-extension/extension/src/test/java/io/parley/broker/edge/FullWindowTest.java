package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.Calls;
import io.parley.broker.conversation.Submission;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.storage.SignInPolicy;
import io.parley.protocol.Content;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whoever sends faster than owners answer is braked where MQTT has a brake, and refused where it has none. */
class FullWindowTest {
    private static final int WINDOW = EdgeSettings.DEFAULT.limits().inFlightMax();
    private static final EndpointId PHONE = new EndpointId(new UserName("alice"), "phone");

    private final List<Submission> submitted = new ArrayList<>();
    private final ScriptedWire wire = new ScriptedWire();
    private final EdgeRoom room = new EdgeRoom(
            EdgeSettings.DEFAULT,
            submitted::addAll,
            NoOwners.HERE,
            (endpoint, kind, connection) -> {
                throw new AssertionError("nobody subscribes");
            },
            new Admission(EdgeSettings.DEFAULT, Optional::empty),
            new AckRouter(() -> 0),
            new Api(Calls.NONE, ApiSettings.DEFAULT, () -> 0, ApiObserver.NONE),
            new ScriptedTracks().room(),
            wire,
            EdgeObserver.NONE,
            Clock.systemUTC(),
            () -> 0,
            new Random(1),
            () -> new MessageId(1, 1));
    private final EndpointConnection connection = new EndpointConnection(
            1, PHONE, EndpointKind.PARLEY, Batching.NONE, wire, Clock.systemUTC(), EdgeObserver.NONE);
    private final AckSender acks = new AckSender(wire, "phone", EndpointKind.PARLEY);
    private final Answers answers = new Answers(WINDOW, room.admission(), acks, EdgeObserver.NONE);
    private final Ingress ingress = new Ingress(
            room,
            connection,
            answers,
            acks,
            new Requests(room, connection, new Inbox(connection, room.endpoints())),
            new TrackPublishing(connection, room.location(), true, 65_536),
            new SignedIn(1, PHONE, EndpointKind.PARLEY, true, true, null, new Visit("", SignInPolicy.ANY, 0, 0, 0)));
    private int sent;

    private ScriptedOutput publish(int qos) {
        return publish(new ScriptedPublish("chat/bob")
                .qos(qos)
                .correlation(new MessageId(7, ++sent).toBytes())
                .responseTopic("inbox/alice/acks"));
    }

    private ScriptedOutput publish(PublishPacket packet) {
        PublishInboundInput input = (PublishInboundInput) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PublishInboundInput.class},
                (proxy, method, arguments) -> method.getName().equals("getPublishPacket") ? packet : null);
        ScriptedOutput output = new ScriptedOutput();
        ingress.onInboundPublish(input, output);
        return output;
    }

    private void fill(int qos) {
        for (int i = 1; i < WINDOW; i++) {
            assertThat(publish(qos).withheld).isFalse();
        }
    }

    private List<Ack> acksSent() throws BadBodyException {
        List<Ack> all = new ArrayList<>();
        for (Outgoing packet : wire.sent) {
            byte[] body = new byte[packet.payload().remaining()];
            packet.payload().duplicate().get(body);
            all.addAll(Bodies.readAcks(body));
        }
        return all;
    }

    @Test
    void should_withhold_the_puback_that_fills_the_window_until_an_answer_comes() {
        fill(1);
        ScriptedOutput last = publish(1);
        assertThat(last.withheld).isTrue();
        answers.answered(List.of(Ack.accepted(submitted.get(0).id(), 1, 1)), 0);
        assertThat(last.withheld).isFalse();
        assertThat(last.puback).isEqualTo(AckReasonCode.SUCCESS);
    }

    @Test
    void should_refuse_what_has_no_puback_to_withhold() throws BadBodyException {
        fill(0);
        assertThat(publish(0).withheld).isFalse();
        ScriptedOutput beyond = publish(0);
        assertThat(beyond.withheld).isFalse();
        assertThat(submitted).hasSize(WINDOW);
        assertThat(acksSent()).extracting(Ack::reason).containsExactly(Reason.BUSY);
    }

    @Test
    void should_count_each_message_of_a_batch() {
        fill(1);
        List<SubmittedMessage> batch = List.of(
                new SubmittedMessage(new MessageId(8, 1), 0, "", Content.ofText("one")),
                new SubmittedMessage(new MessageId(8, 2), 0, "", Content.ofText("two")));
        ScriptedOutput output = publish(new ScriptedPublish("chat/bob")
                .contentType(Batches.CONTENT_TYPE)
                .responseTopic("inbox/alice/acks")
                .payload(Batches.writeSubmitted(batch)));
        assertThat(output.withheld).isTrue();
        assertThat(submitted).hasSize(WINDOW + 1);
        answers.answered(List.of(Ack.accepted(submitted.get(0).id(), 1, 1)), 0);
        assertThat(output.withheld).isTrue();
        answers.answered(List.of(Ack.accepted(submitted.get(1).id(), 2, 1)), 0);
        assertThat(output.withheld).isFalse();
    }

    @Test
    void should_let_each_message_of_a_batch_follow_the_one_before_it() {
        MessageId former = new MessageId(7, 7);
        List<SubmittedMessage> batch = List.of(
                new SubmittedMessage(new MessageId(8, 1), 60, "text/plain", Content.ofText("one")),
                new SubmittedMessage(new MessageId(8, 2), 0, "", Content.ofText("two")));
        publish(new ScriptedPublish("chat/bob")
                .contentType(Batches.CONTENT_TYPE)
                .property("after", former.toString())
                .responseTopic("inbox/alice/acks")
                .payload(Batches.writeSubmitted(batch)));
        assertThat(submitted).extracting(Submission::after).containsExactly(former, new MessageId(8, 1));
        assertThat(submitted).extracting(Submission::expiryMillis).containsExactly(60_000L, 0L);
        assertThat(submitted).extracting(Submission::contentType).containsExactly("text/plain", "");
    }
}
