package io.parley.broker.schedule;

import io.parley.broker.conversation.VirtualTime;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** The owners of all conversations as the scheduler sees them: they know an id for 8 days, and their answers may be lost. */
final class VirtualOwners implements Sending.Outbox {
    private static final long REMEMBERED = Duration.ofDays(8).toMillis();
    private static final long TIMEOUT = 10_000;

    /** One message in the log. */
    record Entry(ScheduledMessage message, long seq, long at) {}

    private final VirtualTime time;
    private final Random random;
    private final Map<MessageId, Entry> known = new HashMap<>();
    final List<Entry> log = new ArrayList<>();
    double faultRate;
    /** What this conversation answers to everything, null if it accepts. */
    final Map<ConversationId, Reason> refusing = new HashMap<>();

    VirtualOwners(VirtualTime time, Random random) {
        this.time = time;
        this.random = random;
    }

    List<Entry> logOf(MessageId id) {
        return log.stream().filter(it -> it.message().id().equals(id)).toList();
    }

    @Override
    public CompletionStage<Ack> submit(ScheduledMessage message) {
        CompletableFuture<Ack> answer = new CompletableFuture<>();
        boolean arrives = random.nextDouble() >= faultRate;
        boolean answers = random.nextDouble() >= faultRate;
        boolean busy = random.nextDouble() < faultRate;
        if (arrives) {
            time.after(1 + random.nextInt(20), () -> {
                Ack ack = busy ? Ack.rejected(message.id(), Reason.BUSY, 500) : decide(message);
                if (answers) {
                    answer.complete(ack);
                }
            });
        }
        time.after(TIMEOUT, () -> answer.completeExceptionally(new TimeoutException()));
        return answer;
    }

    private Ack decide(ScheduledMessage message) {
        Reason refused = refusing.get(message.conversation());
        if (refused != null) {
            return Ack.rejected(message.id(), refused, 0);
        }
        Entry former = known.get(message.id());
        if (former != null && time.millis() - former.at() <= REMEMBERED) {
            return Ack.duplicate(message.id(), former.seq(), former.at());
        }
        Entry entry = new Entry(message, log.size() + 1L, time.millis());
        log.add(entry);
        known.put(message.id(), entry);
        return Ack.accepted(message.id(), entry.seq(), entry.at());
    }
}
