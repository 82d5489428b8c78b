package io.parley.broker.location.earth;

import io.parley.broker.storage.Position;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;

/**
 * A flat map of the surroundings of a place, metres east and north of it: azimuthal and equidistant, so that what is measured
 * from its centre is right, and the poles and the antimeridian are nothing special. Two places {@value #REACH_METRES} m from
 * the centre are at most 0.1 per cent farther apart on it than on the globe. Immutable.
 */
public final class Plane {
    /** How far from the centre it is good for. */
    public static final double REACH_METRES = 500_000;

    private final Position centre;

    public Plane(Position centre) {
        this.centre = centre;
    }

    /** Around the middle of some places. */
    public static Plane around(List<Position> places) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (Position place : places) {
            double phi = Math.toRadians(place.lat());
            double lambda = Math.toRadians(place.lon());
            x += Math.cos(phi) * Math.cos(lambda);
            y += Math.cos(phi) * Math.sin(lambda);
            z += Math.sin(phi);
        }
        double level = Math.hypot(x, y);
        return new Plane(
                new Position(Math.toDegrees(Math.atan2(z, level)), level == 0 ? 0 : Math.toDegrees(Math.atan2(y, x))));
    }

    public Position centre() {
        return centre;
    }

    public Coordinate at(Position place) {
        double metres = Earth.metres(centre, place);
        if (metres == 0) {
            return new Coordinate(0, 0);
        }
        double course = Earth.course(centre, place);
        return new Coordinate(metres * Math.sin(course), metres * Math.cos(course));
    }

    public Coordinate at(double lat, double lon) {
        return at(new Position(lat, lon));
    }

    public Coordinate[] line(List<Position> places) {
        Coordinate[] line = new Coordinate[places.size()];
        for (int i = 0; i < line.length; i++) {
            line[i] = at(places.get(i));
        }
        return line;
    }

    public Position place(Coordinate at) {
        double metres = Math.hypot(at.x, at.y);
        return metres == 0 ? centre : Earth.towards(centre, Math.atan2(at.x, at.y), metres);
    }

    /** Whether it is good for all of them. */
    public boolean reaches(List<Position> places) {
        for (Position place : places) {
            if (Earth.metres(centre, place) > REACH_METRES) {
                return false;
            }
        }
        return true;
    }
}
