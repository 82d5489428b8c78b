package io.parley.broker.conversation;

import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.AmendmentStore.Entry;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a side log: those of the conversation it belongs to, whose owner lives on the same thread. Whether the
 * message it is about may be amended at all, and by whom, was checked where the amendment was made. What is committed is saved by
 * target before it is answered.
 */
public final class AmendmentRules implements Rules {
    /** Entries of one user about one message, give or take those under way. */
    static final int ENTRIES_MAX = 64;
    /** Pairs of user and message that are counted; what was longest without an entry starts again. */
    private static final int COUNTED_MAX = 1_024;

    /** Who said something about which message. */
    private record About(UserName user, long target) {}

    private final ConversationId log;
    private final Rules subject;
    private final BooleanSupplier subjectMayJudge;
    private final AmendmentStore store;
    private final List<Entry> unsaved = new ArrayList<>();
    private final Map<About, Integer> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long savedUpTo;

    /** @param subjectMayJudge whether the subject's rules are loaded and fresh; asks for it if they are not */
    public AmendmentRules(ConversationId log, Rules subject, BooleanSupplier subjectMayJudge, AmendmentStore store) {
        this.log = log;
        this.subject = subject;
        this.subjectMayJudge = subjectMayJudge;
        this.store = store;
    }

    @Override
    public CompletionStage<Runnable> load() {
        return store.savedUpTo(log).thenApply(upTo -> () -> {
            savedUpTo = upTo;
            unsaved.clear();
        });
    }

    @Override
    public boolean neededToOpen() {
        return true;
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
    public void recovered(List<Block> tail) {
        tail.forEach(this::committed);
    }

    @Override
    public boolean isReady() {
        return subjectMayJudge.getAsBoolean();
    }

    @Override
    public @Nullable Reason refusalOf(Submission submission, long now) {
        if (!submission.contentType().equals(ContentTypes.AMENDMENT)) {
            return Reason.NOT_ALLOWED;
        }
        Reason refusal = subject.refusalOfAmendment(submission, now);
        if (refusal != null) {
            return refusal;
        }
        About about = new About(submission.from().user(), targetOf(submission.content()));
        return entries.getOrDefault(about, 0) < ENTRIES_MAX ? null : Reason.LIMIT_REACHED;
    }

    @Override
    public void committed(Block block) {
        for (StoredMessage message : block.messages()) {
            long target = targetOf(message.content());
            count(new About(message.from(), target));
            if (message.seq() > savedUpTo) {
                unsaved.add(new Entry(target, message));
            }
        }
    }

    private void count(About about) {
        entries.merge(about, 1, Integer::sum);
        if (entries.size() > COUNTED_MAX) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private long targetOf(Content amendment) {
        try {
            return Contents.readAmendment(amendment.toBytes()).seq();
        } catch (BadBodyException broken) {
            throw new IllegalStateException("what was made by a call is no amendment, in " + log, broken);
        }
    }

    @Override
    public boolean hasUnsaved() {
        return !unsaved.isEmpty();
    }

    @Override
    public CompletionStage<Void> save() {
        return store.save(log, List.copyOf(unsaved));
    }

    @Override
    public void saved() {
        savedUpTo = unsaved.get(unsaved.size() - 1).entry().seq();
        unsaved.clear();
    }

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
