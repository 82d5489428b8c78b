package io.parley.broker.contact;

import io.parley.broker.conversation.Directory;
import io.parley.broker.conversation.Rules;
import io.parley.broker.conversation.Submission;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Spans;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The rules of a chat: both users exist. The owner's thread. */
public final class ChatRules implements Rules {
    private final ConversationId chat;
    private final Directory directory;
    private final List<UserName> users;
    private boolean exist;

    public ChatRules(ConversationId chat, Directory directory) {
        this.chat = chat;
        this.directory = directory;
        this.users = chat.first().equals(chat.second()) ? List.of(chat.first()) : List.of(chat.first(), chat.second());
    }

    @Override
    public CompletionStage<Runnable> load() {
        return directory
                .exists(chat.first())
                .thenCombine(directory.exists(chat.second()), (first, second) -> () -> exist = first && second);
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
        return exist ? null : Reason.UNKNOWN_USER;
    }

    @Override
    public void recovered(List<Block> tail) {}

    @Override
    public @Nullable Reason refusalOf(Submission submission, long now) {
        return null;
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

    /** Two, or one in a chat with oneself. */
    @Override
    public Collection<UserName> members() {
        return users;
    }

    @Override
    public boolean isMember(UserName user) {
        return users.contains(user);
    }

    @Override
    public Spans visible(UserName user) {
        return isMember(user) ? Spans.ALL : Spans.NONE;
    }

    @Override
    public long joined(UserName user) {
        return 1;
    }
}
