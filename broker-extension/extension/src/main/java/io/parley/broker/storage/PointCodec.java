package io.parley.broker.storage;

import io.parley.protocol.Varint;
import io.parley.protocol.json.LocationPoint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of points and places as they are kept. Stateless; safe from any thread. Points a second apart take
 * some ten bytes each.
 *
 * <pre>
 * version   1 byte, {@value #VERSION}
 * count     varint
 * point     at, lat, lon: zigzag varints, differences to the one before (ms, 1e-7 degrees) · known: 1 byte, which of the
 *           following there are · acc varint, m · alt zigzag varint, m · vel varint, 0.1 km/h · cog varint, degrees    (count times)
 * </pre>
 */
public final class PointCodec {
    static final byte VERSION = 1;

    private static final double UNITS_A_DEGREE = 1e7;
    private static final int ACC = 1;
    private static final int ALT = 2;
    private static final int VEL = 4;
    private static final int COG = 8;
    private static final int POINT_BYTES_MAX = 1 + 7 * Varint.BYTES_MAX;
    private static final int POINT_BYTES_MIN = 4;
    /** What does not fit is no measurement any more, and kept as this. */
    private static final double METRES_MAX = 1e8;

    private PointCodec() {}

    public static ByteBuffer encode(List<LocationPoint> points) {
        ByteBuffer out = ByteBuffer.allocate(1 + Varint.BYTES_MAX + points.size() * POINT_BYTES_MAX);
        out.put(VERSION);
        Varint.put(out, points.size());
        long at = 0;
        long lat = 0;
        long lon = 0;
        for (LocationPoint point : points) {
            Varint.putSigned(out, point.at() - at);
            Varint.putSigned(out, units(point.lat()) - lat);
            Varint.putSigned(out, units(point.lon()) - lon);
            putKnown(out, point);
            at = point.at();
            lat = units(point.lat());
            lon = units(point.lon());
        }
        return out.flip();
    }

    private static void putKnown(ByteBuffer out, LocationPoint point) {
        int known = flag(point.acc(), ACC) | flag(point.alt(), ALT) | flag(point.vel(), VEL) | flag(point.cog(), COG);
        out.put((byte) known);
        if ((known & ACC) != 0) {
            Varint.put(out, Math.round(clamp(point.acc())));
        }
        if ((known & ALT) != 0) {
            Varint.putSigned(out, Math.round(clamp(point.alt())));
        }
        if ((known & VEL) != 0) {
            Varint.put(out, Math.round(clamp(point.vel()) * 10));
        }
        if ((known & COG) != 0) {
            Varint.put(out, Math.round(clamp(point.cog())));
        }
    }

    private static int flag(double value, int flag) {
        return Double.isNaN(value) ? 0 : flag;
    }

    private static double clamp(double value) {
        return Math.max(-METRES_MAX, Math.min(METRES_MAX, value));
    }

    private static long units(double degrees) {
        return Math.round(degrees * UNITS_A_DEGREE);
    }

    /** @throws IllegalArgumentException if these are no such bytes */
    public static List<LocationPoint> decode(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate();
        try {
            byte version = in.get();
            long count = Varint.get(in);
            if (version != VERSION || count < 0 || count > in.remaining() / POINT_BYTES_MIN) {
                throw new IllegalArgumentException(
                        "points of version " + version + ", " + count + " in " + in.remaining() + " bytes");
            }
            List<LocationPoint> points = new ArrayList<>((int) count);
            long at = 0;
            long lat = 0;
            long lon = 0;
            for (int i = 0; i < count; i++) {
                at += Varint.getSigned(in);
                lat += Varint.getSigned(in);
                lon += Varint.getSigned(in);
                points.add(point(in, at, lat / UNITS_A_DEGREE, lon / UNITS_A_DEGREE));
            }
            return points;
        } catch (BufferUnderflowException tooShort) {
            throw new IllegalArgumentException("points that end too early", tooShort);
        }
    }

    private static LocationPoint point(ByteBuffer in, long at, double lat, double lon) {
        int known = in.get();
        double acc = (known & ACC) == 0 ? Double.NaN : Varint.get(in);
        double alt = (known & ALT) == 0 ? Double.NaN : Varint.getSigned(in);
        double vel = (known & VEL) == 0 ? Double.NaN : Varint.get(in) / 10.0;
        double cog = (known & COG) == 0 ? Double.NaN : Varint.get(in);
        return new LocationPoint(lat, lon, at, acc, alt, vel, cog, Double.NaN, "", "");
    }

    /** As they are read back. */
    public static List<LocationPoint> rounded(List<LocationPoint> points) {
        return decode(encode(points));
    }

    /** As it is read back. */
    public static Trip rounded(Trip trip) {
        return new Trip(
                trip.track(),
                trip.startAt(),
                trip.endAt(),
                trip.metres(),
                trip.points(),
                trip.errorMetres(),
                decodeStops(encodeStops(trip.stops())),
                rounded(trip.line()));
    }

    /** Two points a stop: where it was and since when, and until when. */
    public static ByteBuffer encodeStops(List<Trip.Stop> stops) {
        List<LocationPoint> points = new ArrayList<>(2 * stops.size());
        for (Trip.Stop stop : stops) {
            points.add(LocationPoint.of(stop.place().lat(), stop.place().lon(), stop.from()));
            points.add(LocationPoint.of(stop.place().lat(), stop.place().lon(), stop.to()));
        }
        return encode(points);
    }

    public static List<Trip.Stop> decodeStops(ByteBuffer bytes) {
        List<LocationPoint> points = decode(bytes);
        List<Trip.Stop> stops = new ArrayList<>(points.size() / 2);
        for (int i = 0; i + 1 < points.size(); i += 2) {
            LocationPoint from = points.get(i);
            stops.add(new Trip.Stop(
                    new Position(from.lat(), from.lon()),
                    from.at(),
                    points.get(i + 1).at()));
        }
        return stops;
    }

    public static ByteBuffer encodePlaces(List<Position> places) {
        return encode(places.stream()
                .map(place -> LocationPoint.of(place.lat(), place.lon(), 0))
                .toList());
    }

    public static List<Position> decodePlaces(ByteBuffer bytes) {
        return decode(bytes).stream()
                .map(point -> new Position(point.lat(), point.lon()))
                .toList();
    }
}
