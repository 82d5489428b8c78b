package io.parley.broker.list;

import io.parley.broker.amend.Amended;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.ConversationStore;
import io.parley.protocol.ConversationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Messages as lists show them, the ones looked at lately from memory: what is at a seq never changes. Safe from any thread. */
final class Previews {
    /** Some 500 bytes each. */
    private static final int REMEMBERED_MAX = 20_000;

    private record Place(ConversationId conversation, long seq) {}

    private final ConversationStore log;
    private final AmendmentStore amendments;
    private final Map<Place, Preview> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Preview> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    Previews(ConversationStore log, AmendmentStore amendments) {
        this.log = log;
        this.amendments = amendments;
    }

    /** Empty if {@code seq} is 0. */
    CompletionStage<Optional<Preview>> of(ConversationId conversation, long seq) {
        if (seq == 0) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Place place = new Place(conversation, seq);
        Preview known = known(place);
        if (known != null) {
            return CompletableFuture.completedStage(Optional.of(known));
        }
        return log.read(conversation, seq, seq, 1, 1)
                .thenApply(found -> found.stream().findFirst().map(Preview::of).map(it -> remember(place, it)));
    }

    /** As the message reads now. */
    CompletionStage<Optional<Preview>> amended(ConversationId conversation, long seq) {
        if (seq == 0) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return amendments.find(conversation.amendments(), List.of(seq)).thenCompose(entries -> {
            Amended amended = Amended.of(entries).get(seq);
            return amended == null
                    ? of(conversation, seq)
                    : log.read(conversation, seq, seq, 1, 1)
                            .thenApply(found ->
                                    found.stream().findFirst().map(amended::now).map(Preview::of));
        });
    }

    private @Nullable Preview known(Place place) {
        synchronized (remembered) {
            return remembered.get(place);
        }
    }

    private Preview remember(Place place, Preview preview) {
        synchronized (remembered) {
            remembered.put(place, preview);
        }
        return preview;
    }
}
