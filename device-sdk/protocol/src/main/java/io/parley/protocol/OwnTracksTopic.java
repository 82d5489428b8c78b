package io.parley.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A topic an OwnTracks app publishes to (owntracks.org/booklet/tech/json).
 *
 * <pre>
 * owntracks/{user}/{device}          location, lwt
 * owntracks/{user}/{device}/{part}   event, waypoint, waypoints, info, status, step, …
 * </pre>
 *
 * <p>A device's track is {@code {user}.{device}} in lower case, with a hyphen for each dot of the device, so that the last
 * dot of the name tells the two apart and nobody takes a name that is another's.
 *
 * @param device as the app writes it
 * @param part empty for the topic of positions
 */
public record OwnTracksTopic(UserName user, String device, String part) {
    public static final String ROOT = "owntracks/";

    /** Longest device name, characters. */
    public static final int DEVICE_LENGTH_MAX = 40;

    private static final Set<String> PARTS = Set.of(
            "event", "waypoint", "waypoints", "info", "status", "step", "steps", "cmd", "dump", "beacon", "request");

    /** @param refused told why, once, if the result is empty */
    static Optional<OwnTracksTopic> parse(String topic, Consumer<Refusal> refused) {
        List<String> levels = List.of(topic.split("/", -1));
        boolean form = levels.size() == 3 || (levels.size() == 4 && PARTS.contains(levels.get(3)));
        Optional<UserName> user = form ? UserName.parse(levels.get(1)) : Optional.empty();
        if (user.isEmpty() || !isDevice(levels.get(2))) {
            refused.accept(new Refusal(
                    Reason.BAD_TOPIC,
                    "owntracks/{user}/{device} needs a valid user name and a device of 1 to " + DEVICE_LENGTH_MAX
                            + " letters, digits, . _ -, was " + Topics.quote(topic)));
            return Optional.empty();
        }
        return Optional.of(new OwnTracksTopic(user.get(), levels.get(2), levels.size() == 4 ? levels.get(3) : ""));
    }

    private static boolean isDevice(String device) {
        return device.length() <= DEVICE_LENGTH_MAX && UserName.isValid(device.toLowerCase(Locale.ROOT));
    }

    /** Empty if user and device are too long together for the name of a track. */
    public Optional<TrackName> track() {
        return trackOf(user, device);
    }

    static Optional<TrackName> trackOf(UserName user, String device) {
        return TrackName.parse(user + "." + device.toLowerCase(Locale.ROOT).replace('.', '-'));
    }

    /** Where the positions of a device's track are published: {@code owntracks/{user}/{device}}; empty of any other track. */
    public static Optional<String> of(TrackName track) {
        int dot = track.value().lastIndexOf('.');
        return dot > 0 && dot + 1 < track.value().length()
                ? Optional.of(ROOT + track.value().substring(0, dot) + "/"
                        + track.value().substring(dot + 1))
                : Optional.empty();
    }

    /** Whether a device's track of that name may be the user's: a name with a dot belongs to who is named in it. */
    public static boolean mayBeNamedBy(TrackName track, UserName user) {
        int dot = track.value().lastIndexOf('.');
        return dot < 0 || track.value().substring(0, dot).equals(user.value());
    }
}
