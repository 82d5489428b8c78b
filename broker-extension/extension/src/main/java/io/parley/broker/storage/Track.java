package io.parley.broker.storage;

import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A live share of a position: whose, for whom, from when to when.
 *
 * @param device the device in its OwnTracks topic; empty if it has none
 * @param createdAt Unix milliseconds
 * @param startAt not before this, Unix milliseconds
 * @param endAt not from this on, Unix milliseconds; 0 if until revoked
 * @param endedAt when it became {@link State#ENDED}, Unix milliseconds; 0 before
 * @param group whose members may view it, else null
 * @param groupPrecision how exactly they do
 * @param participants by user, at most {@value #PARTICIPANTS_MAX}; the owner only if named
 * @param guests at most {@value #GUESTS_MAX}
 * @param ride null unless it is one
 * @param version 1 when created, and one more with every change
 */
public record Track(
        TrackName name,
        UserName owner,
        Kind kind,
        String device,
        State state,
        long createdAt,
        long startAt,
        long endAt,
        long endedAt,
        @Nullable GroupName group,
        Precision groupPrecision,
        List<Participant> participants,
        List<GuestLink> guests,
        TrackSettings settings,
        @Nullable Ride ride,
        long version) {
    public static final int PARTICIPANTS_MAX = 2_000;
    public static final int GUESTS_MAX = 100;
    public static final int DEVICE_LENGTH_MAX = 64;

    public enum Kind {
        SHARE("share"),
        RIDE("ride"),
        FAMILY("family"),
        FLEET("fleet");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Kind> ofCode(String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    public enum State {
        CREATED("created"),
        ACTIVE("active"),
        /** For good. */
        ENDED("ended");

        private final String code;

        State(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        /** Forward only. */
        public boolean canBecome(State next) {
            return compareTo(next) < 0;
        }
    }

    public Track {
        participants = List.copyOf(participants);
        guests = List.copyOf(guests);
        if (participants.size() > PARTICIPANTS_MAX || guests.size() > GUESTS_MAX) {
            throw new IllegalArgumentException("track " + name + " with " + participants.size() + " participants and "
                    + guests.size() + " guest links, at most " + PARTICIPANTS_MAX + " and " + GUESTS_MAX);
        }
        if (device.length() > DEVICE_LENGTH_MAX || version < 1 || (endAt != 0 && endAt <= startAt)) {
            throw new IllegalArgumentException("track " + name + ": device of " + device.length()
                    + " characters, version " + version + ", from " + startAt + " to " + endAt);
        }
        if ((state == State.ENDED) != (endedAt != 0)) {
            throw new IllegalArgumentException("track " + name + " is " + state + " and ended at " + endedAt);
        }
    }

    /** Of somebody who is named. */
    public Optional<Participant> participant(UserName user) {
        return participants.stream().filter(it -> it.user().equals(user)).findFirst();
    }
}
