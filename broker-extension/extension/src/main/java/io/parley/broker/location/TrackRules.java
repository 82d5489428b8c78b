package io.parley.broker.location;

import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.Track;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.Optional;

/** Who may do what with a track at a moment, from its row alone. */
public final class TrackRules {
    private TrackRules() {}

    /** What it is at that time, also if nobody was there to write it down. */
    public static Track.State stateAt(Track track, long now) {
        if (track.state() == Track.State.ENDED || (track.endAt() != 0 && now >= track.endAt())) {
            return Track.State.ENDED;
        }
        return now >= track.startAt() ? Track.State.ACTIVE : Track.State.CREATED;
    }

    /** Whether the user may publish while it is active. The owner may do everything; a ride's driver publishes. */
    public static boolean mayEverPublish(Track track, UserName user) {
        return track.owner().equals(user)
                || isDriver(track, user)
                || track.participant(user).filter(Participant::publishes).isPresent();
    }

    /** Why the user may not publish at that time. */
    public static Optional<Refusal> refusedToPublish(Track track, UserName user, long now) {
        if (!mayEverPublish(track, user)) {
            return Optional.of(foreign(track));
        }
        return switch (stateAt(track, now)) {
            case ACTIVE -> Optional.empty();
            case CREATED ->
                Optional.of(
                        new Refusal(Reason.NOT_ALLOWED, "the track " + track.name() + " starts at " + track.startAt()));
            case ENDED -> Optional.of(ended(track.name()));
        };
    }

    /**
     * How exactly the user may see it while it is not ended; empty if not at all.
     *
     * @param member whether the user is in the track's group
     */
    public static Optional<Precision> seenBy(Track track, UserName user, boolean member) {
        if (track.owner().equals(user) || isDriver(track, user) || isRider(track, user)) {
            return Optional.of(Precision.EXACT);
        }
        Optional<Precision> named =
                track.participant(user).filter(Participant::views).map(Participant::precision);
        return named.isPresent() || !member || track.group() == null ? named : Optional.of(track.groupPrecision());
    }

    private static boolean isDriver(Track track, UserName user) {
        Ride ride = track.ride();
        return ride != null && ride.driver().equals(user);
    }

    private static boolean isRider(Track track, UserName user) {
        Ride ride = track.ride();
        return ride != null && ride.rider().equals(user);
    }

    static Refusal foreign(Track track) {
        return new Refusal(Reason.NOT_ALLOWED, "the track " + track.name() + " is not for you");
    }

    public static Refusal unknown(TrackName track) {
        return new Refusal(Reason.UNKNOWN_TRACK, "there is no track " + track);
    }

    public static Refusal ended(TrackName track) {
        return new Refusal(Reason.ENDED, "the track " + track + " has ended");
    }

    /** Why somebody may not watch it now. */
    public static Optional<Refusal> refusedToView(Track track, UserName user, boolean member, long now) {
        if (seenBy(track, user, member).isEmpty()) {
            return Optional.of(foreign(track));
        }
        return stateAt(track, now) == Track.State.ENDED ? Optional.of(ended(track.name())) : Optional.empty();
    }
}
