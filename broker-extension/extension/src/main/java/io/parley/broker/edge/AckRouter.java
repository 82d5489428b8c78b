package io.parley.broker.edge;

import io.parley.broker.conversation.Conversations;
import io.parley.protocol.json.Ack;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Finds the connection an answer belongs to, by number. Safe from any thread; made before the cluster that feeds it. */
public final class AckRouter implements Conversations.AckSink {
    private final ConcurrentHashMap<Long, Answers> connections = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    public AckRouter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(long connection, Answers answers) {
        connections.put(connection, answers);
    }

    void remove(long connection) {
        connections.remove(connection);
    }

    @Override
    public void answered(long connection, List<Ack> acks) {
        Answers answers = connections.get(connection);
        if (answers != null) {
            answers.answered(acks, nanoTime.getAsLong());
        }
    }

    /** Called by a timer, some times a second. */
    void overdue(long patienceNanos) {
        long limit = nanoTime.getAsLong() - patienceNanos;
        connections.values().forEach(answers -> answers.overdue(limit));
    }
}
