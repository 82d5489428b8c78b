package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.parley.broker.conversation.Submission;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.batch.SubmittedMessage;
import io.parley.protocol.json.Ack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every PUBLISH of one client away from HiveMQ and to where it belongs. Nothing a client publishes is distributed
 * by the broker itself; {@link TopicRights} denies whatever would get past this.
 *
 * <p>Runs on the client's extension thread, which hands out its packets one after the other: a withheld PUBACK is the
 * brake. HiveMQ's default for a dropped PUBLISH is SUCCESS, so a failing code is always set first.
 */
final class Ingress implements PublishInboundInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);

    /** So that our own deadline decides, and HiveMQ's only if ours fails to. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final EdgeRoom room;
    private final EndpointConnection connection;
    private final Answers answers;
    private final AckSender acks;
    private final MessageReader reader;
    private final Destinations destinations;
    private final Requests requests;
    private final TrackPublishing positions;
    private final boolean mqtt5;
    private final boolean takesBatches;
    private final Duration holdMax;

    private @Nullable Refusal badTopic;

    Ingress(
            EdgeRoom room,
            EndpointConnection connection,
            Answers answers,
            AckSender acks,
            Requests requests,
            TrackPublishing positions,
            SignedIn signedIn) {
        this.room = room;
        this.connection = connection;
        this.answers = answers;
        this.acks = acks;
        this.requests = requests;
        this.positions = positions;
        this.mqtt5 = signedIn.mqtt5();
        this.takesBatches = signedIn.batches();
        this.reader =
                new MessageReader(connection.endpoint().user(), room.settings().limits(), room.newIds());
        this.destinations = new Destinations(connection.endpoint().user());
        this.holdMax = room.settings().answerPatience().plus(SLACK);
    }

    @Override
    public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
        try {
            accept(input.getPublishPacket(), output);
        } catch (Throwable bug) {
            LOG.error("A PUBLISH of {} was refused because of a fault here", connection.endpoint(), bug);
            room.observer().guardTripped();
            preventQuietly(output, AckReasonCode.UNSPECIFIED_ERROR, "unknown: internal error");
            if (bug instanceof VirtualMachineError fatal) {
                throw fatal;
            }
        }
    }

    private void accept(PublishPacket packet, PublishInboundOutput output) {
        if (connection.isSignedOut()) {
            output.preventPublishDelivery(AckReasonCode.NOT_AUTHORIZED, Peers.SIGNED_OUT);
            return;
        }
        badTopic = null;
        Destinations.Destination to = destinations.of(packet.getTopic(), refusal -> badTopic = refusal);
        if (to == null) {
            refuseTopic(packet, output, Objects.requireNonNull(badTopic));
            return;
        }
        to.address()
                .match(
                        chat -> message(packet, output, to),
                        group -> message(packet, output, to),
                        typing -> {
                            finish(output, requests.typing(packet, Objects.requireNonNull(to.conversation())));
                            return true;
                        },
                        receipts -> {
                            finish(output, requests.receipt(packet));
                            return true;
                        },
                        track -> {
                            positions.point(track.track(), packet, replyOf(output));
                            return true;
                        },
                        ownTracks -> {
                            positions.ownTracks(ownTracks.topic(), packet, replyOf(output));
                            return true;
                        },
                        api -> {
                            // The problem travels as the reply; MQTT 3 has no other code for no than to disconnect.
                            Refusal refusal = requests.api(api.call(), packet);
                            finish(output, mqtt5 ? refusal : null);
                            return true;
                        });
    }

    private TrackPublishing.Reply replyOf(PublishInboundOutput output) {
        return new TrackPublishing.Reply() {
            @Override
            public void now(@Nullable Refusal refusal) {
                finish(output, refusal);
            }

            @Override
            public Consumer<@Nullable Refusal> later() {
                Puback held = hold(output);
                return refusal -> {
                    if (refusal == null) {
                        held.answer(AckReasonCode.SUCCESS, null);
                    } else {
                        room.observer().refusedAtOnce(refusal.reason());
                        held.answer(MqttCodes.puback(refusal.reason()), refusal.reasonString());
                    }
                };
            }
        };
    }

    private boolean message(PublishPacket packet, PublishInboundOutput output, Destinations.Destination to) {
        ConversationId conversation = Objects.requireNonNull(to.conversation());
        if (isBatch(packet)) {
            batch(packet, output, conversation);
        } else {
            message(packet, output, conversation);
        }
        return true;
    }

    private boolean isBatch(PublishPacket packet) {
        return takesBatches && packet.getContentType().orElse("").equals(Batches.CONTENT_TYPE);
    }

    /** Each of its messages goes the way it would have gone alone; each follows the one before it. */
    private void batch(PublishPacket packet, PublishInboundOutput output, ConversationId conversation) {
        Refusal refusal = reader.readBatch(packet);
        if (refusal != null) {
            finish(output, refusal);
            return;
        }
        ReplyTo replyTo = Objects.requireNonNull(reader.replyTo());
        List<Submission> admitted = new ArrayList<>(reader.batch().size());
        List<Ack> refused = new ArrayList<>();
        boolean full = false;
        MessageId after = reader.after();
        for (SubmittedMessage message : reader.batch()) {
            Ack no = refusedOrAdmitted(message, isBeyondWindow(packet));
            if (no != null) {
                refused.add(no);
            } else {
                int size = message.content().size();
                full |= answers.expect(new Waiting(
                        message.id(), replyTo, null, size, room.nanoTime().getAsLong()));
                room.observer().messageSubmitted(size);
                admitted.add(submission(conversation, message, after));
            }
            after = message.id();
        }
        if (!refused.isEmpty()) {
            acks.send(replyTo, refused);
        }
        puback(packet, output, full);
        if (!admitted.isEmpty()) {
            room.conversations().submit(admitted);
        }
    }

    private Submission submission(ConversationId conversation, SubmittedMessage message, @Nullable MessageId after) {
        return new Submission(
                conversation,
                connection.endpoint(),
                connection.number(),
                message.id(),
                after,
                message.expirySeconds() * 1_000,
                message.contentType(),
                message.content());
    }

    /** @return the answer that it gets here and now, null if there is room for it on its way to the owner */
    private @Nullable Ack refusedOrAdmitted(SubmittedMessage message, boolean beyondWindow) {
        Refusal refusal = reader.refusalOf(message);
        Reason reason = refusal != null ? refusal.reason() : beyondWindow ? Reason.BUSY : null;
        if (reason == null && !room.admission().tryAdmit(message.content().size())) {
            reason = Reason.BUSY;
        }
        if (reason == null) {
            return null;
        }
        room.observer().refusedAtOnce(reason);
        return Ack.rejected(message.id(), reason, reason == Reason.BUSY ? room.retryAfterMillis() : 0);
    }

    private void message(PublishPacket packet, PublishInboundOutput output, ConversationId conversation) {
        Refusal refusal = reader.read(packet);
        if (refusal != null) {
            refuse(output, refusal, 0);
            return;
        }
        MessageId id = Objects.requireNonNull(reader.id());
        int size = reader.content().size();
        if (isBeyondWindow(packet) || !room.admission().tryAdmit(size)) {
            refuse(output, new Refusal(Reason.BUSY, busyDetail()), room.retryAfterMillis());
            return;
        }
        ReplyTo replyTo = reader.replyTo();
        boolean answerIsPuback = replyTo == null && packet.getQos() != Qos.AT_MOST_ONCE;
        Puback held = answerIsPuback ? hold(output) : null;
        boolean full = answers.expect(
                new Waiting(id, replyTo, held, size, room.nanoTime().getAsLong()));
        if (held == null) {
            puback(packet, output, full);
        }
        room.observer().messageSubmitted(size);
        room.conversations()
                .submit(List.of(new Submission(
                        conversation,
                        connection.endpoint(),
                        connection.number(),
                        id,
                        reader.after(),
                        reader.expiryMillis(),
                        reader.contentType(),
                        reader.content())));
    }

    /** The PUBACK of what is answered by acks: at once, or, if the window is full, when there is room in it again. */
    private void puback(PublishPacket packet, PublishInboundOutput output, boolean full) {
        if (full && packet.getQos() != Qos.AT_MOST_ONCE) {
            answers.shut(hold(output));
        } else {
            output.preventPublishDelivery(AckReasonCode.SUCCESS);
        }
    }

    /** Without a PUBACK to withhold there is no brake: packets would pile up in the broker's memory. */
    private boolean isBeyondWindow(PublishPacket packet) {
        return packet.getQos() == Qos.AT_MOST_ONCE && answers.isFull();
    }

    private String busyDetail() {
        return room.admission().isStoreAway() ? "the store is away" : "too many messages on their way";
    }

    private Puback hold(PublishInboundOutput output) {
        Async<PublishInboundOutput> async =
                output.async(holdMax, TimeoutFallback.FAILURE, AckReasonCode.UNSPECIFIED_ERROR, "unknown: no answer");
        return (code, reason) -> {
            preventQuietly(output, code, reason);
            async.resume();
        };
    }

    /** The topic is no message's: its properties are still read as one's, to find out where an ack would go. */
    private void refuseTopic(PublishPacket packet, PublishInboundOutput output, Refusal refusal) {
        reader.read(packet);
        refuse(output, refusal, 0);
    }

    private void refuse(PublishInboundOutput output, Refusal refusal, long retryAfterMillis) {
        ReplyTo replyTo = reader.replyTo();
        MessageId id = reader.id();
        byte[] correlation = reader.correlation();
        if (replyTo != null && id != null) {
            acks.send(replyTo, List.of(Ack.rejected(id, refusal.reason(), retryAfterMillis)));
        } else if (replyTo != null && correlation != null) {
            acks.sendRefusal(replyTo, correlation, refusal.reason());
        }
        finish(output, refusal);
    }

    private void finish(PublishInboundOutput output, @Nullable Refusal refusal) {
        if (refusal == null) {
            output.preventPublishDelivery(AckReasonCode.SUCCESS);
        } else {
            room.observer().refusedAtOnce(refusal.reason());
            output.preventPublishDelivery(MqttCodes.puback(refusal.reason()), refusal.reasonString());
        }
    }

    /** Once only is HiveMQ's rule; the second caller is late, and what the first said stands. */
    private static void preventQuietly(PublishInboundOutput output, AckReasonCode code, @Nullable String reason) {
        try {
            output.preventPublishDelivery(code, reason);
        } catch (UnsupportedOperationException alreadyAnswered) {
            LOG.debug("A PUBLISH was answered twice; the first answer stands");
        }
    }
}
