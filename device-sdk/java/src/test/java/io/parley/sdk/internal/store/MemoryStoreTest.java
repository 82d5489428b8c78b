package io.parley.sdk.internal.store;

class MemoryStoreTest extends StoreConformance {
    @Override
    Store open() {
        return new MemoryStore(PHONE);
    }
}
