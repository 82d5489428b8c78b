package io.parley.broker.storage.cassandra;

import static io.parley.broker.storage.Stores.append;
import static io.parley.broker.storage.Stores.await;
import static io.parley.broker.storage.Stores.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.NameQuery;
import io.parley.broker.storage.ProfileChange;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Stores;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.Trace;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only Cassandra can get wrong. */
@ExtendWith(CassandraStores.Resolver.class)
class CassandraStoreIT {
    private final CassandraStores cassandra;
    private final ConversationId chat = Stores.freshChat();

    CassandraStoreIT(CassandraStores cassandra) {
        this.cassandra = cassandra;
    }

    @Test
    void should_let_many_nodes_prepare_one_keyspace_at_once() {
        StorageSettings settings =
                StorageSettings.embedded(cassandra.contactPoint()).withKeyspace("race_" + System.nanoTime());
        List<CompletableFuture<CassandraStorage>> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(CompletableFuture.supplyAsync(() -> CassandraStorage.connect(settings, StorageObserver.NONE)));
        }
        List<CassandraStorage> storages =
                nodes.stream().map(CompletableFuture::join).toList();
        await(storages.get(0).conversations().openBucket(chat, 1));
        append(storages.get(1).conversations(), block(chat, 1, 1, 1, 3));
        assertThat(await(storages.get(2).conversations().read(chat, 1, 3, 10, 1000)))
                .hasSize(3);
        storages.forEach(CassandraStorage::close);
    }

    @Test
    void should_give_up_at_the_deadline_when_there_is_no_cassandra() {
        StorageSettings nowhere = StorageSettings.embedded("127.0.0.1:1").withConnectDeadline(Duration.ofMillis(200));
        assertThatThrownBy(() -> CassandraStorage.connect(nowhere, StorageObserver.NONE))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void should_say_true_again_to_who_made_the_account() {
        Account account = new Account(chat.first(), "$argon2id$x", 1_700_000_000_000L);
        assertThat(await(cassandra.accounts().create(account))).isTrue();
        assertThat(await(cassandra.accounts().create(account))).isTrue();
        await(cassandra.accounts().setPassword(chat.second(), "$argon2id$nobody"));
        assertThat(await(cassandra.accounts().find(chat.second()))).isEmpty();
    }

    @Test
    void should_make_accounts_findable_that_were_made_before_there_was_a_search() {
        String keyspace = "before_" + System.nanoTime();
        StorageSettings settings =
                StorageSettings.embedded(cassandra.contactPoint()).withKeyspace(keyspace);
        CassandraStorage.connect(settings, StorageObserver.NONE).close();
        try (CqlSession session = Sessions.open(settings)) {
            session.execute("DELETE FROM " + keyspace + ".schema_version WHERE version = 10");
            for (int i = 0; i < 300; i++) {
                session.execute(
                        "INSERT INTO " + keyspace + ".user_account (name, kind) VALUES ('before-" + i + "', 'person')");
            }
        }
        try (CassandraStorage storage = CassandraStorage.connect(settings, StorageObserver.NONE)) {
            NameQuery query = NameQuery.parse("before-").orElseThrow();
            assertThat(await(storage.profiles().find(query, 500, Optional.empty()))
                            .items())
                    .hasSize(300);
            assertThat(await(storage.profiles()
                            .set(
                                    new UserName("before-7"),
                                    new ProfileChange("Seven", null, null, null, null, null, null))))
                    .isTrue();
            assertThat(await(storage.profiles().find(NameQuery.parse("seve").orElseThrow(), 5, Optional.empty()))
                            .items())
                    .hasSize(1);
        }
    }

    @Test
    void should_keep_the_further_mark_whichever_is_written_last() {
        EndpointId phone = new EndpointId(chat.first(), "phone");
        await(cassandra.conversations().saveMarks(chat, chat.first(), new UserMarks(9, 4), 0));
        await(cassandra.conversations().saveMarks(chat, chat.first(), new UserMarks(8, 4), 0));
        await(cassandra.endpoints().saveMarks(phone, Map.of(chat, 9L)));
        await(cassandra.endpoints().saveMarks(phone, Map.of(chat, 7L)));
        assertThat(await(cassandra.endpoints().conversationsOf(chat.first())))
                .isEqualTo(Map.of(chat, new UserMarks(9, 4)));
        assertThat(await(cassandra.endpoints().marksOf(phone))).isEqualTo(Map.of(chat, 9L));
    }

    @Test
    void should_find_seqs_in_a_conversation_of_many_buckets() {
        for (long first = 1; first <= 60; first += 2) {
            await(cassandra.conversations().openBucket(chat, first));
            append(cassandra.conversations(), block(chat, first, 1, first, first + 1));
        }
        for (long from = 1; from <= 60; from++) {
            assertThat(await(cassandra.conversations().read(chat, from, 60, 100, 1 << 20)))
                    .extracting(StoredMessage::seq)
                    .hasSize((int) (61 - from))
                    .startsWith(from)
                    .endsWith(60L);
        }
        Tail tail = await(cassandra.conversations().readTail(chat, 50));
        assertThat(tail.bucket()).isEqualTo(59);
        assertThat(tail.blocks()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(await(cassandra.conversations().readTail(chat, 60)).whole()).isTrue();
    }

    @Test
    void should_carry_a_block_larger_than_a_batch() {
        String text = "x".repeat(250_000);
        List<StoredMessage> messages = List.of(
                Stores.message(chat, 1, Stores.id(Stores.AT, 1), text),
                Stores.message(chat, 2, Stores.id(Stores.AT, 2), text));
        await(cassandra.conversations().openBucket(chat, 1));
        append(cassandra.conversations(), new Block(chat, 1, 1, 0, messages));
        assertThat(await(cassandra.conversations().read(chat, 1, 2, 10, 1 << 20)))
                .isEqualTo(messages);
    }

    @Test
    void should_trace_a_message_by_its_id_alone() {
        EndpointId phone = new EndpointId(chat.second(), "phone");
        await(cassandra.conversations().openBucket(chat, 1));
        Block block = block(chat, 1, 4, 1, 9);
        append(cassandra.conversations(), block);
        await(cassandra.conversations().saveMarks(chat, chat.second(), new UserMarks(7, 5), 0));
        await(cassandra.endpoints().saveMarks(phone, Map.of(chat, 7L)));
        MessageId id = block.messages().get(5).id();
        // Other tests use the same ids in other chats; a hint chooses.
        Trace trace = await(cassandra.storage().trace().find(id, Optional.of(chat.second())))
                .orElseThrow();
        assertThat(trace.conversation()).isEqualTo(chat);
        assertThat(trace.message()).isEqualTo(block.messages().get(5));
        assertThat(trace.epoch()).isEqualTo(4);
        assertThat(trace.isReceivedBy(chat.second())).isTrue();
        assertThat(trace.isReadBy(chat.second())).isFalse();
        assertThat(trace.endpoints()).singleElement().satisfies(mark -> {
            assertThat(mark.endpoint()).isEqualTo(phone);
            assertThat(mark.received()).isEqualTo(7);
            assertThat(mark.at()).isPositive();
        });
        assertThat(await(cassandra.storage().trace().find(Stores.id(1, 1), Optional.of(chat.second()))))
                .isEmpty();
    }

    @Test
    void should_trace_through_the_log_what_the_id_table_does_not_know() {
        await(cassandra.conversations().openBucket(chat, 1));
        List<StoredMessage> messages =
                List.of(Stores.message(chat, 1, Stores.id(Stores.AT, 1 + System.nanoTime()), "x"));
        Block block = new Block(chat, 1, 1, 0, messages);
        append(cassandra.conversations(), block);
        await(cassandra.conversations().saveMarks(chat, chat.first(), UserMarks.NONE, 0));
        cassandra.truncate("message_id");
        MessageId id = messages.get(0).id();
        assertThat(await(cassandra.storage().trace().find(id, Optional.empty())))
                .isEmpty();
        assertThat(await(cassandra.storage().trace().find(id, Optional.of(chat.first()))))
                .map(Trace::message)
                .contains(messages.get(0));
    }

    @Test
    void should_not_trace_an_id_whose_block_never_became_part_of_the_log() {
        await(cassandra.conversations().openBucket(chat, 1));
        MessageId id = Stores.id(Stores.AT, System.nanoTime());
        Block late = new Block(chat, 1, 1, 0, List.of(Stores.message(chat, 1, id, "late")));
        append(cassandra.conversations(), late);
        assertThat(await(cassandra.storage().trace().find(id, Optional.empty())))
                .isPresent();
        append(cassandra.conversations(), block(chat, 1, 2, 1, 3));
        assertThat(await(cassandra.storage().trace().find(id, Optional.empty())))
                .isEmpty();
    }
}
