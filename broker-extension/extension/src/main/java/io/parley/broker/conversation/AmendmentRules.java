package io.parley.broker.conversation;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a side log: those of the conversation it belongs to, whose owner lives on the same thread. Whether the
 * message it is about may be amended at all, and by whom, was checked where the amendment was made.
 */
public final class AmendmentRules implements Rules {
    private final Rules subject;
    private final BooleanSupplier subjectMayJudge;

    /** @param subjectMayJudge whether the subject's rules are loaded and fresh; asks for it if they are not */
    public AmendmentRules(Rules subject, BooleanSupplier subjectMayJudge) {
        this.subject = subject;
        this.subjectMayJudge = subjectMayJudge;
    }

    @Override
    public CompletionStage<Runnable> load() {
        return CompletableFuture.completedStage(() -> {});
    }

    @Override
    public boolean neededToOpen() {
        return false;
    }

    @Override
    public boolean growStale() {
        return false;
    }

    @Override
    public @Nullable Reason absence() {
        return null;
    }

    @Override
    public void recovered(List<Block> tail) {}

    @Override
    public boolean isReady() {
        return subjectMayJudge.getAsBoolean();
    }

    @Override
    public @Nullable Reason refusalOf(Submission submission, long now) {
        return submission.contentType().equals(ContentTypes.AMENDMENT)
                ? subject.refusalOfAmendment(submission, now)
                : Reason.NOT_ALLOWED;
    }

    @Override
    public void committed(Block block) {}

    @Override
    public boolean hasUnsaved() {
        return false;
    }

    @Override
    public CompletionStage<Void> save() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void saved() {}

    @Override
    public Collection<UserName> members() {
        return subject.members();
    }

    @Override
    public boolean isMember(UserName user) {
        return subject.isMember(user);
    }

    @Override
    public Spans visible(UserName user) {
        return subject.visibleAmendments(user);
    }

    @Override
    public long joined(UserName user) {
        return 1;
    }
}
