package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.edge.EdgeObserver;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@link EdgeObserver} as meters. Every counter exists from the start, so that rates have no gaps. */
final class EdgeMeters implements EdgeObserver {
    /** Beyond this a message was waiting for its endpoint, not for us. */
    private static final long LIVE_MILLIS_MAX = 60_000;

    private final Map<LoginOutcome, Counter> logins = new EnumMap<>(LoginOutcome.class);
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Map<SendFault, Counter> sendFaults = new EnumMap<>(SendFault.class);
    private final Map<EndpointKind, Counter> delivered = new EnumMap<>(EndpointKind.class);
    private final Map<EndpointKind, Counter> resent = new EnumMap<>(EndpointKind.class);
    private final Counter submitted;
    private final Counter submittedBytes;
    private final Counter accepted;
    private final Counter duplicate;
    private final Counter overdue;
    private final Counter receipts;
    private final Counter receiptEntries;
    private final Counter syncs;
    private final Counter wills;
    private final Counter faults;
    private final Timer answer;
    private final Timer deliver;

    EdgeMeters(MeterRegistry registry) {
        for (LoginOutcome outcome : LoginOutcome.values()) {
            logins.put(outcome, counter(registry, "parley.logins", "Logins by outcome", "outcome", lower(outcome)));
        }
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    counter(
                            registry,
                            "parley.packets.refused",
                            "Packets refused at once, at the edge",
                            "reason",
                            reason.code()));
            rejected.put(
                    reason,
                    counter(
                            registry,
                            "parley.messages.rejected",
                            "Messages rejected by the owner of their conversation",
                            "reason",
                            reason.code()));
        }
        for (SendFault fault : SendFault.values()) {
            sendFaults.put(
                    fault,
                    counter(
                            registry,
                            "parley.sends.failed",
                            "Packets to clients that went nowhere",
                            "fault",
                            lower(fault)));
        }
        for (EndpointKind kind : EndpointKind.values()) {
            delivered.put(
                    kind,
                    counter(
                            registry,
                            "parley.messages.delivered",
                            "First deliveries to endpoints",
                            "kind",
                            lower(kind)));
            resent.put(
                    kind,
                    counter(
                            registry,
                            "parley.messages.resent",
                            "Repeated deliveries to endpoints",
                            "kind",
                            lower(kind)));
        }
        submitted = counter(registry, "parley.messages.submitted", "Messages sent to their owners");
        submittedBytes = Counter.builder("parley.messages.submitted.content")
                .description("Content of messages sent to their owners")
                .baseUnit("bytes")
                .register(registry);
        accepted = counter(registry, "parley.messages.accepted", "Messages whose senders were told accepted");
        duplicate = counter(registry, "parley.messages.duplicate", "Messages whose senders were told duplicate");
        overdue = counter(registry, "parley.answers.overdue", "Messages whose owner did not answer in time");
        receipts = counter(registry, "parley.receipts", "Receipt packets");
        receiptEntries = counter(registry, "parley.receipts.entries", "Watermarks in receipt packets");
        syncs = counter(registry, "parley.syncs", "Sync requests");
        wills = counter(registry, "parley.wills", "Wills sent for lost connections");
        faults = counter(registry, "parley.edge.faults", "Packets refused because of a bug in Parley");
        answer = Stages.timer(registry, "answer", "from its PUBLISH at this node to the owner's answer");
        deliver = Stages.timer(registry, "deliver", "from acceptance to an online endpoint's queue");
    }

    private static Counter counter(MeterRegistry registry, String name, String help, String... tags) {
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void loginEnded(LoginOutcome outcome) {
        count(logins, outcome);
    }

    @Override
    public void messageSubmitted(int contentBytes) {
        submitted.increment();
        submittedBytes.increment(contentBytes);
    }

    @Override
    public void refusedAtOnce(Reason reason) {
        count(refused, reason);
    }

    @Override
    public void messageAnswered(Ack ack, long nanos) {
        answer.record(nanos, TimeUnit.NANOSECONDS);
        Reason reason = ack.reason();
        if (reason != null) {
            count(rejected, reason);
        } else if (ack.status() == Ack.Status.ACCEPTED) {
            accepted.increment();
        } else {
            duplicate.increment();
        }
    }

    @Override
    public void answerOverdue() {
        overdue.increment();
    }

    @Override
    public void delivered(EndpointKind kind, boolean resend, long millisSinceAccepted) {
        count(resend ? resent : delivered, kind);
        if (!resend && millisSinceAccepted >= 0 && millisSinceAccepted < LIVE_MILLIS_MAX) {
            deliver.record(millisSinceAccepted, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void sendFailed(SendFault fault) {
        count(sendFaults, fault);
    }

    @Override
    public void receiptTaken(int entries) {
        receipts.increment();
        receiptEntries.increment(entries);
    }

    @Override
    public void syncAsked() {
        syncs.increment();
    }

    @Override
    public void willSent() {
        wills.increment();
    }

    @Override
    public void guardTripped() {
        faults.increment();
    }
}
