package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What one conversation allows and whom it concerns: the part of its owner that differs from kind to kind. All methods
 * are called on the owner's thread; what takes time is a stage, which may complete on any.
 *
 * <p>Rules change by messages of the log ({@link io.parley.protocol.ContentTypes#CHANGE}), each the last of its block. So
 * nothing is judged by rules that a message before it has changed, and rows in the store are never behind by more than
 * what a tail holds.
 */
public interface Rules {
    /**
     * Reads what they stand on. Completes with what is to be done on the owner's thread, which leaves them loaded. Fails
     * like a store.
     */
    CompletionStage<Runnable> load();

    /** Whether the owner can say nothing at all before they are loaded. */
    boolean neededToOpen();

    /** Whether it can say nothing before they are loaded because this newest block of the log may have changed them. */
    default boolean neededToOpenAfter(Block newest) {
        return neededToOpen();
    }

    /** Whether somebody else than the owner may change what they stand on, so that they must be loaded again now and then. */
    boolean growStale();

    /** Loaded: why there is no such conversation, so that nobody may write; null if there is. */
    @Nullable Reason absence();

    /** Whether everything is known that a change of the log may amount to. */
    default boolean mayRecover() {
        return true;
    }

    /** Loaded: applies the changes among the newest blocks that the rows did not have. Ascending. */
    void recovered(List<Block> tail);

    /** Whether something else is to be waited for before a change may be judged. */
    default boolean isReady() {
        return true;
    }

    /** Loaded: why this may not be said here and now, null if it may. */
    @Nullable Reason refusalOf(Submission submission, long now);

    /** How long a message is kept at most, milliseconds from acceptance; 0 for ever. */
    default long retentionMillis() {
        return 0;
    }

    /** A durable block; if it has a change, that is its last message. */
    void committed(Block block);

    boolean hasUnsaved();

    /** Saves what has changed. One at a time; nothing changes meanwhile. */
    CompletionStage<Void> save();

    /** {@link #save} succeeded. */
    void saved();

    /** Whom a message concerns now. */
    Collection<UserName> members();

    boolean isMember(UserName user);

    /** Loaded: whether what the user does now, but does not say, is told to the others. */
    default boolean maySignal(UserName user) {
        return isMember(user);
    }

    /** What the user may see of the log. */
    Spans visible(UserName user);

    /** Seq at which the user's membership began, 1 where there is no such thing; promise 6 counts from there. */
    long joined(UserName user);

    /** Who is to hear of a change beside the members, once it is saved: invited, asked, removed. Forgotten with the call. */
    default Collection<UserName> takeTouched() {
        return List.of();
    }

    /** Why the side log may not be written to by this, null if it may. */
    default @Nullable Reason refusalOfAmendment(Submission amendment, long now) {
        return isMember(amendment.from().user()) ? null : Reason.NOT_ALLOWED;
    }

    /** What the user may see of the side log. */
    default Spans visibleAmendments(UserName user) {
        return visible(user);
    }
}
