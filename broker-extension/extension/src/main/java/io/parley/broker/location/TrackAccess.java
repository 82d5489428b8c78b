package io.parley.broker.location;

import io.parley.broker.api.RefusalException;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who may know what of a track, for calls and for what follows it: from the store, as it is at this moment. Safe from any thread. */
public final class TrackAccess {
    private final TrackStore tracks;
    private final GroupStore groups;

    public TrackAccess(TrackStore tracks, GroupStore groups) {
        this.tracks = tracks;
        this.groups = groups;
    }

    /** Fails with {@link RefusalException} if there is none. */
    public CompletionStage<Track> track(TrackName name) {
        return tracks.find(name)
                .thenApply(found -> found.orElseThrow(() -> new RefusalException(TrackRules.unknown(name))));
    }

    /** How exactly the user may see it; empty if not at all. */
    public CompletionStage<Optional<Precision>> seenBy(Track track, UserName user) {
        GroupName group = track.group();
        Optional<Precision> byName = TrackRules.seenBy(track, user, false);
        if (group == null || byName.isPresent()) {
            return CompletableFuture.completedStage(byName);
        }
        return groups.member(group, user)
                .thenApply(member -> TrackRules.seenBy(
                        track, user, member.filter(GroupMember::isMember).isPresent()));
    }

    /** The track, if the user may see it exactly: history, fences and routes tell where it is. Fails with {@link RefusalException}. */
    public CompletionStage<Track> seenExactly(TrackName name, UserName user) {
        return track(name)
                .thenCompose(track -> seenBy(track, user).thenApply(seen -> {
                    if (seen.filter(it -> it == Precision.EXACT).isEmpty()) {
                        throw new RefusalException(
                                Reason.NOT_ALLOWED, "the track " + name + " is not for you to see exactly");
                    }
                    return track;
                }));
    }

    /** The track, if it is the user's own. Fails with {@link RefusalException}. */
    public CompletionStage<Track> owned(TrackName name, UserName user) {
        return track(name).thenApply(track -> {
            if (!track.owner().equals(user)) {
                throw new RefusalException(Reason.NOT_ALLOWED, "the track " + name + " is not yours");
            }
            return track;
        });
    }
}
