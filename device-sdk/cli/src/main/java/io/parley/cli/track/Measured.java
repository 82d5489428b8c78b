package io.parley.cli.track;

import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.LocationPoint;
import java.nio.charset.StandardCharsets;

/** Reads a position as somebody types it or a script prints it. Pure. */
final class Measured {
    private Measured() {}

    /**
     * {@code lat,lon} or {@code lat,lon,accuracy}, degrees and metres, measured now; or a JSON object in the form of
     * OwnTracks, which says when.
     *
     * @throws IllegalArgumentException if it is neither, or no place on earth
     */
    static LocationPoint read(String typed, long now) {
        String text = typed.strip();
        if (text.startsWith("{")) {
            try {
                return LocationPoint.parse(text.getBytes(StandardCharsets.UTF_8));
            } catch (BadBodyException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        String[] parts = text.split("[,;\\s]+");
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException("LAT,LON or LAT,LON,ACCURACY is needed, was " + text);
        }
        try {
            double accuracy = parts.length == 3 ? Double.parseDouble(parts[2]) : Double.NaN;
            return LocationPoint.of(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), now, accuracy);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("LAT,LON are degrees with a point, as 47.1411,9.5209; was " + text, e);
        }
    }
}
