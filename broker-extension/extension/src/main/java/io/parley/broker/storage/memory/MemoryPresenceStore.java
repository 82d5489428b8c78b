package io.parley.broker.storage.memory;

import io.parley.broker.storage.Presence;
import io.parley.broker.storage.PresenceStore;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

final class MemoryPresenceStore implements PresenceStore {
    private final Calls calls;
    private final Map<UserName, Presence> presences = new HashMap<>();

    MemoryPresenceStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Presence> find(UserName user) {
        return calls.call(() -> presences.getOrDefault(user, Presence.NEVER));
    }

    @Override
    public CompletionStage<Void> save(UserName user, Presence presence) {
        return calls.run(() -> presences.merge(user, presence, (old, given) -> given.at() < old.at() ? old : given));
    }
}
