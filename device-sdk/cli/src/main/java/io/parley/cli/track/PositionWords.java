package io.parley.cli.track;

import io.parley.cli.messenger.Fields;
import io.parley.protocol.json.LocationPoint;
import io.parley.sdk.Sighting;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Says where something is. Pure. */
final class PositionWords {
    private PositionWords() {}

    /** Separated by tabs; what is not known is empty. */
    static String columns(LocationPoint point) {
        return String.join(
                        "\t",
                        Instant.ofEpochMilli(point.at()).toString(),
                        degrees(point.lat()),
                        degrees(point.lon()),
                        known(point.acc()),
                        known(point.vel()))
                .stripTrailing();
    }

    private static String degrees(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String known(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f", value);
    }

    /** Empty if it is none. */
    static Optional<LocationPoint> point(Fields it) {
        double lat = it.decimal("lat");
        double lon = it.decimal("lon");
        if (!(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) {
            return Optional.empty();
        }
        return Optional.of(new LocationPoint(
                lat,
                lon,
                Math.max(0, Math.round(1_000 * it.decimal("tst"))),
                it.decimal("acc"),
                it.decimal("alt"),
                it.decimal("vel"),
                it.decimal("cog"),
                it.decimal("batt"),
                "",
                ""));
    }

    static String trip(Fields it) {
        return String.join(
                "\t",
                Moments.words(it.number("start")),
                Moments.words(it.number("end")),
                String.format(Locale.ROOT, "%.2f", it.decimal("metres") / 1_000),
                String.valueOf(it.objects("stops").size()));
    }

    static String line(Sighting sighting, Instant now) {
        LocationPoint point = sighting.point();
        StringBuilder line = new StringBuilder()
                .append(sighting.track())
                .append("  ")
                .append(degrees(point.lat()))
                .append(", ")
                .append(degrees(point.lon()));
        if (!Double.isNaN(point.acc())) {
            line.append("  ±").append(known(point.acc())).append(" m");
        }
        if (!Double.isNaN(point.vel())) {
            line.append("  ").append(known(point.vel())).append(" km/h");
        }
        line.append("  ").append(sighting.age(now).toSeconds()).append(" s old");
        if (!sighting.expected().isZero()) {
            line.append(", one every ")
                    .append(Math.max(1, Math.round(sighting.expected().toMillis() / 1_000.0)))
                    .append(" s");
        }
        return line.toString();
    }
}
