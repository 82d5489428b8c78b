package io.parley.broker.location.follow;

import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Submission;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletionStage;

/**
 * Puts what happened on a track into a conversation, once: its id is made of what happened, so that telling it again, after a
 * restart or by another owner, is a retry of the same message. Safe from any thread.
 */
public final class Telling {
    /** Client id of what the server says on a track's behalf; no endpoint of that name is left out when it is delivered. */
    private static final String CLIENT = "$track";

    private final Owners owners;

    public Telling(Owners owners) {
        this.owners = owners;
    }

    /** What became of one that was told. */
    public enum Outcome {
        /** It is in the conversation. */
        TOLD,
        /** It never will be: the conversation does not take it from its sender. */
        REFUSED,
        /** Not yet known. */
        AGAIN
    }

    /** Never fails. */
    public CompletionStage<Outcome> tell(
            ConversationId conversation, UserName from, MessageId id, String contentType, Content content) {
        Submission submission =
                new Submission(conversation, new EndpointId(from, CLIENT), 0, id, null, 0, contentType, content);
        return owners.propose(submission).handle((ack, failure) -> ack == null ? Outcome.AGAIN : outcome(ack));
    }

    private static Outcome outcome(Ack ack) {
        Reason reason = ack.reason();
        if (reason == null) {
            return Outcome.TOLD;
        }
        // other words for the same event: it was told before
        if (reason == Reason.CONFLICT) {
            return Outcome.TOLD;
        }
        return reason.retryable() ? Outcome.AGAIN : Outcome.REFUSED;
    }

    /** A UUIDv7 of that time whose other bits are made of the words: the same words and time, the same id. */
    public static MessageId id(long at, String... words) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String word : words) {
                sha.update(word.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            ByteBuffer hash = ByteBuffer.wrap(sha.digest());
            long high = at << 16 | 7L << 12 | (hash.getLong() & 0xFFF);
            long low = 2L << 62 | (hash.getLong() >>> 2);
            return new MessageId(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
