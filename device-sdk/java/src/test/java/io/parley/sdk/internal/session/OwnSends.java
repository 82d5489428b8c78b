package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.internal.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the endpoint of a {@link Life} has sent, and what it was told of it. */
final class OwnSends {
    final Set<MessageId> ids = new LinkedHashSet<>();
    private final Map<ConversationId, List<MessageId>> order = new HashMap<>();
    private final Map<MessageId, MessageStatus> statuses = new LinkedHashMap<>();

    void sent(ConversationId conversation, MessageId id) {
        ids.add(id);
        order.computeIfAbsent(conversation, it -> new ArrayList<>()).add(id);
        queued(id);
    }

    void queued(MessageId id) {
        statuses.putIfAbsent(id, MessageStatus.QUEUED);
    }

    void told(Output.StatusChanged it) {
        MessageStatus before = statuses.get(it.id());
        if (before != null && before.stage() == Stage.FAILED) {
            throw new AssertionError(it + " after " + before);
        }
        statuses.put(it.id(), it.status());
    }

    void judge(ConversationId conversation, ServerModel server) {
        List<MessageId> mine = server.log(conversation).entries.stream()
                .map(ServerModel.Entry::id)
                .filter(ids::contains)
                .toList();
        List<MessageId> acceptedInOrder = order.getOrDefault(conversation, List.of()).stream()
                .filter(server.known::containsKey)
                .toList();
        assertThat(mine).as("order of own in " + conversation).isEqualTo(acceptedInOrder);
    }

    void judge(ServerModel server, Store store) {
        for (MessageId id : ids) {
            boolean known = server.known.containsKey(id);
            Stage stage = store.status(id).orElseThrow().stage();
            assertThat(known ? stage.ordinal() < Stage.FAILED.ordinal() : stage == Stage.FAILED)
                    .as("told " + stage + " of " + id + ", known " + known)
                    .isTrue();
        }
    }
}
