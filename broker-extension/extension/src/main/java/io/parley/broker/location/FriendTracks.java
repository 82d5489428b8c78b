package io.parley.broker.location;

import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The devices' tracks that a user may see, own ones too. Never blocks; safe from any thread; fails as the stores do. */
public final class FriendTracks {
    private static final int PAGE = 100;
    /** Of tracks a user ever had to do with so many are looked at. */
    private static final int NAMES_MAX = 1_000;

    private final TrackStore store;
    private final ViewRights rights;

    public FriendTracks(TrackStore store, ViewRights rights) {
        this.store = store;
        this.rights = rights;
    }

    /** With the OwnTracks topic of each. */
    public CompletionStage<Map<TrackName, String>> of(UserName user) {
        return names(user, Optional.empty(), new ArrayList<>()).thenCompose(names -> {
            List<CompletableFuture<Optional<Track>>> looked = names.stream()
                    .map(name -> look(name, user).toCompletableFuture())
                    .toList();
            return CompletableFuture.allOf(looked.toArray(CompletableFuture[]::new))
                    .thenApply(done -> {
                        Map<TrackName, String> topics = new HashMap<>();
                        looked.forEach(found -> found.join()
                                .ifPresent(track -> DeviceTracks.topicOf(track)
                                        .ifPresent(topic -> topics.put(track.name(), topic))));
                        return topics;
                    });
        });
    }

    private CompletionStage<List<TrackName>> names(UserName user, Optional<String> cursor, List<TrackName> sum) {
        return store.ofUser(user, PAGE, cursor).thenCompose(page -> {
            sum.addAll(page.items());
            return page.next().isPresent() && sum.size() < NAMES_MAX
                    ? names(user, page.next(), sum)
                    : CompletableFuture.completedStage(sum);
        });
    }

    private CompletionStage<Optional<Track>> look(TrackName name, UserName user) {
        return store.find(name).thenCompose(found -> {
            Track track = found.filter(it -> !it.device().isEmpty()).orElse(null);
            return track == null
                    ? CompletableFuture.completedStage(Optional.<Track>empty())
                    : rights.refusal(track, user)
                            .thenApply(refusal -> refusal.isEmpty() ? Optional.of(track) : Optional.empty());
        });
    }
}
