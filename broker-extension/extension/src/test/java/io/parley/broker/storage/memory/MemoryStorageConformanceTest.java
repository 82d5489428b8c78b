package io.parley.broker.storage.memory;

import io.parley.broker.storage.AccountStoreConformanceTest;
import io.parley.broker.storage.AmendmentStoreConformanceTest;
import io.parley.broker.storage.ContactStoreConformanceTest;
import io.parley.broker.storage.ConversationStoreConformanceTest;
import io.parley.broker.storage.EndpointDirectoryConformanceTest;
import io.parley.broker.storage.EndpointStoreConformanceTest;
import io.parley.broker.storage.FenceStoreConformanceTest;
import io.parley.broker.storage.GroupStoreConformanceTest;
import io.parley.broker.storage.HiddenStoreConformanceTest;
import io.parley.broker.storage.LateBlockConformanceTest;
import io.parley.broker.storage.ListStoreConformanceTest;
import io.parley.broker.storage.PointStoreConformanceTest;
import io.parley.broker.storage.PresenceStoreConformanceTest;
import io.parley.broker.storage.ProfileStoreConformanceTest;
import io.parley.broker.storage.ScheduleStoreConformanceTest;
import io.parley.broker.storage.Stores;
import io.parley.broker.storage.TokenStoreConformanceTest;
import io.parley.broker.storage.TrackStoreConformanceTest;
import org.junit.jupiter.api.Nested;

class MemoryStorageConformanceTest {
    private final Stores memory = new MemoryStores();

    @Nested
    class Conversations extends ConversationStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class LateBlocks extends LateBlockConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Endpoints extends EndpointStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Groups extends GroupStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Accounts extends AccountStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Amendments extends AmendmentStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Tokens extends TokenStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Lists extends ListStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Profiles extends ProfileStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Hidden extends HiddenStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Schedules extends ScheduleStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Contacts extends ContactStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Directory extends EndpointDirectoryConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Presence extends PresenceStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Tracks extends TrackStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Points extends PointStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }

    @Nested
    class Fences extends FenceStoreConformanceTest {
        @Override
        protected Stores stores() {
            return memory;
        }
    }
}
