package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.BlockCodec;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Rows of {@code message_block} as blocks, one bucket at a time. */
final class BlockRows {
    static final String COLUMNS = "first_seq, epoch, future_until, body";

    /** Never let a page of large blocks grow past what one answer may hold; the caller's limit is what counts. */
    private static final int PAGE_ROWS = 512;

    private final Statements statements;
    private final Reads reads;

    BlockRows(Statements statements, Reads reads) {
        this.statements = statements;
        this.reads = reads;
    }

    CompletionStage<List<Block>> at(ConversationId conversation, long bucket, long firstSeq) {
        return fetch(conversation, bucket, statements.blockAt.bind(conversation.value(), bucket, firstSeq));
    }

    /** Newest first, from {@code firstSeqMax} down. */
    CompletionStage<List<Block>> down(ConversationId conversation, long bucket, long firstSeqMax, int limit) {
        return fetch(
                conversation, bucket, statements.blocksDown.bind(conversation.value(), bucket, firstSeqMax, limit));
    }

    /** Oldest first, those that begin after {@code before} and not after {@code firstSeqMax}. */
    CompletionStage<List<Block>> up(
            ConversationId conversation, long bucket, long before, long firstSeqMax, int limit) {
        return fetch(
                conversation,
                bucket,
                statements.blocksUp.bind(conversation.value(), bucket, before, firstSeqMax, limit));
    }

    private CompletionStage<List<Block>> fetch(ConversationId conversation, long bucket, BoundStatement statement) {
        return reads.execute(statement.setPageSize(PAGE_ROWS)).thenApply(rows -> decode(conversation, bucket, rows));
    }

    private static List<Block> decode(ConversationId conversation, long bucket, AsyncResultSet rows) {
        List<Block> blocks = new ArrayList<>();
        for (Row row : rows.currentPage()) {
            blocks.add(decode(conversation, bucket, row));
        }
        return blocks;
    }

    private static Block decode(ConversationId conversation, long bucket, Row row) {
        long firstSeq = row.getLong(0);
        ByteBuffer body = row.getByteBuffer(3);
        try {
            if (body == null) {
                throw new IllegalArgumentException("no body");
            }
            List<StoredMessage> messages = BlockCodec.decode(body);
            Block block = new Block(conversation, bucket, row.getLong(1), row.getLong(2), messages);
            if (block.firstSeq() != firstSeq) {
                throw new IllegalArgumentException("begins at " + block.firstSeq());
            }
            return block;
        } catch (IllegalArgumentException damaged) {
            throw new StorageException(
                    "the block at seq " + firstSeq + " in " + conversation + " is damaged: " + damaged.getMessage(),
                    false,
                    damaged);
        }
    }
}
