package io.parley.broker.conversation;

import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Contents;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings changes before the owners, for calls. Safe from any thread; fails as {@link Owners#propose}.
 *
 * <p>A time in a change is counted from when its request came, so a request that is repeated makes other bytes of the same
 * change, and the owner, who compares bytes, sees a conflict. It is settled here by what the log has.
 */
public final class Proposals {
    private final Owners owners;
    private final ConversationStore log;

    public Proposals(Owners owners, ConversationStore log) {
        this.owners = owners;
        this.log = log;
    }

    /** @param id of the request; of a repeated one this is the first answer again */
    public CompletionStage<Ack> propose(ConversationId conversation, EndpointId from, MessageId id, Change change) {
        Submission submission = new Submission(
                conversation, from, 0, id, null, 0, ContentTypes.CHANGE, Content.wrap(Contents.write(change)));
        return owners.propose(submission)
                .thenCompose(ack -> ack.reason() == Reason.CONFLICT && change.until() != 0
                        ? settled(ack, submission, change)
                        : CompletableFuture.completedStage(ack));
    }

    private CompletionStage<Ack> settled(Ack conflict, Submission submission, Change change) {
        SenderId key = new SenderId(submission.from().user(), submission.id());
        return log.findIds(submission.conversation(), List.of(key)).thenCompose(found -> {
            KnownId known = found.get(key);
            return known == null
                    ? CompletableFuture.completedStage(conflict)
                    : log.read(submission.conversation(), known.seq(), known.seq(), 1, Long.MAX_VALUE)
                            .thenApply(messages -> messages.stream()
                                    .filter(it -> it.id().equals(key.id())
                                            && it.from().equals(key.from())
                                            && isButForTime(it, change))
                                    .findFirst()
                                    .map(it -> Ack.duplicate(it.id(), it.seq(), it.at()))
                                    .orElse(conflict));
        });
    }

    private static boolean isButForTime(StoredMessage message, Change change) {
        if (!message.contentType().equals(ContentTypes.CHANGE)) {
            return false;
        }
        try {
            Change before = Contents.readChange(message.content().toBytes());
            Change then = new Change(
                    change.kind(), change.users(), change.role(), before.until(), change.note(), change.settings());
            return before.until() != 0 && before.equals(then);
        } catch (BadBodyException other) {
            return false;
        }
    }
}
