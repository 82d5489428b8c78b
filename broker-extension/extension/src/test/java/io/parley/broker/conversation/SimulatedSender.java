package io.parley.broker.conversation;

import io.parley.protocol.Content;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A well-behaved sender with an outbox: pipelines in order, says what each message follows, repeats what is not answered
 * from the first of those on, and now and then what is.
 */
final class SimulatedSender {
    static final int WINDOW = 6;
    private static final long PATIENCE = 800;

    /** A message and what its sender was told of it. */
    static final class Outgoing {
        final Submission submission;
        long seq;
        Reason refusal;

        Outgoing(Submission submission) {
            this.submission = submission;
        }

        boolean isDecided() {
            return seq != 0 || refusal != null;
        }
    }

    final EndpointId endpoint;
    final List<Outgoing> outbox = new ArrayList<>();
    private final VirtualTime time;
    private final Random random;
    private final Consumer<Submission> wire;
    private int sentUpTo;
    private long connection;
    private long restartAt;
    private long heardAt;

    SimulatedSender(EndpointId endpoint, VirtualTime time, Random random, Consumer<Submission> wire) {
        this.endpoint = endpoint;
        this.time = time;
        this.random = random;
        this.wire = wire;
        this.connection = random.nextInt(1_000_000);
    }

    void write(MessageId id, String text, long expiryMillis) {
        outbox.add(new Outgoing(new Submission(
                ConversationSimulation.CHAT, endpoint, 0, id, null, expiryMillis, "text/plain", Content.ofText(text))));
    }

    /** Sends what may be sent; begins anew after a refusal or when nothing is heard. */
    void work() {
        boolean waits = outbox.stream().limit(sentUpTo).anyMatch(message -> !message.isDecided());
        if (waits && time.millis() - heardAt > PATIENCE) {
            reconnect();
        }
        if (time.millis() < restartAt) {
            return;
        }
        Outgoing awaited = null;
        int inFlight = 0;
        for (int i = 0; i < outbox.size() && inFlight < WINDOW; i++) {
            Outgoing message = outbox.get(i);
            if (message.isDecided()) {
                continue;
            }
            inFlight++;
            if (i >= sentUpTo) {
                send(message, awaited);
                sentUpTo = i + 1;
            }
            awaited = message;
        }
    }

    void reconnect() {
        sentUpTo = 0;
        heardAt = time.millis();
        connection++;
    }

    /** Sends something that was decided long ago once more. */
    void repeatOld() {
        List<Outgoing> accepted =
                outbox.stream().filter(message -> message.seq != 0).toList();
        if (!accepted.isEmpty()) {
            send(accepted.get(random.nextInt(accepted.size())), null);
        }
    }

    private void send(Outgoing message, Outgoing awaited) {
        Submission plain = message.submission;
        if (heardAt == 0) {
            heardAt = time.millis();
        }
        wire.accept(new Submission(
                plain.conversation(),
                plain.from(),
                connection,
                plain.id(),
                awaited == null ? null : awaited.submission.id(),
                plain.expiryMillis(),
                plain.contentType(),
                plain.content()));
    }

    void answered(long fromConnection, Ack ack) {
        heardAt = time.millis();
        Outgoing message = outbox.stream()
                .filter(it -> it.submission.id().equals(ack.id()))
                .findFirst()
                .orElseThrow();
        if (ack.status() != Ack.Status.REJECTED) {
            if (message.seq != 0 && message.seq != ack.seq()) {
                throw new AssertionError("seq " + ack.seq() + " for " + ack.id() + ", was told " + message.seq);
            }
            if (message.refusal != null && message.refusal != Reason.EXPIRED) {
                throw new AssertionError(ack + " after " + message.refusal);
            }
            message.seq = ack.seq();
        } else if (ack.reason() != null && ack.reason().retryable()) {
            if (!message.isDecided() && fromConnection == connection) {
                restartAt = time.millis() + ack.retryAfterMillis() + random.nextInt(20);
                reconnect();
            }
        } else if (ack.reason() == Reason.EXPIRED && message.submission.expiryMillis() > 0) {
            message.refusal = ack.reason();
        } else {
            throw new AssertionError("honest message refused: " + ack);
        }
    }

    boolean isDone() {
        return outbox.stream().allMatch(Outgoing::isDecided);
    }
}
