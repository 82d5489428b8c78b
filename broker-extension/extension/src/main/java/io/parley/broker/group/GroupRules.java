package io.parley.broker.group;

import io.parley.broker.conversation.Rules;
import io.parley.broker.conversation.Submission;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.GroupName;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The rules of a group: {@link GroupState}, loaded from and saved to {@link GroupStore}. The owner's thread. */
public final class GroupRules implements Rules {
    private final GroupName name;
    private final GroupStore store;
    private final GroupLimits limits;
    private final LongSupplier amendmentsLast;
    private final Set<UserName> unsaved = new LinkedHashSet<>();
    private final Set<UserName> touched = new LinkedHashSet<>();
    private long savedVersion;
    private GroupState state;

    /** @param amendmentsLast newest seq of the side log; negative while it is not known */
    public GroupRules(GroupName name, GroupStore store, GroupLimits limits, LongSupplier amendmentsLast) {
        this.name = name;
        this.store = store;
        this.limits = limits;
        this.amendmentsLast = amendmentsLast;
        this.state = new GroupState(name, limits);
    }

    @Override
    public CompletionStage<Runnable> load() {
        return store.find(name).thenApply(found -> () -> {
            state = found.map(group -> GroupState.of(group, limits)).orElseGet(() -> new GroupState(name, limits));
            savedVersion = state.version();
            unsaved.clear();
            touched.clear();
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

    /** What is not there may be created. */
    @Override
    public @Nullable Reason absence() {
        return null;
    }

    /** Where newcomers begin in the side log, and leavers end. */
    @Override
    public boolean mayRecover() {
        return amendmentsLast.getAsLong() >= 0;
    }

    @Override
    public void recovered(List<Block> tail) {
        tail.forEach(this::committed);
    }

    @Override
    public boolean isReady() {
        return amendmentsLast.getAsLong() >= 0;
    }

    @Override
    public @Nullable Reason refusalOf(Submission submission, long now) {
        if (!submission.contentType().equals(ContentTypes.CHANGE)) {
            return state.refusalOfMessage(submission.from().user(), now);
        }
        try {
            Change change = Contents.readChange(submission.content().toBytes());
            return state.refusalOf(change, submission.from().user());
        } catch (BadBodyException bad) {
            return Reason.MALFORMED;
        }
    }

    @Override
    public long retentionMillis() {
        Long seconds = state.settings().retentionSeconds();
        return seconds == null ? 0 : seconds * 1_000;
    }

    @Override
    public void committed(Block block) {
        StoredMessage newest = block.messages().get(block.messages().size() - 1);
        if (newest.contentType().equals(ContentTypes.CHANGE) && newest.seq() > state.version()) {
            Set<UserName> changed = state.apply(
                    changeIn(newest),
                    newest.from(),
                    newest.seq(),
                    newest.at(),
                    Math.max(0, amendmentsLast.getAsLong()));
            unsaved.addAll(changed);
            touched.addAll(changed);
        }
    }

    private Change changeIn(StoredMessage message) {
        try {
            return Contents.readChange(message.content().toBytes());
        } catch (BadBodyException broken) {
            throw new IllegalStateException("seq " + message.seq() + " of group " + name + " is no change", broken);
        }
    }

    @Override
    public boolean hasUnsaved() {
        return state.version() > savedVersion;
    }

    @Override
    public CompletionStage<Void> save() {
        return store.save(state.toStore(unsaved));
    }

    @Override
    public void saved() {
        savedVersion = state.version();
        unsaved.clear();
    }

    @Override
    public Collection<UserName> members() {
        return state.members();
    }

    @Override
    public boolean isMember(UserName user) {
        return state.members().contains(user);
    }

    @Override
    public Spans visible(UserName user) {
        GroupMember member = state.member(user);
        return member == null ? Spans.NONE : member.visible();
    }

    @Override
    public Spans visibleAmendments(UserName user) {
        GroupMember member = state.member(user);
        return member == null ? Spans.NONE : member.amendments();
    }

    @Override
    public long joined(UserName user) {
        GroupMember member = state.member(user);
        return member == null ? 1 : Math.max(1, member.joined());
    }

    @Override
    public Collection<UserName> takeTouched() {
        Set<UserName> taken = new LinkedHashSet<>(touched);
        touched.clear();
        return taken;
    }

    @Override
    public @Nullable Reason refusalOfAmendment(Submission amendment, long now) {
        return state.refusalOfAmendment(amendment.from().user(), now);
    }
}
