package io.parley.simulator.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A broker under measurement. */
interface Subject extends AutoCloseable {
    String name();

    /** Processes of the broker, then of its database. */
    List<Long> brokerPids();

    List<Long> databasePids();

    /** Where its data grows. */
    Path data();

    /**
     * Connects a chat.
     *
     * @param number of the chat, below {@link BenchPlan#CHATS_MAX}; each is opened once in a run
     */
    Lane open(int number, Lane.Clocks clocks, int window, int inFlightMax) throws IOException;

    @Override
    void close();
}
