package io.parley.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.broker.schedule.SchedulerSettings;
import io.parley.broker.schedule.Sending;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scheduler of two nodes: the real singleton over memory, with owners that only take down what is sent. */
@Timeout(120)
class SchedulerHandOverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final UserName ALICE = new UserName("alice");

    private final Map<MessageId, String> sentFrom = new ConcurrentHashMap<>();
    private final List<Scheduled> told = new CopyOnWriteArrayList<>();

    @Test
    void should_send_from_one_node_and_go_on_from_the_other_when_it_leaves() throws Exception {
        try (Nodes nodes = new Nodes()) {
            ClusterNode here = nodes.start();
            run(nodes, here, "here");
            ClusterNode there = nodes.start();
            run(nodes, there, "there");
            await().atMost(PATIENCE).until(() -> here.members().size() == 2);

            MessageId first = schedule(nodes, 1, 0);
            await().atMost(PATIENCE).until(() -> told.size() == 1);
            assertThat(sentFrom).containsExactly(Map.entry(first, "here"));

            MessageId second = schedule(nodes, 2, 1_000);
            here.close();
            await().atMost(PATIENCE).until(() -> told.size() == 2);
            assertThat(sentFrom).containsKey(second);
            MessageId third = schedule(nodes, 3, 0);
            await().atMost(PATIENCE).until(() -> told.size() == 3);
            assertThat(sentFrom).containsEntry(third, "there");
        }
    }

    private void run(Nodes nodes, ClusterNode node, String name) {
        Sending.Outbox outbox = message -> {
            sentFrom.put(message.id(), name);
            return CompletableFuture.completedFuture(Ack.accepted(message.id(), 1, 1));
        };
        node.runScheduler(
                nodes.storage().schedules(),
                new Sending(nodes.storage().schedules(), outbox, told::add, Clock.systemUTC()),
                SchedulerSettings.DEFAULT);
    }

    private static MessageId schedule(Nodes nodes, long number, long inMillis)
            throws ExecutionException, InterruptedException {
        MessageId id = new MessageId(0x7000, Long.MIN_VALUE | number);
        nodes.storage()
                .schedules()
                .create(new ScheduledMessage(
                        ALICE,
                        id,
                        ConversationId.chat(ALICE, ALICE),
                        Clock.systemUTC().millis() + inMillis,
                        "text/plain",
                        Content.ofText("later")))
                .toCompletableFuture()
                .get();
        return id;
    }
}
