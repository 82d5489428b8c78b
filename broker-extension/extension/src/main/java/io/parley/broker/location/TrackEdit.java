package io.parley.broker.location;

import io.parley.broker.storage.GuestLink;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackSettings;
import io.parley.protocol.GroupName;
import io.parley.protocol.Precision;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The next version of a track, or the first one, as it is being made. One thread. */
public final class TrackEdit {
    private final TrackName name;
    private final UserName owner;
    private final Track.Kind kind;
    private final long createdAt;
    private final long version;
    private String device = "";
    private Track.State state = Track.State.CREATED;
    private long startAt;
    private long endAt;
    private long endedAt;
    private @Nullable GroupName group;
    private Precision groupPrecision = Precision.EXACT;
    private List<Participant> participants = List.of();
    private List<GuestLink> guests = List.of();
    private TrackSettings settings = TrackSettings.DEFAULT;
    private @Nullable Ride ride;

    private TrackEdit(TrackName name, UserName owner, Track.Kind kind, long createdAt, long version) {
        this.name = name;
        this.owner = owner;
        this.kind = kind;
        this.createdAt = createdAt;
        this.version = version;
    }

    /** A new one, that starts now and ends when it is told to. */
    public static TrackEdit first(TrackName name, UserName owner, Track.Kind kind, long now) {
        TrackEdit edit = new TrackEdit(name, owner, kind, now, 1);
        edit.startAt = now;
        return edit;
    }

    public static TrackEdit of(Track track) {
        TrackEdit edit =
                new TrackEdit(track.name(), track.owner(), track.kind(), track.createdAt(), track.version() + 1);
        edit.device = track.device();
        edit.state = track.state();
        edit.startAt = track.startAt();
        edit.endAt = track.endAt();
        edit.endedAt = track.endedAt();
        edit.group = track.group();
        edit.groupPrecision = track.groupPrecision();
        edit.participants = track.participants();
        edit.guests = track.guests();
        edit.settings = track.settings();
        edit.ride = track.ride();
        return edit;
    }

    public TrackEdit device(String it) {
        device = it;
        return this;
    }

    public TrackEdit startAt(long it) {
        startAt = it;
        return this;
    }

    public TrackEdit endAt(long it) {
        endAt = it;
        return this;
    }

    public TrackEdit group(@Nullable GroupName it, Precision precision) {
        group = it;
        groupPrecision = precision;
        return this;
    }

    public TrackEdit participants(List<Participant> it) {
        participants = it;
        return this;
    }

    public TrackEdit guests(List<GuestLink> it) {
        guests = it;
        return this;
    }

    public TrackEdit settings(TrackSettings it) {
        settings = it;
        return this;
    }

    public TrackEdit ride(@Nullable Ride it) {
        ride = it;
        return this;
    }

    public TrackEdit ended(long at) {
        state = Track.State.ENDED;
        endedAt = Math.max(1, at);
        return this;
    }

    /** Its state is what it is at that moment, unless it has been ended. */
    public Track at(long now) {
        Track.State current =
                state == Track.State.ENDED ? state : now >= startAt ? Track.State.ACTIVE : Track.State.CREATED;
        return new Track(
                name,
                owner,
                kind,
                device,
                current,
                createdAt,
                startAt,
                endAt,
                endedAt,
                group,
                groupPrecision,
                participants,
                guests,
                settings,
                ride,
                version);
    }
}
