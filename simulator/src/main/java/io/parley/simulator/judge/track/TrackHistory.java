package io.parley.simulator.judge.track;

import io.parley.protocol.Precision;
import io.parley.simulator.map.Place;
import java.util.List;
import java.util.Map;

/**
 * What a run left to judge. All times are Unix milliseconds by the one clock of this machine.
 *
 * @param publishers of each track
 * @param sent every point that was measured for a track
 * @param sightings every point that came to a viewer
 * @param grants who might see what, when
 * @param sittings when who was connected and subscribed
 * @param upsets when single phones were cut off or stalled
 * @param disturbances when something was broken or being put back, for everybody
 * @param fences with what was told of them
 * @param rides that came to their end, as they were told
 * @param trips as sealed
 * @param endless what did not come to its end, in words
 */
public record TrackHistory(
        Map<String, Publisher> publishers,
        List<Sent> sent,
        List<Sighting> sightings,
        List<Grant> grants,
        List<Sitting> sittings,
        List<Upset> upsets,
        List<Span> disturbances,
        List<FenceStory> fences,
        List<StageStory> rides,
        List<TripStory> trips,
        List<String> endless) {
    public static final long NEVER = Long.MAX_VALUE;

    public TrackHistory {
        publishers = Map.copyOf(publishers);
        sent = List.copyOf(sent);
        sightings = List.copyOf(sightings);
        grants = List.copyOf(grants);
        sittings = List.copyOf(sittings);
        upsets = List.copyOf(upsets);
        disturbances = List.copyOf(disturbances);
        fences = List.copyOf(fences);
        rides = List.copyOf(rides);
        trips = List.copyOf(trips);
        endless = List.copyOf(endless);
    }

    /** From one moment until another. */
    public record Span(long from, long until) {
        boolean overlaps(long begin, long end) {
            return from <= end && until >= begin;
        }
    }

    /**
     * A point a phone measured while it published to a track.
     *
     * @param at when it was measured
     * @param acc metres, as sent
     * @param putAt when the phone knew that the server has it, or had given it away without caring; {@link #NEVER}
     */
    public record Sent(String track, long at, Place place, double acc, long putAt) {}

    /** A point that came to a viewer, in one {@link Sitting} of theirs. */
    public record Sighting(
            String viewer, String track, int sitting, long arrivedAt, long at, Place place, double acc) {}

    /**
     * A right to see.
     *
     * @param from the first moment it may have held: when it was asked for
     * @param until when it was known to be over: when the server said so; {@link #NEVER}
     */
    public record Grant(String viewer, String track, Precision precision, long from, long until) {}

    /** A viewer subscribed over one connection, number by number. */
    public record Sitting(String viewer, String track, int number, long from, long until) {}

    /** Whose positions a track has, and where they truly were. */
    public record Publisher(String user, Truth truth) {}

    /** A phone was not connected, or could not be reached. */
    public record Upset(String user, Span when) {}

    /** What a crossing was. */
    public enum Kind {
        ENTER,
        EXIT
    }

    /**
     * A circle, and what was told of it.
     *
     * @param from since when it was watched
     * @param until what happened later does not have to be told
     * @param told in the order of the conversation
     */
    public record FenceStory(
            String track, String fence, Place centre, double metres, long from, long until, List<Told> told) {
        public FenceStory {
            told = List.copyOf(told);
        }
    }

    /** One crossing as told: when it happened by the points, and by its number. */
    public record Told(Kind kind, long number, long at) {}

    /**
     * A ride from its beginning to its end.
     *
     * @param who it was told to
     * @param told in the order of the conversation
     */
    public record StageStory(String track, String who, Place pickUp, Place dropOff, List<Stage> told) {
        public StageStory {
            told = List.copyOf(told);
        }
    }

    /** A stage as told: {@code arrived}, {@code aboard}, {@code over}, and when it began. */
    public record Stage(String name, long at) {}

    /**
     * What became of a track's history once it was over.
     *
     * @param found whether there is a trip
     * @param from of its first point
     * @param until of its last point
     */
    public record TripStory(String track, boolean found, long from, long until, double metres) {}
}
