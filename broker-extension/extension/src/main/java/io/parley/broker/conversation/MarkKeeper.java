package io.parley.broker.conversation;

import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import org.jspecify.annotations.Nullable;

/**
 * The marks of one user in one conversation: forward only, durable before told, one save in flight, what comes
 * meanwhile goes with the next. Own sends are the exception: the log has them, so they are told at once and saved with
 * whatever else is, or when the log's tail is about to lose sight of them.
 */
final class MarkKeeper {
    final UserName user;
    private final Step step;
    private UserMarks durable = UserMarks.NONE;
    private UserMarks wanted = UserMarks.NONE;
    private UserMarks saving = UserMarks.NONE;
    private boolean rowDurable;
    private boolean rowWanted;
    private boolean ownWanted;

    MarkKeeper(UserName user, ConversationSettings settings) {
        this.user = user;
        this.step = new Step(settings);
    }

    /** @param stored null if the store has none */
    void recovered(@Nullable UserMarks stored, boolean rowIsDurable) {
        if (stored != null) {
            rowDurable |= rowIsDurable;
            durable = durable.advancedTo(stored);
            wanted = wanted.advancedTo(stored);
        }
    }

    void advanceTo(UserMarks marks) {
        wanted = wanted.advancedTo(marks);
    }

    /** Makes the conversation one of the user's even if the marks say nothing yet. */
    void wantRow() {
        rowWanted = true;
    }

    void wantOwn() {
        ownWanted = true;
    }

    boolean isOwnDurable() {
        return durable.own() == wanted.own();
    }

    long own() {
        return wanted.own();
    }

    boolean needsSave() {
        return !isSettled() || (rowWanted && !rowDurable) || (ownWanted && !isOwnDurable());
    }

    /**
     * @param peersOwn in a chat the newest message the other user has sent
     * @return whether a save was started
     */
    boolean save(ConversationEffects effects, long peersOwn, long now) {
        if (!needsSave() || !step.start(now)) {
            return false;
        }
        saving = wanted;
        effects.saveMarks(user, saving, peersOwn);
        return true;
    }

    /** Returns the marks from before. */
    UserMarks saved() {
        UserMarks before = durable;
        durable = saving;
        rowDurable = true;
        ownWanted = false;
        step.succeeded();
        return before;
    }

    void failed(long now) {
        step.failed(now);
    }

    boolean rowDurable() {
        return rowDurable;
    }

    UserMarks durable() {
        return durable;
    }

    /** What may be told: everything durable, and own sends. */
    UserMarks told() {
        return durable.advancedTo(UserMarks.ofOwn(wanted.own()));
    }

    private boolean isSettled() {
        return wanted.received() == durable.received()
                && wanted.read() == durable.read()
                && wanted.cleared() == durable.cleared();
    }

    boolean isIdle() {
        return !step.isRunning() && isSettled();
    }

    boolean isSaving() {
        return step.isRunning();
    }

    long retryAt() {
        return step.retryAt();
    }
}
