package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.sdk.internal.store.Incoming;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The application of a {@link Life}: writes down what it is given, and judges whether that is what the server has for it. */
final class Application {
    private final Map<ConversationId, Map<MessageId, Long>> given = new HashMap<>();
    private final Set<MessageId> own;
    private final boolean transactional;

    Application(Set<MessageId> own, boolean transactional) {
        this.own = own;
        this.transactional = transactional;
    }

    void handed(Output.Hand hand) {
        Incoming message = hand.message();
        assertThat(message.conversation().isAmendments()).isFalse();
        if (!take(message)) {
            assertThat(transactional)
                    .as("handed twice in a transaction: " + message)
                    .isFalse();
            assertThat(hand.repeated()).as("handed twice, unmarked: " + message).isTrue();
        }
        assertThat(own).as("own message handed").doesNotContain(message.id());
        assertThat(message.gone()).isFalse();
    }

    void amended(Incoming entry) {
        assertThat(entry.conversation().isAmendments()).isTrue();
        assertThat(take(entry)).as("told twice: " + entry).isTrue();
    }

    private boolean take(Incoming message) {
        return given.computeIfAbsent(message.conversation(), it -> new LinkedHashMap<>())
                        .putIfAbsent(message.id(), message.seq())
                == null;
    }

    /** Everything that is for this endpoint was given, in order, and nothing else. */
    void judge(ConversationId conversation, ServerModel.Log log, long mark) {
        List<Long> seqs =
                new ArrayList<>(given.getOrDefault(conversation, Map.of()).values());
        assertThat(seqs).as("order of " + conversation).isSorted();
        assertThat(seqs).as("not for this user in " + conversation).noneMatch(log.foreign::contains);
        List<Long> due = new ArrayList<>();
        for (long seq = 1; seq <= log.last(); seq++) {
            ServerModel.Entry entry = log.entries.get((int) seq - 1);
            if (!entry.gone() && !own.contains(entry.id()) && !log.foreign.contains(seq)) {
                due.add(seq);
            }
        }
        assertThat(seqs).as("given of " + conversation).allMatch(due::contains);
        due.removeAll(log.excused);
        assertThat(due).as("not given of " + conversation).allMatch(seqs::contains);
        assertThat(mark).as("mark of " + conversation).isLessThanOrEqualTo(log.last());
        for (long seq = mark + 1; seq <= log.last(); seq++) {
            assertThat(log.excused.contains(seq) || log.foreign.contains(seq))
                    .as("mark " + mark + " of " + conversation + ", " + seq + " is missing")
                    .isTrue();
        }
    }

    long givenCount(boolean amendments) {
        return given.entrySet().stream()
                .filter(it -> it.getKey().isAmendments() == amendments)
                .mapToLong(it -> it.getValue().size())
                .sum();
    }
}
