package io.parley.broker.edge;

import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Readers;
import io.parley.broker.conversation.Submission;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** For tests in which no owner is asked. */
enum NoOwners implements Owners {
    HERE;

    private static <T> CompletionStage<T> nobody() {
        return CompletableFuture.failedFuture(new AssertionError("no owner is to be asked"));
    }

    @Override
    public CompletionStage<Ack> propose(Submission submission) {
        return nobody();
    }

    @Override
    public CompletionStage<Head> head(ConversationId conversation, UserName viewer) {
        return nobody();
    }

    @Override
    public CompletionStage<Readers> readers(ConversationId conversation, UserName viewer, long seq) {
        return nobody();
    }

    @Override
    public CompletionStage<Void> refresh(ConversationId conversation) {
        return nobody();
    }

    @Override
    public CompletionStage<Void> clear(ConversationId conversation, UserName user) {
        return nobody();
    }

    @Override
    public void typing(ConversationId conversation, UserName from, boolean typing) {}
}
