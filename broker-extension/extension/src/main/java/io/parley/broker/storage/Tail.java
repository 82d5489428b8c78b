package io.parley.broker.storage;

import io.parley.protocol.UserName;
import java.util.List;
import java.util.Map;

/**
 * What a new owner starts from.
 *
 * @param epoch of the former owner, 0 if there never was one
 * @param bucket newest bucket, 0 if the conversation is empty
 * @param bucketBytes content bytes in {@code blocks} of that bucket, a lower bound of its size
 * @param blocks newest blocks, oldest first, together at least the ids worth remembering; empty if the conversation is
 * @param whole whether {@code blocks} are all there is
 * @param marks of each user in the conversation
 */
public record Tail(
        long epoch, long bucket, long bucketBytes, List<Block> blocks, boolean whole, Map<UserName, UserMarks> marks) {
    public Tail {
        blocks = List.copyOf(blocks);
        marks = Map.copyOf(marks);
    }
}
