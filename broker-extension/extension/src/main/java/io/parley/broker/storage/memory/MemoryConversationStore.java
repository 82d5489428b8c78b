package io.parley.broker.storage.memory;

import io.parley.broker.storage.Block;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.KnownId;
import io.parley.broker.storage.SenderId;
import io.parley.broker.storage.Standing;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Tail;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

final class MemoryConversationStore implements ConversationStore {
    private final Calls calls;
    private final Map<ConversationId, MemoryLog> logs = new HashMap<>();
    private final Map<UserName, Map<ConversationId, Versioned<UserMarks>>> marks = new HashMap<>();
    private final Map<UserName, Map<ConversationId, Versioned<Told>>> tolds = new HashMap<>();
    private final Map<ConversationId, Map<UserName, Versioned<UserMarks>>> groupMarks = new HashMap<>();

    /** What a user of a chat is told when the peer's marks are saved: those, and what the user had sent by then. */
    private record Told(UserMarks peers, long sent) {}

    MemoryConversationStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Tail> readTail(ConversationId conversation, int messagesMin) {
        return calls.call(() -> log(conversation).tail(messagesMin, marksIn(conversation)));
    }

    @Override
    public CompletionStage<Boolean> isClaimed(ConversationId conversation) {
        return calls.call(() -> log(conversation).tail(1, Map.of()).epoch() > 0);
    }

    @Override
    public CompletionStage<Boolean> claim(ConversationId conversation, long former) {
        return calls.call(() -> log(conversation).claim(former));
    }

    @Override
    public CompletionStage<Void> openBucket(ConversationId conversation, long bucket) {
        return calls.run(() -> log(conversation).openBucket(bucket));
    }

    @Override
    public CompletionStage<Void> append(Block block, List<KnownId> ids) {
        if (ids.size() != block.messages().size()) {
            throw new IllegalArgumentException(
                    ids.size() + " ids for " + block.messages().size() + " messages");
        }
        List<KnownId> known = List.copyOf(ids);
        // two partitions, as in an unlogged batch: one may take effect without the other
        return calls.run(() -> log(block.conversation()).append(block))
                .thenCombine(calls.run(() -> log(block.conversation()).remember(block, known)), (one, other) -> one);
    }

    @Override
    public CompletionStage<Optional<Block>> readBlock(ConversationId conversation, long bucket, long firstSeq) {
        return calls.call(() -> log(conversation).block(bucket, firstSeq));
    }

    @Override
    public CompletionStage<Map<SenderId, KnownId>> findIds(ConversationId conversation, Collection<SenderId> ids) {
        List<SenderId> asked = List.copyOf(ids);
        return calls.call(() -> log(conversation).findIds(asked));
    }

    @Override
    public CompletionStage<List<StoredMessage>> read(
            ConversationId conversation, long fromSeq, long toSeq, int messagesMax, long bytesMax) {
        return calls.call(() -> log(conversation).read(fromSeq, toSeq, messagesMax, bytesMax));
    }

    @Override
    public CompletionStage<Void> saveMarks(ConversationId conversation, UserName user, UserMarks saved, long peersOwn) {
        long version = calls.number();
        return calls.run(() -> {
            if (conversation.isGroup()) {
                Versioned.put(groupMarks.computeIfAbsent(conversation, fresh -> new HashMap<>()), user, version, saved);
            } else {
                Versioned.put(marks.computeIfAbsent(user, fresh -> new HashMap<>()), conversation, version, saved);
                UserName peer = conversation.peerOf(user);
                if (!peer.equals(user)) {
                    addConversation(peer, conversation);
                    Told told = new Told(saved, peersOwn);
                    Versioned.put(tolds.computeIfAbsent(peer, fresh -> new HashMap<>()), conversation, version, told);
                }
            }
        });
    }

    /** A group becomes one of the user's without saying anything of marks. */
    void addConversation(UserName user, ConversationId conversation) {
        marks.computeIfAbsent(user, fresh -> new HashMap<>())
                .putIfAbsent(conversation, new Versioned<>(0, UserMarks.NONE));
    }

    Map<ConversationId, UserMarks> marksOf(UserName user) {
        return Versioned.values(marks.getOrDefault(user, Map.of()));
    }

    Map<ConversationId, Standing> standingsOf(UserName user) {
        Map<ConversationId, Told> told = Versioned.values(tolds.getOrDefault(user, Map.of()));
        Map<ConversationId, Standing> standings = new HashMap<>();
        marksOf(user).forEach((conversation, mine) -> standings.put(conversation, standing(conversation, mine, told)));
        return standings;
    }

    private Standing standing(ConversationId conversation, UserMarks mine, Map<ConversationId, Told> told) {
        Told it = told.get(conversation);
        if (it == null) {
            return Standing.ofMarks(mine);
        }
        return Standing.ofChat(
                mine.advancedTo(UserMarks.ofOwn(it.sent)),
                it.peers,
                log(conversation).newest(),
                log(conversation.amendments()).newest());
    }

    private Map<UserName, UserMarks> marksIn(ConversationId conversation) {
        Map<UserName, UserMarks> found = new HashMap<>();
        if (conversation.isAmendments()) {
            return found;
        }
        if (conversation.isGroup()) {
            return Versioned.values(groupMarks.getOrDefault(conversation, Map.of()));
        }
        for (UserName user : List.of(conversation.first(), conversation.second())) {
            UserMarks stored = marksOf(user).get(conversation);
            if (stored != null) {
                found.put(user, stored);
            }
        }
        return found;
    }

    private MemoryLog log(ConversationId conversation) {
        return logs.computeIfAbsent(conversation, fresh -> new MemoryLog());
    }
}
