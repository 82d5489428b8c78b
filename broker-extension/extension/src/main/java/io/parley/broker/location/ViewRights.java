package io.parley.broker.location;

import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.GroupName;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who may see tracks, from what is stored. Never blocks; safe from any thread; fails as the stores do. */
public final class ViewRights {
    private final TrackStore tracks;
    private final GroupStore groups;
    private final Clock clock;

    public ViewRights(TrackStore tracks, GroupStore groups, Clock clock) {
        this.tracks = tracks;
        this.groups = groups;
        this.clock = clock;
    }

    /** Why the user may not watch it at this moment; empty if they may. */
    public CompletionStage<Optional<Refusal>> refusal(TrackName name, UserName user) {
        return tracks.find(name)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(Optional.of(TrackRules.unknown(name)))
                        : refusal(found.get(), user));
    }

    public CompletionStage<Optional<Refusal>> refusal(Track track, UserName user) {
        return isMember(track, user).thenApply(member -> TrackRules.refusedToView(track, user, member, clock.millis()));
    }

    /** Whether the user is in the track's group; not looked up if the user may see the track without. */
    public CompletionStage<Boolean> isMember(Track track, UserName user) {
        GroupName group = track.group();
        return group == null || TrackRules.seenBy(track, user, false).isPresent()
                ? CompletableFuture.completedStage(false)
                : isIn(group, user);
    }

    public CompletionStage<Boolean> isIn(GroupName group, UserName user) {
        return groups.member(group, user)
                .thenApply(member -> member.filter(GroupMember::isMember).isPresent());
    }
}
