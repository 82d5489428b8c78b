package io.parley.broker.edge;

import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection that were submitted and not yet answered, and the way of the answers back. Every message
 * put in here leaves exactly once: answered by its owner, overdue, or with the connection.
 *
 * <p>Messages come from the connection's thread, answers from cluster threads, overdue ones from a timer; one lock, never
 * held while sending. Acks go out in the order the owner decided them.
 */
final class Answers {
    private final int inFlightMax;
    private final Admission admission;
    private final AckSender acks;
    private final EdgeObserver observer;

    /** By id; of several with the same one the oldest, which leads to the others. */
    private final Map<MessageId, Waiting> waiting = new HashMap<>();

    private int inFlight;
    private boolean closed;
    /** The PUBACK of the message that filled the window; HiveMQ hands out no further packet until it is answered. */
    private @Nullable Puback gate;

    Answers(int inFlightMax, Admission admission, AckSender acks, EdgeObserver observer) {
        this.inFlightMax = inFlightMax;
        this.admission = admission;
        this.acks = acks;
        this.observer = observer;
    }

    /**
     * Puts a message in, before it is submitted. It was admitted; from now on this class releases it.
     *
     * @return whether the window is full now, so that the caller should withhold the PUBACK with {@link #shut}
     */
    synchronized boolean expect(Waiting message) {
        if (closed) {
            admission.release(message.contentBytes);
            return false;
        }
        Waiting first = waiting.putIfAbsent(message.id, message);
        if (first != null) {
            while (first.next != null) {
                first = first.next;
            }
            first.next = message;
        }
        inFlight++;
        return inFlight >= inFlightMax;
    }

    /** Withholds a PUBACK, and with it all further packets of this client, until the window has room. */
    void shut(Puback puback) {
        synchronized (this) {
            if (!closed && inFlight >= inFlightMax) {
                gate = puback;
                return;
            }
        }
        puback.answer(AckReasonCode.SUCCESS, null);
    }

    /** The owner's answers, in its order. One that nobody waits for any more is dropped: its sender was told {@code unknown}. */
    void answered(List<Ack> answers, long nowNanos) {
        List<Waiting> senders = new ArrayList<>(answers.size());
        List<Ack> found = new ArrayList<>(answers.size());
        Puback opened;
        synchronized (this) {
            for (int i = 0; i < answers.size(); i++) {
                Waiting sender = take(answers.get(i).id());
                if (sender != null) {
                    senders.add(sender);
                    found.add(answers.get(i));
                }
            }
            opened = openGate();
        }
        for (int i = 0; i < senders.size(); i++) {
            observer.messageAnswered(found.get(i), nowNanos - senders.get(i).sinceNanos);
        }
        tell(senders, found);
        if (opened != null) {
            opened.answer(AckReasonCode.SUCCESS, null);
        }
    }

    /** Gives up on everything that has waited since before {@code limitNanos}: its outcome is unknown, and is said so. */
    void overdue(long limitNanos) {
        List<Waiting> senders = new ArrayList<>();
        List<Ack> unknown = new ArrayList<>();
        Puback opened;
        synchronized (this) {
            if (inFlight == 0) {
                return;
            }
            List<MessageId> ids = new ArrayList<>();
            for (Waiting message : waiting.values()) {
                if (message.sinceNanos - limitNanos < 0) {
                    ids.add(message.id);
                }
            }
            for (MessageId id : ids) {
                Waiting message = take(id);
                if (message != null) {
                    senders.add(message);
                    unknown.add(Ack.rejected(id, Reason.UNKNOWN_OUTCOME, 0));
                }
            }
            opened = openGate();
        }
        senders.forEach(sender -> observer.answerOverdue());
        tell(senders, unknown);
        if (opened != null) {
            opened.answer(AckReasonCode.SUCCESS, null);
        }
    }

    /** The connection is gone: nobody waits any more. */
    void close() {
        List<Puback> held = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (MessageId id : List.copyOf(waiting.keySet())) {
                for (Waiting message = take(id); message != null; message = take(id)) {
                    if (message.puback != null) {
                        held.add(message.puback);
                    }
                }
            }
            if (gate != null) {
                held.add(gate);
                gate = null;
            }
        }
        held.forEach(puback -> puback.answer(AckReasonCode.UNSPECIFIED_ERROR, "the connection is gone"));
    }

    /** Whether the window is full, so that what has no PUBACK to withhold must be refused. */
    synchronized boolean isFull() {
        return inFlight >= inFlightMax;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** The oldest with this id. */
    private @Nullable Waiting take(MessageId id) {
        Waiting message = waiting.get(id);
        if (message == null) {
            return null;
        }
        if (message.next == null) {
            waiting.remove(id);
        } else {
            waiting.put(id, message.next);
        }
        inFlight--;
        admission.release(message.contentBytes);
        return message;
    }

    private @Nullable Puback openGate() {
        if (gate == null || inFlight >= inFlightMax) {
            return null;
        }
        Puback opened = gate;
        gate = null;
        return opened;
    }

    /** Neighbours with the same Response Topic share packets, if they asked for it. */
    private void tell(List<Waiting> senders, List<Ack> answers) {
        int from = 0;
        while (from < senders.size()) {
            Waiting sender = senders.get(from);
            int to = from + 1;
            if (sender.replyTo != null) {
                while (to < senders.size() && sender.replyTo.equals(senders.get(to).replyTo)) {
                    to++;
                }
                acks.send(sender.replyTo, answers.subList(from, to));
            } else if (sender.puback != null) {
                puback(sender.puback, answers.get(from));
            }
            from = to;
        }
    }

    private static void puback(Puback puback, Ack answer) {
        Reason reason = answer.reason();
        if (reason == null) {
            puback.answer(AckReasonCode.SUCCESS, null);
        } else {
            puback.answer(MqttCodes.puback(reason), new Refusal(reason, detail(answer)).reasonString());
        }
    }

    private static String detail(Ack answer) {
        return answer.retryAfterMillis() > 0
                ? "try again in " + answer.retryAfterMillis() + " ms"
                : answer.reason() == Reason.UNKNOWN_OUTCOME ? "no answer in time, send it again" : "not accepted";
    }
}
