package io.parley.broker.location.follow;

import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Readers;
import io.parley.broker.conversation.Submission;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** An owner of conversations as one sees it who tells it things: takes each id once, now and then is away, or its answer is. */
public final class Conversation implements Owners {
    private final Map<MessageId, Submission> known = new HashMap<>();
    public final List<Submission> log = new ArrayList<>();
    private final BooleanSupplier lostOnTheWay;
    private final BooleanSupplier answerLost;

    public Conversation(BooleanSupplier lostOnTheWay, BooleanSupplier answerLost) {
        this.lostOnTheWay = lostOnTheWay;
        this.answerLost = answerLost;
    }

    @Override
    public CompletionStage<Ack> propose(Submission submission) {
        if (lostOnTheWay.getAsBoolean()) {
            return CompletableFuture.failedStage(new TimeoutException());
        }
        Submission before = known.putIfAbsent(submission.id(), submission);
        if (before == null) {
            log.add(submission);
        }
        if (answerLost.getAsBoolean()) {
            return CompletableFuture.failedStage(new TimeoutException());
        }
        if (before == null) {
            return CompletableFuture.completedStage(Ack.accepted(submission.id(), log.size(), 1));
        }
        boolean same = before.content().equals(submission.content());
        return CompletableFuture.completedStage(
                same ? Ack.duplicate(submission.id(), 1, 1) : Ack.rejected(submission.id(), Reason.CONFLICT, 0));
    }

    private static <T> CompletionStage<T> nobody() {
        return CompletableFuture.failedStage(new AssertionError("nobody asks that"));
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
