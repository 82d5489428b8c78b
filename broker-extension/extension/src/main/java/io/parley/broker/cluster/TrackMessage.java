package io.parley.broker.cluster;

import io.parley.broker.location.Need;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.Track;
import io.parley.protocol.Content;
import io.parley.protocol.GroupName;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What the owner of a track is told. */
sealed interface TrackMessage {
    TrackName track();

    /** From a node: a connection wants to publish. Answered by {@link HubMessage.Joined} or {@link HubMessage.Refused}. */
    record Join(TrackName track, ActorRef<HubMessage> node, long connection, UserName user)
            implements TrackMessage, ClusterMessage {}

    /** From a node: a connection publishes no more. */
    record Leave(TrackName track, ActorRef<HubMessage> node, long connection) implements TrackMessage, ClusterMessage {}

    /** From a node: a point, well-formed. */
    record Point(
            TrackName track,
            ActorRef<HubMessage> node,
            long connection,
            UserName user,
            LocationPoint point,
            Content body)
            implements TrackMessage, ClusterMessage {}

    /** From a node, again and again: who watches there. Answered by {@link HubMessage.Granted} or {@link HubMessage.Ended}. */
    record Watch(TrackName track, ActorRef<HubMessage> node, Map<UserName, Need> viewers)
            implements TrackMessage, ClusterMessage {}

    /** From anywhere: the row was changed. Answered by {@link HubMessage.Done} when the change is in force. */
    record Refresh(TrackName track, ActorRef<HubMessage> replyTo) implements TrackMessage, ClusterMessage {}

    /** From anywhere: points measured up to then are deleted. Answered by {@link HubMessage.Done}. */
    record Forget(TrackName track, long until, ActorRef<HubMessage> replyTo) implements TrackMessage, ClusterMessage {}

    /** From anywhere. Answered by {@link HubMessage.Status}. */
    record AskStatus(TrackName track, ActorRef<HubMessage> replyTo) implements TrackMessage, ClusterMessage {}

    /** From the owner to itself: what is stored. Never leaves its node. */
    record Loaded(
            TrackName track,
            boolean failed,
            @Nullable Track row,
            @Nullable TrackPoint last) implements TrackMessage {}

    /** From the owner to itself. Never leaves its node. */
    record Saved(TrackName track, boolean failed, boolean saved) implements TrackMessage {}

    /** From the owner to itself: a group with its members, null if there is none. Never leaves its node. */
    record Members(
            TrackName track,
            GroupName group,
            boolean failed,
            @Nullable Group found) implements TrackMessage {}

    /** From the owner to itself: it is time to look. Never leaves its node. */
    record Due(TrackName track) implements TrackMessage {}
}
