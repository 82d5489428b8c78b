package io.parley.sdk.internal.store;

class MemoryHistoryTest extends HistoryConformance {
    @Override
    Store open() {
        return new MemoryStore(PHONE);
    }
}
