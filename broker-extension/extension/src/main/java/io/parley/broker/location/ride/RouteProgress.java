package io.parley.broker.location.ride;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.location.earth.Plane;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Route;
import io.parley.protocol.json.LocationPoint;
import org.locationtech.jts.geom.Coordinate;

/**
 * How far along its route a point is.
 *
 * @param metresOff how far from the route
 * @param metresLeft along the route from the place on it that is nearest
 * @param millisLeft that part of the route's whole time, and the way back to the route at its mean speed
 * @param offRoute whether it is farther off than the route allows, its uncertainty taken off
 */
public record RouteProgress(double metresOff, double metresLeft, long millisLeft, boolean offRoute) {
    public static RouteProgress of(Route route, LocationPoint point) {
        Plane plane = new Plane(new Position(point.lat(), point.lon()));
        double off = Double.POSITIVE_INFINITY;
        double goneAtNearest = 0;
        double gone = 0;
        Position from = route.line().get(0);
        Coordinate start = plane.at(from);
        for (Position to : route.line().subList(1, route.line().size())) {
            Coordinate end = plane.at(to);
            double share = nearest(start, end);
            double metres = Math.hypot(start.x + share * (end.x - start.x), start.y + share * (end.y - start.y));
            double length = Earth.metres(from, to);
            if (metres < off) {
                off = metres;
                goneAtNearest = gone + share * length;
            }
            gone += length;
            from = to;
            start = end;
        }
        double left = gone - goneAtNearest;
        double acc = Double.isNaN(point.acc()) ? 0 : point.acc();
        boolean offRoute = off - acc > route.corridorMetres();
        double way = left + (offRoute ? off : 0);
        long millis = gone == 0 ? 0 : Math.round(route.millis() * way / gone);
        return new RouteProgress(off, left, millis, offRoute);
    }

    /** Which share of the way between the two is nearest to the middle of the map. */
    private static double nearest(Coordinate start, Coordinate end) {
        double x = end.x - start.x;
        double y = end.y - start.y;
        double square = x * x + y * y;
        return square == 0 ? 0 : Math.max(0, Math.min(1, -(start.x * x + start.y * y) / square));
    }
}
