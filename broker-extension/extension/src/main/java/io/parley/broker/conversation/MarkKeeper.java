package io.parley.broker.conversation;

import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import org.jspecify.annotations.Nullable;

/**
 * The marks of one user in one conversation: forward only, durable before told, one save in flight, what comes
 * meanwhile goes with the next.
 */
final class MarkKeeper {
    final UserName user;
    private final Step step;
    private UserMarks durable = UserMarks.NONE;
    private UserMarks wanted = UserMarks.NONE;
    private UserMarks saving = UserMarks.NONE;
    private boolean rowDurable;
    private boolean rowWanted;

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

    void save(ConversationEffects effects, long now) {
        boolean needed = !wanted.equals(durable) || (rowWanted && !rowDurable);
        if (needed && step.start(now)) {
            saving = wanted;
            effects.saveMarks(user, saving);
        }
    }

    /** Returns the marks from before. */
    UserMarks saved() {
        UserMarks before = durable;
        durable = saving;
        rowDurable = true;
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

    boolean isIdle() {
        return !step.isRunning() && wanted.equals(durable);
    }

    long retryAt() {
        return step.retryAt();
    }
}
