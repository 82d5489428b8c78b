package io.parley.broker.storage.memory;

import io.parley.broker.storage.Fence;
import io.parley.broker.storage.FenceId;
import io.parley.broker.storage.FenceState;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

final class MemoryFenceStore implements FenceStore {
    private final Calls calls;
    private final Map<UserName, TreeMap<String, Fence>> fences = new HashMap<>();
    private final Map<TrackName, Map<FenceId, FenceState>> states = new HashMap<>();

    MemoryFenceStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Creation> create(Fence fence) {
        return calls.call(() -> {
            TreeMap<String, Fence> present = of(fence.id().owner());
            Fence same = present.get(fence.id().name());
            if (same != null) {
                return same.equals(fence) ? Creation.KNOWN : Creation.CONFLICT;
            }
            boolean full = present.size() >= PER_USER_MAX
                    || fence.tracks().stream().anyMatch(track -> watching(track).size() >= PER_TRACK_MAX);
            if (full) {
                return Creation.LIMIT_REACHED;
            }
            present.put(fence.id().name(), fence);
            return Creation.CREATED;
        });
    }

    @Override
    public CompletionStage<Optional<Fence>> find(FenceId id) {
        return calls.call(() -> Optional.ofNullable(of(id.owner()).get(id.name())));
    }

    @Override
    public CompletionStage<Slice<Fence>> ofUser(UserName owner, int limit, Optional<String> cursor) {
        Optional<String> after = Paging.after(cursor);
        return calls.call(() -> Paging.slice(of(owner), limit, after));
    }

    @Override
    public CompletionStage<List<Fence>> ofTrack(TrackName track) {
        return calls.call(() -> watching(track));
    }

    private List<Fence> watching(TrackName track) {
        return fences.values().stream()
                .flatMap(all -> all.values().stream())
                .filter(fence -> fence.tracks().contains(track))
                .limit(PER_TRACK_MAX)
                .toList();
    }

    @Override
    public CompletionStage<Void> delete(Fence fence) {
        return calls.run(() -> {
            of(fence.id().owner()).remove(fence.id().name());
            fence.tracks().forEach(track -> statesOf(track).remove(fence.id()));
        });
    }

    @Override
    public CompletionStage<List<FenceState>> states(TrackName track) {
        return calls.call(() -> List.copyOf(statesOf(track).values()));
    }

    @Override
    public CompletionStage<Void> saveState(FenceState state) {
        return calls.run(() -> statesOf(state.track())
                .merge(state.fence(), state, (old, given) -> given.rank() < old.rank() ? old : given));
    }

    private TreeMap<String, Fence> of(UserName owner) {
        return fences.computeIfAbsent(owner, fresh -> new TreeMap<>());
    }

    private Map<FenceId, FenceState> statesOf(TrackName track) {
        return states.computeIfAbsent(track, fresh -> new HashMap<>());
    }
}
