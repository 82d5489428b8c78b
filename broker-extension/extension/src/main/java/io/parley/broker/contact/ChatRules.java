package io.parley.broker.contact;

import io.parley.broker.conversation.Rules;
import io.parley.broker.conversation.Submission;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a chat: {@link ChatState}, loaded from and saved to {@link Chats}. The owner's thread.
 *
 * <p>The relation of the two is the owner's to write, their profiles and blocks are not; so all is read again now and
 * then, and a relation that was read is believed only if it is no older than the one already known.
 */
public final class ChatRules implements Rules {
    private final ConversationId chat;
    private final Chats chats;
    private final List<UserName> users;
    /** Null until loaded, and while one of the users does not exist. */
    private @Nullable ChatState state;

    private long savedVersion;
    private boolean touched;

    public ChatRules(ConversationId chat, Chats chats) {
        this.chat = chat;
        this.chats = chats;
        this.users = chat.first().equals(chat.second()) ? List.of(chat.first()) : List.of(chat.first(), chat.second());
    }

    @Override
    public CompletionStage<Runnable> load() {
        return chats.read(chat).thenApply(found -> () -> adopt(found.orElse(null)));
    }

    private void adopt(@Nullable ChatState found) {
        ChatState known = state;
        if (found == null || known == null) {
            state = found;
        } else {
            boolean isOlder = found.relation().version() < known.relation().version();
            state = isOlder ? found.with(known.relation()) : found;
        }
        if (found != null) {
            savedVersion = Math.max(savedVersion, found.relation().version());
        }
    }

    /** What there is may be read without. */
    @Override
    public boolean neededToOpen() {
        return false;
    }

    /** Else a change that is in the log only would be answered as known, and nobody would see it. */
    @Override
    public boolean neededToOpenAfter(Block newest) {
        return isChange(lastOf(newest));
    }

    @Override
    public boolean growStale() {
        return true;
    }

    @Override
    public @Nullable Reason absence() {
        return state == null ? Reason.UNKNOWN_USER : null;
    }

    @Override
    public void recovered(List<Block> tail) {
        tail.forEach(this::committed);
    }

    @Override
    public @Nullable Reason refusalOf(Submission submission, long now) {
        ChatState judge = state;
        if (judge == null) {
            return Reason.UNKNOWN_USER;
        }
        UserName from = submission.from().user();
        if (!submission.contentType().equals(ContentTypes.CHANGE)) {
            return reason(judge.refusalOfMessage(from));
        }
        try {
            Change change = Contents.readChange(submission.content().toBytes());
            return reason(judge.refusalOf(change, from, now));
        } catch (BadBodyException bad) {
            return Reason.MALFORMED;
        }
    }

    /** As of a message; only what was said oneself may be taken back at any time. */
    @Override
    public @Nullable Reason refusalOfAmendment(Submission amendment, long now) {
        UserName from = amendment.from().user();
        ChatState judge = state;
        if (judge == null || !isMember(from)) {
            return Reason.NOT_ALLOWED;
        }
        try {
            Amendment.Kind kind =
                    Contents.readAmendment(amendment.content().toBytes()).kind();
            return kind == Amendment.Kind.RECALL ? null : reason(judge.refusalOfMessage(from));
        } catch (BadBodyException bad) {
            return Reason.MALFORMED;
        }
    }

    private static @Nullable Reason reason(Optional<Refusal> refusal) {
        return refusal.map(Refusal::reason).orElse(null);
    }

    @Override
    public void committed(Block block) {
        StoredMessage newest = lastOf(block);
        ChatState before = state;
        if (before != null
                && isChange(newest)
                && newest.seq() > before.relation().version()) {
            state = before.after(changeIn(newest), newest.from(), newest.at(), newest.seq());
            touched = true;
        }
    }

    private static StoredMessage lastOf(Block block) {
        return block.messages().get(block.messages().size() - 1);
    }

    private static boolean isChange(StoredMessage message) {
        return message.contentType().equals(ContentTypes.CHANGE);
    }

    private Change changeIn(StoredMessage message) {
        try {
            return Contents.readChange(message.content().toBytes());
        } catch (BadBodyException broken) {
            throw new IllegalStateException("seq " + message.seq() + " of " + chat + " is no change", broken);
        }
    }

    @Override
    public boolean hasUnsaved() {
        ChatState now = state;
        return now != null && now.relation().version() > savedVersion;
    }

    @Override
    public CompletionStage<Void> save() {
        ChatState now = state;
        if (now == null) {
            throw new IllegalStateException("nothing of " + chat + " to save");
        }
        return chats.save(chat, now.relation());
    }

    @Override
    public void saved() {
        ChatState now = state;
        if (now != null) {
            savedVersion = now.relation().version();
        }
    }

    /** Two, or one in a chat with oneself. */
    @Override
    public Collection<UserName> members() {
        return users;
    }

    @Override
    public boolean isMember(UserName user) {
        return users.contains(user);
    }

    /** Who may not write is not to be seen typing either. */
    @Override
    public boolean maySignal(UserName user) {
        ChatState judge = state;
        return judge != null && isMember(user) && judge.refusalOfMessage(user).isEmpty();
    }

    @Override
    public Spans visible(UserName user) {
        return isMember(user) ? Spans.ALL : Spans.NONE;
    }

    @Override
    public long joined(UserName user) {
        return 1;
    }

    @Override
    public Collection<UserName> takeTouched() {
        Collection<UserName> taken = touched ? users : List.of();
        touched = false;
        return taken;
    }
}
