package io.parley.broker.location;

import io.parley.protocol.Content;
import io.parley.protocol.Refusal;
import io.parley.protocol.json.LocationPoint;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What one connection publishes to one track. Safe from any thread. */
public interface Publication {
    /** Whether the owner lets it; never fails. While it is not complete, {@link #send} must not be called. */
    CompletionStage<Optional<Refusal>> admitted();

    /** Whether points may be sent now, without asking. */
    boolean isOpen();

    /** Hands a point to the owner. */
    void send(LocationPoint point, Content body);

    void close();

    /** Called on any thread; must not block. */
    interface Listener {
        /** How often points are wanted; first when it was admitted, then on each change. */
        void period(long millis);

        /** The owner refuses what comes from now on. The publication is over. */
        void refused(Refusal refusal);
    }
}
