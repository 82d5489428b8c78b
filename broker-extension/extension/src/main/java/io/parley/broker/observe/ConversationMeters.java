package io.parley.broker.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ConversationObserver} as meters, and its rare events as log lines. */
final class ConversationMeters implements ConversationObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ConversationMeters.class);

    private final Timer recover;
    private final Timer append;
    private final DistributionSummary blockMessages;
    private final Counter accepted;
    private final Counter acceptedBytes;
    private final Counter duplicates;
    private final Counter lookups;
    private final Counter inDoubt;
    private final Counter storeFailures;
    private final Counter expired;
    private final Counter fenced;
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Map<Reason, Counter> receiptsRefused = new EnumMap<>(Reason.class);

    ConversationMeters(MeterRegistry registry) {
        recover = Stages.timer(registry, "recover", "reading a conversation's tail by a new owner");
        append = Stages.timer(registry, "append", "making a block durable");
        blockMessages = DistributionSummary.builder("parley.block.messages")
                .description("Messages that became durable together")
                .register(registry);
        accepted = counter(registry, "parley.owner.accepted", "Messages accepted by owners on this node");
        acceptedBytes = Counter.builder("parley.owner.accepted.content")
                .description("Content accepted by owners on this node")
                .baseUnit("bytes")
                .register(registry);
        duplicates = counter(registry, "parley.owner.duplicates", "Retries that got the first answer again");
        lookups = counter(registry, "parley.owner.ids.looked.up", "Message ids looked up in the store");
        inDoubt = counter(
                registry, "parley.owner.appends.in.doubt", "Appends read back because their outcome was unknown");
        storeFailures = counter(registry, "parley.owner.store.failures", "Pauses of an owner because the store failed");
        expired = counter(registry, "parley.messages.expired", "Messages that expired before they were received");
        fenced = counter(registry, "parley.owner.fenced", "Owners that found a newer one");
        for (Reason reason : Reason.values()) {
            rejected.put(
                    reason,
                    counter(
                            registry,
                            "parley.owner.rejected",
                            "Messages rejected by owners on this node",
                            "reason",
                            reason.code()));
            receiptsRefused.put(
                    reason,
                    counter(
                            registry,
                            "parley.owner.receipts.refused",
                            "Watermarks refused by owners on this node",
                            "reason",
                            reason.code()));
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String help, String... tags) {
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }

    @Override
    public void recovered(long nanos) {
        recover.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void appendTook(long nanos, int messages) {
        append.record(nanos, TimeUnit.NANOSECONDS);
        blockMessages.record(messages);
    }

    @Override
    public void accepted(int messages, long contentBytes) {
        accepted.increment(messages);
        acceptedBytes.increment(contentBytes);
    }

    @Override
    public void duplicate() {
        duplicates.increment();
    }

    @Override
    public void rejected(Reason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void idsLookedUp(int ids) {
        lookups.increment(ids);
    }

    @Override
    public void appendInDoubt(ConversationId conversation, long firstSeq) {
        inDoubt.increment();
        LOG.warn("The append of {} from seq {} is in doubt and is read back", conversation, firstSeq);
    }

    @Override
    public void storeFailed(ConversationId conversation, String what, Throwable fault) {
        storeFailures.increment();
        LOG.debug("{}: {} failed, trying again", conversation, what, fault);
    }

    @Override
    public void receiptRefused(Reason reason) {
        Counter counter = receiptsRefused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void expired() {
        expired.increment();
    }

    @Override
    public void fenced(ConversationId conversation, long epoch, long newer) {
        fenced.increment();
        LOG.error(
                "The owner of {} with epoch {} stops: epoch {} has written. Two parts of the cluster may have been apart",
                conversation,
                epoch,
                newer);
    }
}
