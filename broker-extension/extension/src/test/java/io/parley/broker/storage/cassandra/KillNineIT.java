package io.parley.broker.storage.cassandra;

import static io.parley.broker.storage.Stores.await;
import static io.parley.broker.storage.Stores.block;
import static io.parley.broker.storage.Stores.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Stores;
import io.parley.protocol.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The fear: Cassandra dies or stops while blocks are on their way. Nothing that was acknowledged may be missing, and what
 * is unknown must be settled by reading it back.
 */
class KillNineIT {
    private static final int CHATS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean stopping;

    @Test
    void should_keep_every_acknowledged_block_and_settle_every_unknown_one() throws Exception {
        try (CassandraProcess node = CassandraProcess.start("kill");
                CassandraStorage storage =
                        CassandraStorage.connect(StorageSettings.embedded(node.contactPoint()), StorageObserver.NONE)) {
            List<Owner> owners = new ArrayList<>();
            for (int i = 0; i < CHATS; i++) {
                owners.add(new Owner(storage.conversations()));
            }
            owners.forEach(Owner::start);
            awaitBlocks(owners, 20);
            for (int round = 0; round < 2; round++) {
                node.kill();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> storage.health().fault().isPresent());
                node.restart();
                node.awaitReady();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> storage.health().fault().isEmpty());
                awaitBlocks(owners, 20);
            }
            // Frozen, it answers nothing for longer than the request timeout, then everything at once.
            node.signal("STOP");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> storage.health().fault().isPresent());
            node.signal("CONT");
            awaitBlocks(owners, 20);
            stopping = true;
            owners.forEach(owner ->
                    owner.done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
            assertThat(unknown.get()).as("appends whose outcome was unknown").isPositive();
            for (Owner owner : owners) {
                assertLog(storage.conversations(), owner);
            }
            System.out.println("unknown " + unknown + ", refused " + refused);
        }
    }

    private static void awaitBlocks(List<Owner> owners, int more) {
        List<Long> from = owners.stream().map(owner -> owner.acknowledged).toList();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            for (int i = 0; i < owners.size(); i++) {
                if (owners.get(i).acknowledged < from.get(i) + more) {
                    return false;
                }
            }
            return true;
        });
    }

    private static void assertLog(ConversationStore store, Owner owner) {
        List<StoredMessage> log = new ArrayList<>();
        List<StoredMessage> page;
        do {
            page = await(store.read(owner.chat, log.size() + 1L, owner.acknowledged, 500, 1 << 20));
            log.addAll(page);
        } while (!page.isEmpty());
        assertThat(log)
                .extracting(StoredMessage::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, owner.acknowledged).boxed().toList());
        assertThat(await(store.readTail(owner.chat, 10)).blocks())
                .last()
                .extracting(Block::lastSeq)
                .isEqualTo(owner.acknowledged);
    }

    /** Writes one block after the other, as the owner of a conversation does. */
    private final class Owner {
        final ConversationId chat = Stores.freshChat();
        final CompletableFuture<Void> done = new CompletableFuture<>();
        volatile long acknowledged;

        private final ConversationStore store;
        private final Executor later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

        Owner(ConversationStore store) {
            this.store = store;
        }

        void start() {
            await(store.openBucket(chat, 1));
            append(next());
        }

        private Block next() {
            return block(chat, 1, 1, acknowledged + 1, acknowledged + 1 + acknowledged % 4);
        }

        private void append(Block block) {
            store.append(block, known(block)).whenComplete((written, failure) -> {
                if (failure == null) {
                    acknowledged(block);
                } else if (((StorageException) failure).outcomeUnknown()) {
                    unknown.incrementAndGet();
                    later.execute(() -> settle(block));
                } else {
                    refused.incrementAndGet();
                    later.execute(() -> append(block));
                }
            });
        }

        private void settle(Block block) {
            store.readBlock(chat, 1, block.firstSeq()).whenComplete((found, failure) -> {
                if (failure != null) {
                    later.execute(() -> settle(block));
                } else if (found.equals(Optional.of(block))) {
                    // Its ids may be missing: only an append that succeeds says that both are there.
                    append(block);
                } else if (found.isEmpty()) {
                    append(block);
                } else {
                    done.completeExceptionally(new AssertionError("another block at seq " + block.firstSeq()));
                }
            });
        }

        private void acknowledged(Block block) {
            acknowledged = block.lastSeq();
            if (stopping) {
                done.complete(null);
            } else {
                append(next());
            }
        }
    }
}
