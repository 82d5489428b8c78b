package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.BlockCodec;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The log in Cassandra.
 *
 * <p>A block's time stamp is its epoch. At one first seq a higher epoch therefore wins whenever the writes arrive and
 * whatever the clocks say, and an owner that repeats a block repeats the very same cells.
 */
final class CassandraConversationStore implements ConversationStore {
    /** What a statement needs besides its blob: key, numbers, framing. */
    private static final int STATEMENT_BYTES = 120;

    private final CqlSession session;
    private final Statements statements;
    private final Reads reads;
    private final BatchWriter writer;
    private final CassandraGroupStore groups;
    private final Clock clock;
    private final BlockRows rows;
    private final LogReader log;
    private final TailReader tails;
    private final IdFinder ids;

    CassandraConversationStore(
            CqlSession session,
            Statements statements,
            Reads reads,
            BatchWriter writer,
            CassandraGroupStore groups,
            Clock clock) {
        this.reads = reads;
        this.groups = groups;
        this.session = session;
        this.statements = statements;
        this.writer = writer;
        this.clock = clock;
        this.rows = new BlockRows(statements, reads);
        Buckets buckets = new Buckets(statements, reads);
        this.log = new LogReader(buckets, rows);
        this.tails = new TailReader(statements, reads, rows, buckets, groups);
        this.ids = new IdFinder(statements, reads);
    }

    LogReader log() {
        return log;
    }

    TailReader tails() {
        return tails;
    }

    @Override
    public CompletionStage<Tail> readTail(ConversationId conversation, int messagesMin) {
        return Failures.bare("reading the tail of " + conversation, tails.read(conversation, messagesMin));
    }

    @Override
    public CompletionStage<Boolean> isClaimed(ConversationId conversation) {
        return Failures.bare(
                "looking for " + conversation,
                reads.execute(statements.epoch.bind(conversation.value())).thenApply(rows -> rows.one() != null));
    }

    @Override
    public CompletionStage<Boolean> claim(ConversationId conversation, long former) {
        BoundStatement claim = former == 0
                ? statements.claimFirst.bind(conversation.value(), 1L)
                : statements.claim.bind(former + 1, conversation.value(), former);
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        session.executeAsync(claim).thenApply(AsyncResultSet::wasApplied).whenComplete((applied, failure) -> {
            if (failure == null) {
                result.complete(applied);
            } else {
                result.completeExceptionally(Failures.ofWrite("claiming " + conversation, failure));
            }
        });
        return result;
    }

    @Override
    public CompletionStage<Void> openBucket(ConversationId conversation, long bucket) {
        BoundStatement open = statements.openBucket.bind(conversation.value(), bucket, clock.instant());
        return writer.write(List.of(new Write(open, STATEMENT_BYTES)));
    }

    @Override
    public CompletionStage<Void> append(Block block, List<KnownId> known) {
        if (known.size() != block.messages().size()) {
            throw new IllegalArgumentException(known.size() + " ids for "
                    + block.messages().size() + " messages at seq " + block.firstSeq() + " in " + block.conversation());
        }
        List<Write> writes = new ArrayList<>(2);
        writes.add(blockWrite(block));
        addIdWrites(block, known, writes);
        return writer.write(writes);
    }

    private Write blockWrite(Block block) {
        ByteBuffer body = BlockCodec.encode(block.messages());
        BoundStatement statement = statements.appendBlock.bind(
                block.conversation().value(),
                block.bucket(),
                block.firstSeq(),
                block.lastSeq(),
                block.epoch(),
                block.futureUntil(),
                body,
                block.epoch());
        return new Write(statement, body.remaining() + STATEMENT_BYTES);
    }

    /** A row for each slice; nearly always one. */
    private void addIdWrites(Block block, List<KnownId> known, List<Write> writes) {
        List<StoredMessage> messages = block.messages();
        long slice = IdIndex.sliceOf(messages.get(0).id());
        boolean one = true;
        for (StoredMessage message : messages) {
            one &= IdIndex.sliceOf(message.id()) == slice;
        }
        if (one) {
            writes.add(idWrite(block, slice, messages, known));
            return;
        }
        Map<Long, List<StoredMessage>> messagesBySlice = new LinkedHashMap<>();
        Map<Long, List<KnownId>> knownBySlice = new LinkedHashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            long its = IdIndex.sliceOf(messages.get(i).id());
            messagesBySlice.computeIfAbsent(its, fresh -> new ArrayList<>()).add(messages.get(i));
            knownBySlice.computeIfAbsent(its, fresh -> new ArrayList<>()).add(known.get(i));
        }
        messagesBySlice.forEach(
                (its, part) -> writes.add(idWrite(block, its, part, knownBySlice.getOrDefault(its, List.of()))));
    }

    private Write idWrite(Block block, long slice, List<StoredMessage> messages, List<KnownId> known) {
        ByteBuffer encoded = IdIndex.encode(block.firstSeq(), messages, known);
        BoundStatement statement = statements.appendIds.bind(
                slice,
                IdIndex.shardOf(block.conversation()),
                block.conversation().value(),
                block.firstSeq(),
                block.epoch(),
                encoded);
        return new Write(statement, encoded.remaining() + STATEMENT_BYTES);
    }

    @Override
    public CompletionStage<Optional<Block>> readBlock(ConversationId conversation, long bucket, long firstSeq) {
        return Failures.bare(
                "reading the block at seq " + firstSeq + " in " + conversation,
                rows.at(conversation, bucket, firstSeq)
                        .thenApply(found -> found.stream().findFirst()));
    }

    @Override
    public CompletionStage<Map<SenderId, KnownId>> findIds(ConversationId conversation, Collection<SenderId> wanted) {
        return Failures.bare("looking up ids in " + conversation, ids.find(conversation, wanted));
    }

    @Override
    public CompletionStage<List<StoredMessage>> read(
            ConversationId conversation, long fromSeq, long toSeq, int messagesMax, long bytesMax) {
        LogReader.Limits limits = new LogReader.Limits(messagesMax, bytesMax);
        return Failures.bare(
                "reading from seq " + fromSeq + " in " + conversation,
                log.read(conversation, fromSeq, toSeq, limits).thenApply(blocks -> LogReader.messages(blocks, limits)));
    }

    @Override
    public CompletionStage<Void> saveMarks(ConversationId conversation, UserName user, UserMarks marks, long peersOwn) {
        if (conversation.isGroup()) {
            return groups.saveMarks(conversation.group(), user, marks);
        }
        BoundStatement save = statements.saveUserMarks.bind(
                user.value(),
                conversation.value(),
                marks.received(),
                marks.read(),
                marks.own(),
                marks.cleared(),
                marks.version());
        List<Write> writes = new ArrayList<>(2);
        writes.add(new Write(save, STATEMENT_BYTES));
        UserName peer = conversation.peerOf(user);
        if (!peer.equals(user)) {
            writes.add(new Write(told(conversation, peer, marks, peersOwn), STATEMENT_BYTES));
        }
        return writer.write(writes);
    }

    /** What the other user is to know when signing in. */
    private BoundStatement told(ConversationId conversation, UserName peer, UserMarks marks, long peersOwn) {
        return statements.tellUser.bind(
                peer.value(),
                conversation.value(),
                marks.received(),
                marks.read(),
                marks.own(),
                peersOwn,
                marks.received() + marks.read() + marks.own() + peersOwn);
    }
}
