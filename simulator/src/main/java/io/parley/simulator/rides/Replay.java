package io.parley.simulator.rides;

import io.parley.protocol.Precision;
import io.parley.simulator.drive.Recording;

/** A recording that is driven again, shared with one viewer until it is over. Director's thread only. */
final class Replay {
    private final String user;
    private final String viewer;
    private final String track;
    private final Recording recording;
    private final Town town;
    private boolean over;

    Replay(int number, Recording recording, Town town) {
        this.user = publisher(number);
        this.viewer = viewer(number);
        this.track = "replay-" + number;
        this.recording = recording;
        this.town = town;
    }

    static String publisher(int number) {
        return "g" + number;
    }

    static String viewer(int number) {
        return "w" + number;
    }

    void begin() {
        long asked = town.now();
        town.notebook().publishes(user, track, town.traveller(user).itinerary());
        town.call(user, "track/create", TrackCalls.create(track, viewer), (reply, refused) -> {
            if (refused != null) {
                town.notebook().endless("replay " + track + " could not begin: " + refused);
                over = true;
                return;
            }
            town.notebook().granted(viewer, track, Precision.EXACT, asked);
            town.phones().watch(viewer, track, "close");
            town.publishes(user, track);
            town.traveller(user).itinerary().go(town.now(), recording);
            town.later(recording.length().toMillis(), this::end);
        });
    }

    /** At the end of the recording, or of the run. */
    void end() {
        if (over) {
            return;
        }
        over = true;
        town.call(user, "track/stop", TrackCalls.track(track), (reply, refused) -> {
            town.notebook().ended(track, town.now());
            town.stopsPublishing(user, track);
        });
    }

    String track() {
        return track;
    }

    String user() {
        return user;
    }
}
