package io.parley.broker.location.nearest;

import io.parley.broker.location.nearest.Free.Found;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The way to the coarse cells, wherever they are looked after. Never blocks; safe from any thread. */
public interface Fleets {
    /** Tells the cell that holds the place. May be lost; the next one makes up for it. */
    void free(long cell, Free free);

    /** Tells a cell that somebody is not free there any more. May be lost; they are forgotten in time. */
    void gone(long cell, GroupName fleet, UserName driver, long at);

    /** Asks one cell. Fails with a {@link java.util.concurrent.TimeoutException} if it does not answer. */
    CompletionStage<List<Found>> nearest(long cell, GroupName fleet, Position place, int count, double metresMax);
}
