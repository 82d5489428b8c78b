package io.parley.broker.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The ports under test, and what the conformance tests say to them. */
public interface Stores {
    /** An hour and a day ago, so that what was sent then is still remembered. */
    long AT = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(25);

    AtomicInteger CHATS = new AtomicInteger();

    ConversationStore conversations();

    EndpointStore endpoints();

    AccountStore accounts();

    TokenStore tokens();

    GroupStore groups();

    AmendmentStore amendments();

    ListStore lists();

    HiddenStore hidden();

    ScheduleStore schedules();

    ProfileStore profiles();

    ContactStore contacts();

    EndpointDirectory directory();

    PresenceStore presence();

    TrackStore tracks();

    PointStore points();

    FenceStore fences();

    /** A chat that no other test uses. */
    static ConversationId freshChat() {
        int number = CHATS.incrementAndGet();
        return ConversationId.chat(
                new UserName("alice-" + number + "-" + Long.toString(System.nanoTime(), 36)),
                new UserName("bob-" + number));
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException | TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }

    /** A UUIDv7 made at {@code millis}. */
    static MessageId id(long millis, long number) {
        return new MessageId(millis << 16 | 7L << 12, 2L << 62 | number);
    }

    static StoredMessage message(ConversationId conversation, long seq, long epoch) {
        return message(conversation, seq, id(AT + seq, seq * 1000 + epoch), "seq " + seq + " by " + epoch);
    }

    static StoredMessage message(ConversationId conversation, long seq, MessageId id, String text) {
        return new StoredMessage(
                seq,
                id,
                seq % 2 == 0 ? conversation.first() : conversation.second(),
                "phone",
                AT + seq,
                seq % 3 == 0 ? AT + seq + 1 : 0,
                seq % 5 == 0 ? "" : "text/plain",
                Content.wrap(text.getBytes(UTF_8)));
    }

    static Block block(ConversationId conversation, long bucket, long epoch, long firstSeq, long lastSeq) {
        List<StoredMessage> messages = new ArrayList<>();
        for (long seq = firstSeq; seq <= lastSeq; seq++) {
            messages.add(message(conversation, seq, epoch));
        }
        return new Block(conversation, bucket, epoch, firstSeq == 1 ? 0 : AT, messages);
    }

    static List<KnownId> known(Block block) {
        return block.messages().stream()
                .map(message ->
                        new KnownId(message.seq(), message.at(), Digest.of(message.contentType(), message.content())))
                .toList();
    }

    static void append(ConversationStore store, Block block) {
        await(store.append(block, known(block)));
    }
}
