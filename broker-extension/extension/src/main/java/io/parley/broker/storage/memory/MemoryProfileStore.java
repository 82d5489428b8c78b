package io.parley.broker.storage.memory;

import io.parley.broker.storage.NameQuery;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileChange;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

final class MemoryProfileStore implements ProfileStore {
    private final Calls calls;
    private final MemoryAccountStore accounts;
    private final Map<UserName, Profile> set = new HashMap<>();

    MemoryProfileStore(Calls calls, MemoryAccountStore accounts) {
        this.calls = calls;
        this.accounts = accounts;
    }

    @Override
    public CompletionStage<Optional<Profile>> find(UserName user) {
        return calls.call(() -> accounts.names().contains(user) ? Optional.of(profile(user)) : Optional.empty());
    }

    private Profile profile(UserName user) {
        return set.getOrDefault(user, Profile.initial(user));
    }

    @Override
    public CompletionStage<Slice<Profile>> find(NameQuery query, int limit, Optional<String> cursor) {
        Optional<String> after = Paging.after(cursor);
        return calls.call(() -> {
            NavigableMap<String, Profile> matches = new TreeMap<>();
            for (UserName user : accounts.names()) {
                Profile profile = profile(user);
                if (query.matches(user, profile.name())) {
                    matches.put(user.value(), profile);
                }
            }
            return Paging.slice(matches, limit, after);
        });
    }

    @Override
    public CompletionStage<Boolean> set(UserName user, ProfileChange change) {
        return calls.call(() -> {
            boolean present = accounts.names().contains(user);
            if (present) {
                set.put(user, change.appliedTo(profile(user)));
            }
            return present;
        });
    }
}
