package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.MessageTrace;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Trace;
import io.parley.broker.storage.Trace.EndpointMark;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds a message by its id alone: the id says the slice, and the shards of a slice are few enough to read. Costs nothing
 * when messages are written. What {@code message_id} has forgotten is searched for in the log of a user's conversations.
 */
final class CassandraMessageTrace implements MessageTrace {
    /** Messages searched in one conversation's log when {@code message_id} does not know the id. */
    static final int SEARCHED_MAX = 100_000;

    private static final int PAGE_MESSAGES = 1000;
    private static final long PAGE_BYTES = 8L << 20;

    private record Place(ConversationId conversation, long seq, long epoch) {}

    private final Statements statements;
    private final Reads reads;
    private final LogReader log;
    private final TailReader tails;
    private final EndpointStore endpoints;

    CassandraMessageTrace(
            Statements statements, Reads reads, LogReader log, TailReader tails, EndpointStore endpoints) {
        this.statements = statements;
        this.reads = reads;
        this.log = log;
        this.tails = tails;
        this.endpoints = endpoints;
    }

    @Override
    public CompletionStage<Optional<Trace>> find(MessageId id, Optional<UserName> hint) {
        return Failures.bare(
                "tracing " + id,
                places(id, hint)
                        .thenCompose(places -> firstTrue(id, places.iterator()))
                        .thenCompose(found -> found.isPresent() || hint.isEmpty()
                                ? CompletableFuture.completedStage(found)
                                : search(id, hint.get())));
    }

    /** Where {@code message_id} has the id, highest epoch first. Ids are a sender's own, so there may be several. */
    private CompletionStage<List<Place>> places(MessageId id, Optional<UserName> hint) {
        long slice = IdIndex.sliceOf(id);
        List<Place> places = new ArrayList<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (int i = 0; i < IdIndex.SHARDS; i++) {
            int shard = i;
            // One shard after the other: this is for people, and the places need no lock.
            all = all.thenCompose(done -> reads.execute(statements.idsOfShard.bind(slice, shard)))
                    .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> collect(id, row, places)));
        }
        return all.thenApply(done -> {
            hint.ifPresent(
                    user -> places.removeIf(place -> !place.conversation().mayConcern(user)));
            places.sort(Comparator.comparingLong(Place::epoch).reversed());
            return places;
        });
    }

    private static void collect(MessageId id, Row row, List<Place> places) {
        long firstSeq = row.getLong(3);
        IdIndex.decode(firstSeq, Objects.requireNonNull(row.getByteBuffer(2)), (sender, known) -> {
            if (sender.id().equals(id)) {
                places.add(new Place(CassandraEndpointStore.conversation(row, 0), known.seq(), row.getLong(1)));
            }
        });
    }

    /** An id that is not in the log at its place was written with a block that never became part of it. */
    private CompletionStage<Optional<Trace>> firstTrue(MessageId id, Iterator<Place> places) {
        if (!places.hasNext()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Place place = places.next();
        return log.read(place.conversation(), place.seq(), place.seq(), new LogReader.Limits(1, 1))
                .thenCompose(blocks -> {
                    Optional<Block> block = blocks.stream()
                            .filter(candidate ->
                                    candidate.messages().get(0).id().equals(id))
                            .findFirst();
                    return block.isPresent() ? trace(block.get(), id) : firstTrue(id, places);
                });
    }

    private CompletionStage<Optional<Trace>> search(MessageId id, UserName user) {
        return endpoints
                .conversationsOf(user)
                .thenCompose(conversations -> search(id, conversations.keySet().iterator()));
    }

    private CompletionStage<Optional<Trace>> search(MessageId id, Iterator<ConversationId> conversations) {
        if (!conversations.hasNext()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        ConversationId conversation = conversations.next();
        return startOf(id, conversation)
                .thenCompose(from -> searchLog(id, conversation, from, from + SEARCHED_MAX))
                .thenCompose(found ->
                        found.isPresent() ? CompletableFuture.completedStage(found) : search(id, conversations));
    }

    /** A message is accepted after its sender made it, give or take a clock: older buckets need no search. */
    private CompletionStage<Long> startOf(MessageId id, ConversationId conversation) {
        if (!id.isTimeOrdered()) {
            return CompletableFuture.completedStage(1L);
        }
        Instant made = Instant.ofEpochMilli(id.unixMillis()).minusSeconds(600);
        return reads.execute(statements.buckets.bind(conversation.value(), Long.MAX_VALUE, Integer.MAX_VALUE))
                .thenCompose(rows -> {
                    long[] start = {1};
                    return CassandraEndpointStore.each(rows, row -> {
                                Instant opened = row.getInstant(1);
                                if (opened != null && opened.isBefore(made)) {
                                    start[0] = Math.max(start[0], row.getLong(0));
                                }
                            })
                            .thenApply(done -> start[0]);
                });
    }

    private CompletionStage<Optional<Trace>> searchLog(MessageId id, ConversationId conversation, long from, long end) {
        if (from >= end) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return log.read(conversation, from, end - 1, new LogReader.Limits(PAGE_MESSAGES, PAGE_BYTES))
                .thenCompose(blocks -> {
                    if (blocks.isEmpty()) {
                        return CompletableFuture.completedStage(Optional.empty());
                    }
                    for (Block block : blocks) {
                        if (block.messages().stream()
                                .anyMatch(message -> message.id().equals(id))) {
                            return trace(block, id);
                        }
                    }
                    long next = blocks.get(blocks.size() - 1).lastSeq() + 1;
                    return searchLog(id, conversation, next, end);
                });
    }

    private CompletionStage<Optional<Trace>> trace(Block block, MessageId id) {
        ConversationId conversation = block.conversation();
        StoredMessage message = block.messages().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
        List<EndpointMark> marks = new ArrayList<>();
        CompletionStage<Void> collected = endpointMarks(conversation, conversation.first(), marks);
        if (!conversation.first().equals(conversation.second())) {
            collected = collected.thenCompose(done -> endpointMarks(conversation, conversation.second(), marks));
        }
        return collected
                .thenCompose(done -> tails.marks(conversation))
                .thenApply(users -> Optional.of(new Trace(conversation, message, block.epoch(), users, marks)));
    }

    private CompletionStage<Void> endpointMarks(ConversationId conversation, UserName user, List<EndpointMark> marks) {
        return reads.execute(statements.endpointMarksOfUser.bind(user.value()))
                .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> {
                    if (conversation.value().equals(row.getString(1))) {
                        marks.add(new EndpointMark(
                                new EndpointId(user, Objects.requireNonNull(row.getString(0))),
                                row.getLong(2),
                                Objects.requireNonNull(row.getInstant(3)).toEpochMilli()));
                    }
                }));
    }
}
