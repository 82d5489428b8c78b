package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The log of conversations. Safe from any thread; stages complete on the store's threads, exceptionally only with {@link
 * StorageException}. Only the owner of a conversation writes to it.
 */
public interface ConversationStore {
    /** @param messagesMin how many of the newest messages the tail should hold at least, if there are so many */
    CompletionStage<Tail> readTail(ConversationId conversation, int messagesMin);

    /** Whether the conversation ever had an owner that wrote; false means that there is nothing in it. */
    CompletionStage<Boolean> isClaimed(ConversationId conversation);

    /** Makes the caller the owner with epoch {@code former + 1}; false if somebody else was faster. */
    CompletionStage<Boolean> claim(ConversationId conversation, long former);

    /** Must complete before the first block of the bucket is appended. */
    CompletionStage<Void> openBucket(ConversationId conversation, long bucket);

    /**
     * Appends a block and its ids. Completes when it is durable; a {@link StorageException} leaves it unknown unless it
     * says otherwise. Appending the same block again is harmless.
     */
    CompletionStage<Void> append(Block block, List<KnownId> ids);

    /** The block at exactly this place, to settle an append that timed out. */
    CompletionStage<Optional<Block>> readBlock(ConversationId conversation, long bucket, long firstSeq);

    /** Which of these ids were accepted in the last 8 days. Rows of appends that never finished may be among them. */
    CompletionStage<Map<SenderId, KnownId>> findIds(ConversationId conversation, Collection<SenderId> ids);

    /**
     * Messages {@code fromSeq..toSeq}, ascending, without holes, at most {@code messagesMax} and, past the first one, at
     * most {@code bytesMax} of content; fewer only at these limits or where the log ends.
     */
    CompletionStage<List<StoredMessage>> read(
            ConversationId conversation, long fromSeq, long toSeq, int messagesMax, long bytesMax);

    /**
     * Overwrites the marks of a user; the caller sees to it that they only move forward (else they may be ignored). Makes
     * a chat one of both its users'; a group is made so by {@link GroupStore#save}.
     *
     * @param peersOwn in a chat the newest message the other user has sent; for {@link EndpointStore#standingsOf} of that one
     */
    CompletionStage<Void> saveMarks(ConversationId conversation, UserName user, UserMarks marks, long peersOwn);
}
