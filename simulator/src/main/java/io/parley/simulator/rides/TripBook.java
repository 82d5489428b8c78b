package io.parley.simulator.rides;

import io.parley.simulator.judge.track.TrackHistory.TripStory;
import io.parley.simulator.phone.Reply;
import java.util.List;

/** Asks for the sealed trips of all that was driven. Director's thread only. */
final class TripBook {
    private static final long AGAIN_MILLIS = 2_000;
    private static final int TRIES_MAX = 10;

    private final Town town;
    private final Dispatch dispatch;
    private final List<Replay> replays;

    TripBook(Town town, Dispatch dispatch, List<Replay> replays) {
        this.town = town;
        this.dispatch = dispatch;
        this.replays = replays;
    }

    void ask() {
        for (Ride ride : dispatch.rides()) {
            if (ride.wasDriven()) {
                ask(ride.driver(), ride.track(), TRIES_MAX);
            }
        }
        replays.forEach(it -> ask(it.user(), it.track(), TRIES_MAX));
    }

    /** It may be sealed a moment after the end. */
    private void ask(String owner, String track, int tries) {
        town.call(owner, "track/trips", TrackCalls.track(track), (reply, refused) -> {
            List<Reply> trips = reply.list("trips");
            if (trips.isEmpty() && tries > 1 && refused == null) {
                town.later(AGAIN_MILLIS, () -> ask(owner, track, tries - 1));
                return;
            }
            town.notebook().trip(story(track, trips));
        });
    }

    /** Mostly one; who rests for long has more. */
    private static TripStory story(String track, List<Reply> trips) {
        long from = Long.MAX_VALUE;
        long until = 0;
        double metres = 0;
        for (Reply trip : trips) {
            from = Math.min(from, (long) trip.number("start"));
            until = Math.max(until, (long) trip.number("end"));
            metres += trip.number("metres");
        }
        return new TripStory(track, !trips.isEmpty(), from, until, metres);
    }
}
