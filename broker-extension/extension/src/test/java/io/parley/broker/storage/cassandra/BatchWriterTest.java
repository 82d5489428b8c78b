package io.parley.broker.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private static final WriteLimits LIMITS = new WriteLimits(2, 3, 1024, 10, 4096);

    private final List<Statement<?>> sent = new ArrayList<>();
    private final List<CompletableFuture<Object>> answers = new ArrayList<>();
    private final CassandraHealth health = new CassandraHealth(StorageObserver.NONE);
    private final BatchWriter writer = writer(LIMITS, "same");

    private BatchWriter writer(WriteLimits limits, Object... replicaSets) {
        int[] next = {0};
        return new BatchWriter(
                statement -> {
                    sent.add(statement);
                    CompletableFuture<Object> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return answer;
                },
                statement -> replicaSets[next[0]++ % replicaSets.length],
                limits,
                health,
                StorageObserver.NONE);
    }

    @AfterEach
    void close() {
        health.close();
    }

    private static Write statement(int bytes) {
        return new Write(
                (BoundStatement) Proxy.newProxyInstance(
                        BatchWriterTest.class.getClassLoader(),
                        new Class<?>[] {BoundStatement.class},
                        (self, m, a) -> m.getName().equals("equals")
                                ? self == a[0]
                                : m.getName().equals("hashCode") ? 1 : null),
                bytes);
    }

    private CompletableFuture<Void> write(Write... writes) {
        return writer.write(List.of(writes)).toCompletableFuture();
    }

    private List<Integer> sizes() {
        return sent.stream()
                .map(s -> s instanceof BatchStatement batch ? batch.size() : 1)
                .toList();
    }

    private static StorageException failureOf(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().join();
            throw new AssertionError("did not fail");
        } catch (CompletionException failed) {
            return (StorageException) failed.getCause();
        }
    }

    @Test
    void should_send_at_once_while_idle_and_gather_while_busy() {
        write(statement(10));
        write(statement(10));
        assertThat(sizes()).containsExactly(1, 1);
        for (int i = 0; i < 5; i++) {
            write(statement(10));
        }
        assertThat(sizes()).containsExactly(1, 1);
        answers.get(0).complete("done");
        assertThat(sizes()).containsExactly(1, 1, 3);
        answers.get(1).complete("done");
        assertThat(sizes()).containsExactly(1, 1, 3, 2);
    }

    @Test
    void should_bound_a_batch_in_bytes_and_send_a_large_statement_alone() {
        write(statement(10));
        write(statement(10));
        write(statement(600));
        write(statement(600));
        write(statement(2000));
        answers.get(0).complete("done");
        answers.get(1).complete("done");
        answers.get(2).complete("done");
        assertThat(sizes()).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void should_complete_a_write_only_when_all_its_statements_are_durable() {
        BatchWriter apart = writer(LIMITS, "one", "other");
        CompletableFuture<Void> append =
                apart.write(List.of(statement(10), statement(10))).toCompletableFuture();
        assertThat(sizes()).containsExactly(1, 1);
        answers.get(1).complete("done");
        assertThat(append).isNotDone();
        answers.get(0).complete("done");
        assertThat(append).isCompleted();
    }

    @Test
    void should_say_unknown_of_what_timed_out_and_not_written_of_what_no_node_took() {
        CompletableFuture<Void> late = write(statement(10));
        CompletableFuture<Void> unsent = write(statement(10));
        answers.get(0).completeExceptionally(new DriverTimeoutException("2 s"));
        answers.get(1).completeExceptionally(new NoNodeAvailableException());
        assertThat(failureOf(late).outcomeUnknown()).isTrue();
        assertThat(failureOf(unsent).outcomeUnknown()).isFalse();
    }

    @Test
    void should_say_unknown_when_one_part_is_written_and_the_other_not() {
        BatchWriter apart = writer(LIMITS, "one", "other");
        CompletionStage<Void> append = apart.write(List.of(statement(10), statement(10)));
        answers.get(0).completeExceptionally(new NoNodeAvailableException());
        answers.get(1).complete("done");
        assertThat(failureOf(append).outcomeUnknown()).isTrue();
    }

    @Test
    void should_refuse_what_the_queue_cannot_hold_and_recover() {
        write(statement(10));
        write(statement(10));
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(write(statement(10)));
        }
        StorageException full = failureOf(write(statement(10)));
        assertThat(full.outcomeUnknown()).isFalse();
        assertThat(full).hasMessageContaining("10 of 10 statements");
        for (int i = 0; i < answers.size(); i++) {
            answers.get(i).complete("done");
        }
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(failureOf(write(statement(5000)))).hasMessageContaining("4096 bytes");
        assertThat(write(statement(10))).isNotDone();
    }

    @Test
    void should_not_recurse_when_every_batch_fails_at_once() {
        WriteLimits deep = new WriteLimits(1, 1, 1024, 100_000, 1 << 20);
        CompletableFuture<Object> gate = new CompletableFuture<>();
        BatchWriter down = new BatchWriter(
                statement -> gate.isDone() ? CompletableFuture.failedFuture(new NoNodeAvailableException()) : gate,
                statement -> "same",
                deep,
                health,
                StorageObserver.NONE);
        List<CompletionStage<Void>> all = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            all.add(down.write(List.of(statement(1))));
        }
        gate.complete("done");
        assertThat(all).allMatch(stage -> stage.toCompletableFuture().isDone());
        assertThat(health.fault()).isPresent();
    }

    @Test
    void should_fail_a_write_whose_sender_throws() {
        BatchWriter closed = new BatchWriter(
                statement -> {
                    throw new IllegalStateException("Session is closed");
                },
                statement -> "same",
                LIMITS,
                health,
                StorageObserver.NONE);
        assertThat(failureOf(closed.write(List.of(statement(1))))).hasMessageContaining("Session is closed");
    }

    @Test
    void should_complete_a_write_of_nothing() {
        assertThat(writer.write(List.of())).isCompleted();
    }
}
