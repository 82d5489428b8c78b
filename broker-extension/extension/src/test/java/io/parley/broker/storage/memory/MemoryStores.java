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
import io.parley.broker.storage.Stores;
import io.parley.broker.storage.TokenStore;
import io.parley.broker.storage.TrackStore;

/** Memory under the conformance tests; every call takes effect at once. */
final class MemoryStores implements Stores {
    private final MemoryStorage storage = new MemoryStorage(Runnable::run);

    @Override
    public ConversationStore conversations() {
        return storage.conversations();
    }

    @Override
    public EndpointStore endpoints() {
        return storage.endpoints();
    }

    @Override
    public AccountStore accounts() {
        return storage.accounts();
    }

    @Override
    public TokenStore tokens() {
        return storage.tokens();
    }

    @Override
    public AmendmentStore amendments() {
        return storage.amendments();
    }

    @Override
    public GroupStore groups() {
        return storage.groups();
    }

    @Override
    public ListStore lists() {
        return storage.lists();
    }

    @Override
    public HiddenStore hidden() {
        return storage.hidden();
    }

    @Override
    public ScheduleStore schedules() {
        return storage.schedules();
    }

    @Override
    public ProfileStore profiles() {
        return storage.profiles();
    }

    @Override
    public ContactStore contacts() {
        return storage.contacts();
    }

    @Override
    public EndpointDirectory directory() {
        return storage.directory();
    }

    @Override
    public PresenceStore presence() {
        return storage.presence();
    }

    @Override
    public TrackStore tracks() {
        return storage.tracks();
    }

    @Override
    public PointStore points() {
        return storage.points();
    }

    @Override
    public FenceStore fences() {
        return storage.fences();
    }
}
