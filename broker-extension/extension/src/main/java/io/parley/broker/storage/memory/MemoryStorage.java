package io.parley.broker.storage.memory;

import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.ConversationStore;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.ListStore;
import io.parley.broker.storage.PointStore;
import io.parley.broker.storage.PresenceStore;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.TokenStore;
import io.parley.broker.storage.TrackStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * All stores over one memory. A call takes effect when {@code executor} runs it, never within the call itself, and its
 * stage completes on the executor's thread. Safe from any thread.
 *
 * <p>Writes are ordered as Cassandra orders them: blocks and ids by epoch, all else by the moment of the call, not by
 * the moment they take effect. So a test may hold a write back and let it take effect when its writer is long gone.
 */
public final class MemoryStorage {
    private final MemoryConversationStore conversations;
    private final MemoryEndpointStore endpoints;
    private final MemoryAccountStore accounts;
    private final MemoryTokenStore tokens;
    private final MemoryGroupStore groups;
    private final MemoryAmendmentStore amendments;
    private final MemoryListStore lists;
    private final MemoryHiddenStore hidden;
    private final MemoryScheduleStore schedules;
    private final MemoryProfileStore profiles;
    private final MemoryContactStore contacts;
    private final MemoryEndpointDirectory directory;
    private final MemoryPresenceStore presence;
    private final MemoryTrackStore tracks;
    private final MemoryPointStore points;
    private final MemoryFenceStore fences;

    public MemoryStorage(Executor executor) {
        Calls calls = new Calls(executor);
        this.conversations = new MemoryConversationStore(calls);
        this.endpoints = new MemoryEndpointStore(calls, conversations);
        this.accounts = new MemoryAccountStore(calls);
        this.tokens = new MemoryTokenStore(calls);
        this.groups = new MemoryGroupStore(calls, conversations);
        this.amendments = new MemoryAmendmentStore(calls);
        this.lists = new MemoryListStore(calls);
        this.hidden = new MemoryHiddenStore(calls);
        this.schedules = new MemoryScheduleStore(calls);
        this.profiles = new MemoryProfileStore(calls, accounts);
        this.contacts = new MemoryContactStore(calls);
        this.directory = new MemoryEndpointDirectory(calls);
        this.presence = new MemoryPresenceStore(calls);
        this.tracks = new MemoryTrackStore(calls);
        this.points = new MemoryPointStore(calls);
        this.fences = new MemoryFenceStore(calls);
    }

    public ConversationStore conversations() {
        return conversations;
    }

    public EndpointStore endpoints() {
        return endpoints;
    }

    public AccountStore accounts() {
        return accounts;
    }

    public TokenStore tokens() {
        return tokens;
    }

    public AmendmentStore amendments() {
        return amendments;
    }

    public GroupStore groups() {
        return groups;
    }

    public ListStore lists() {
        return lists;
    }

    public HiddenStore hidden() {
        return hidden;
    }

    public ScheduleStore schedules() {
        return schedules;
    }

    public ProfileStore profiles() {
        return profiles;
    }

    public ContactStore contacts() {
        return contacts;
    }

    public EndpointDirectory directory() {
        return directory;
    }

    public PresenceStore presence() {
        return presence;
    }

    public TrackStore tracks() {
        return tracks;
    }

    public PointStore points() {
        return points;
    }

    public FenceStore fences() {
        return fences;
    }

    /** Runs calls one at a time on the executor, and numbers them in the order they were made. */
    static final class Calls {
        private final Executor executor;
        private long newest;

        Calls(Executor executor) {
            this.executor = executor;
        }

        synchronized long number() {
            return ++newest;
        }

        <T> CompletionStage<T> call(Supplier<T> effect) {
            return CompletableFuture.supplyAsync(() -> alone(effect), executor);
        }

        private synchronized <T> T alone(Supplier<T> effect) {
            return effect.get();
        }

        CompletionStage<Void> run(Runnable effect) {
            return CompletableFuture.runAsync(
                    () -> {
                        synchronized (this) {
                            effect.run();
                        }
                    },
                    executor);
        }
    }
}
