package io.parley.broker.cluster;

import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.TrackStatus;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node is told by the owners of tracks; what the node tells itself is local to {@code HubActor}. */
interface HubMessage {
    /** The connection may publish, to that owner, that often. */
    record Joined(TrackName track, long connection, long periodMillis, ActorRef<TrackMessage> owner)
            implements HubMessage, ClusterMessage {}

    /** The connection may not publish, or not any more. */
    record Refused(TrackName track, long connection, Refusal refusal) implements HubMessage, ClusterMessage {}

    record Period(TrackName track, long connection, long periodMillis) implements HubMessage, ClusterMessage {}

    record Granted(io.parley.broker.location.Granted granted) implements HubMessage, ClusterMessage {}

    /** @param rights under which it may be shown */
    record Point(TrackName track, long rights, TrackPoint point) implements HubMessage, ClusterMessage {}

    /** Nothing more will be shown of the track. */
    record Ended(TrackName track) implements HubMessage, ClusterMessage {}

    /** From an owner that ends: its successor knows nobody. */
    record Moved(TrackName track) implements HubMessage, ClusterMessage {}

    /** To who had something looked at. */
    record Done(TrackName track) implements HubMessage, ClusterMessage {}

    record Status(TrackStatus status) implements HubMessage, ClusterMessage {}
}
