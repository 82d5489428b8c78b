package io.parley.broker.storage;

import io.parley.protocol.ConversationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages with consecutive seqs that are written as one row. A unit of writing only.
 *
 * @param bucket first seq of the partition it lies in
 * @param epoch of the owner that wrote it
 * @param futureUntil newest UUIDv7 time stamp, Unix milliseconds, that was ahead of the server's clock by more than the
 *     allowed skew when accepted, over the whole conversation up to this block; 0 if there was none
 * @param messages 1 or more, seqs consecutive
 */
public record Block(
        ConversationId conversation, long bucket, long epoch, long futureUntil, List<StoredMessage> messages) {
    public Block {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a block has at least one message");
        }
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i).seq() != messages.get(i - 1).seq() + 1) {
                throw new IllegalArgumentException("seq " + messages.get(i).seq() + " follows "
                        + messages.get(i - 1).seq() + " in " + conversation);
            }
        }
        if (bucket < 1 || bucket > messages.get(0).seq()) {
            throw new IllegalArgumentException("bucket " + bucket + " of a block that starts at "
                    + messages.get(0).seq());
        }
    }

    public long firstSeq() {
        return messages.get(0).seq();
    }

    public long lastSeq() {
        return messages.get(messages.size() - 1).seq();
    }

    /** Bytes of content, the measure of every byte limit. */
    /** The end of it that may be seen; null if that is nothing. */
    public @Nullable Block seenThrough(Spans spans) {
        int first = messages.size();
        while (first > 0 && spans.contains(messages.get(first - 1).seq())) {
            first--;
        }
        if (first == 0) {
            return this;
        }
        return first == messages.size()
                ? null
                : new Block(conversation, bucket, epoch, futureUntil, messages.subList(first, messages.size()));
    }

    public long contentBytes() {
        long bytes = 0;
        for (StoredMessage message : messages) {
            bytes += message.content().size();
        }
        return bytes;
    }
}
