package io.parley.broker.cluster;

import io.parley.broker.location.nearest.Free;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What the entity of a coarse cell is told, and what it answers. */
sealed interface CellMessage {
    /** The cell's id in H3. */
    long cell();

    /** From anywhere: somebody is free there. */
    record Put(long cell, Free free) implements CellMessage, ClusterMessage {}

    /** From anywhere: somebody is not, or not any more. */
    record Gone(long cell, GroupName fleet, UserName driver, long at) implements CellMessage, ClusterMessage {}

    /** From anywhere. Answered by {@link Answer}. */
    record Ask(long cell, GroupName fleet, Position place, int count, double metresMax, ActorRef<Answer> replyTo)
            implements CellMessage, ClusterMessage {}

    /** From the entity to itself: it is time to forget. Never leaves its node. */
    record Due(long cell) implements CellMessage {}

    /** The nearest first. */
    record Answer(List<Free.Found> found) implements ClusterMessage {}
}
