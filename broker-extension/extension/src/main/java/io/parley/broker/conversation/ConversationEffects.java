package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent.Count;
import java.util.Collection;
import java.util.List;

/**
 * What a {@link Conversation} wants done. Called on its owner's thread, from within its inputs: an implementation starts
 * the work, returns, and reports the outcome by the input named at each method later, never from within the call.
 */
public interface ConversationEffects {
    /** Then {@link Conversation#recovered} or {@link Conversation#recoverFailed}. */
    void readTail(int messagesMin);

    /** Then {@link Conversation#claimed} or {@link Conversation#claimFailed}. */
    void claim(long former);

    /** {@link Rules#load}. Then, with what that gave, {@link Conversation#rulesLoaded} or {@link Conversation#rulesFailed}. */
    void loadRules();

    /** {@link Rules#save}. Then {@link Conversation#rulesSaved} or {@link Conversation#rulesSaveFailed}. */
    void saveRules();

    /** Then {@link Conversation#bucketOpened} or {@link Conversation#bucketFailed}. */
    void openBucket(long bucket);

    /** Then {@link Conversation#appended} or {@link Conversation#appendFailed}. At most one at a time. */
    void append(Block block, List<KnownId> ids);

    /** Reads the epoch and the newest block. Then {@link Conversation#readBack} or {@link Conversation#readBackFailed}. */
    void readBack();

    /** Then {@link Conversation#idsFound} or {@link Conversation#idsFailed}. */
    void findIds(Collection<SenderId> ids);

    /** Reads single messages of the log. Then {@link Conversation#messagesRead} or {@link Conversation#idsFailed}. */
    void readMessages(Collection<Long> seqs);

    /** Then {@link Conversation#marksSaved} or {@link Conversation#marksFailed}. At most one at a time and user. */
    void saveMarks(UserName user, UserMarks marks, long peersOwn);

    /**
     * A durable block, for {@code user}. In seq order; the last one of a former owner may come a second time.
     *
     * @param period as in {@link Conversation#away}
     */
    void committed(UserName user, long period, Block block);

    /** Tells {@code user}, in this conversation or not, that it stands differently to the conversation. */
    void touched(UserName user);

    /** Tells {@code sender} how many of the {@code of} others have received and read messages of a group. */
    void counts(UserName sender, int of, List<Count> counts);

    /** Tells {@code user} that the marks of {@code whose} moved. */
    void receipted(UserName user, UserName whose, UserMarks marks);

    /** Tells {@code sender} that its message expired before the other side received it. */
    void expired(UserName sender, long seq, MessageId id);

    /** This owner is done: nothing more is to be told to it. */
    void stop();
}
