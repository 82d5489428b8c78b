package io.parley.broker.conversation;

import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recomputes what is unread from the log, and compares: promise 6 says that it is computed and not counted, and this says
 * whether what it is computed from is true. Users who are online here take turns, one a {@link #next}.
 *
 * <p>An owner knows a user's newest own message from the user's mark and the tail of the log; here the log alone is asked.
 * Called by one thread; the stages complete on any.
 */
public final class UnreadAudit {
    /** Where the outcome goes. Any thread. */
    public interface Observer {
        /** @param drift what the owner says less what the log says; 0 is right */
        void audited(long drift);

        /** More unread messages than are worth reading again. */
        void skipped();
    }

    private static final Logger LOG = LoggerFactory.getLogger(UnreadAudit.class);
    private static final long MESSAGES_MAX = 2_000;
    private static final int READ_MESSAGES = 256;
    private static final long READ_BYTES = 1 << 20;
    private static final int CONVERSATIONS_MAX = 50;

    private final ConversationStore log;
    private final EndpointStore conversations;
    private final Owners owners;
    private final Supplier<Collection<UserName>> online;
    private final Observer observer;
    private final Deque<UserName> toCome = new ArrayDeque<>();

    public UnreadAudit(
            ConversationStore log,
            EndpointStore conversations,
            Owners owners,
            Supplier<Collection<UserName>> online,
            Observer observer) {
        this.log = log;
        this.conversations = conversations;
        this.owners = owners;
        this.online = online;
        this.observer = observer;
    }

    /** Audits the next user. Completes when that is done or failed; a failure means only that nothing was found out. */
    public CompletionStage<Void> next() {
        if (toCome.isEmpty()) {
            toCome.addAll(online.get());
        }
        UserName user = toCome.poll();
        return user == null ? CompletableFuture.completedStage(null) : audit(user);
    }

    private CompletionStage<Void> audit(UserName user) {
        return conversations
                .conversationsOf(user)
                .thenCompose(all -> {
                    CompletionStage<Void> one = CompletableFuture.completedStage(null);
                    for (ConversationId conversation : all.keySet().stream()
                            .filter(it -> !it.isAmendments())
                            .limit(CONVERSATIONS_MAX)
                            .toList()) {
                        one = one.thenCompose(done -> audit(conversation, user));
                    }
                    return one;
                })
                .exceptionally(failed -> {
                    LOG.debug("the unread messages of {} were not audited", user, failed);
                    return null;
                });
    }

    private CompletionStage<Void> audit(ConversationId conversation, UserName user) {
        return owners.head(conversation, user).thenCompose(head -> {
            long floor = Math.max(
                    head.joined() - 1,
                    Math.max(head.marksOf(user).read(), head.marksOf(user).cleared()));
            if (head.last() - floor > MESSAGES_MAX) {
                observer.skipped();
                return CompletableFuture.completedStage(null);
            }
            return newestOwn(conversation, user, floor + 1, head.last(), floor)
                    .thenAccept(own -> compare(conversation, user, head, Math.max(0, head.last() - own)));
        });
    }

    /** Seq of the newest message of the user in {@code from..to}, else {@code found}. */
    private CompletionStage<Long> newestOwn(
            ConversationId conversation, UserName user, long from, long to, long found) {
        if (from > to) {
            return CompletableFuture.completedStage(found);
        }
        return log.read(conversation, from, to, READ_MESSAGES, READ_BYTES).thenCompose(messages -> {
            long newest = found;
            for (StoredMessage message : messages) {
                if (message.from().equals(user)) {
                    newest = message.seq();
                }
            }
            return messages.isEmpty()
                    ? CompletableFuture.completedStage(newest)
                    : newestOwn(
                            conversation,
                            user,
                            messages.get(messages.size() - 1).seq() + 1,
                            to,
                            newest);
        });
    }

    private void compare(ConversationId conversation, UserName user, Head head, long byLog) {
        long drift = head.unread(user) - byLog;
        if (drift != 0) {
            LOG.error(
                    "{} has {} unread in {} by its marks {}, {} by the log up to {}",
                    user,
                    head.unread(user),
                    conversation,
                    head.marksOf(user),
                    byLog,
                    head.last());
        }
        observer.audited(drift);
    }
}
