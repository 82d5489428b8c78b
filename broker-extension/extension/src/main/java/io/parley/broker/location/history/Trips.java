package io.parley.broker.location.history;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Trip;
import io.parley.broker.storage.Trip.Stop;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.List;

/** Makes a trip of its points. Stateless; the same points make the same trip. */
final class Trips {
    /** An accuracy this bad says nothing of how far it went. */
    private static final double ACC_MAX_METRES = 200;

    private Trips() {}

    /** @param points at least one, in the order of time */
    static Trip seal(TrackName track, List<LocationPoint> points, HistorySettings settings) {
        LocationPoint first = points.get(0);
        LocationPoint last = points.get(points.size() - 1);
        return new Trip(
                track,
                first.at(),
                last.at(),
                metres(points, settings.stepMetres()),
                points.size(),
                settings.errorMetres(),
                stops(points, settings),
                Thinning.thin(points, settings.errorMetres()));
    }

    /**
     * The length of the way. Point by point it would count the jitter of the receiver, a few metres a second even where it
     * stands; so a step counts when it is longer than that.
     */
    static double metres(List<LocationPoint> points, double stepMetres) {
        double sum = 0;
        LocationPoint from = points.get(0);
        LocationPoint last = from;
        for (LocationPoint point : points) {
            double step = metres(from, point);
            if (step >= Math.max(stepMetres, 2 * uncertainty(point))) {
                sum += step;
                from = point;
            }
            last = point;
        }
        double rest = metres(from, last);
        return rest > uncertainty(last) ? sum + rest : sum;
    }

    /** How far from its beginning it got. */
    static double extent(List<LocationPoint> points) {
        double extent = 0;
        for (LocationPoint point : points) {
            extent = Math.max(extent, metres(points.get(0), point) - uncertainty(point));
        }
        return extent;
    }

    private static double uncertainty(LocationPoint point) {
        return Double.isNaN(point.acc()) ? 0 : Math.min(point.acc(), ACC_MAX_METRES);
    }

    private static List<Stop> stops(List<LocationPoint> points, HistorySettings settings) {
        List<Stop> stops = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= points.size(); i++) {
            boolean left = i == points.size()
                    || metres(points.get(from), points.get(i)) > settings.stopMetres() + uncertainty(points.get(i));
            if (left) {
                LocationPoint first = points.get(from);
                LocationPoint last = points.get(i - 1);
                if (last.at() - first.at() >= settings.stopMillis()) {
                    stops.add(new Stop(new Position(first.lat(), first.lon()), first.at(), last.at()));
                }
                from = i;
            }
        }
        return stops;
    }

    private static double metres(LocationPoint from, LocationPoint to) {
        return Earth.metres(from.lat(), from.lon(), to.lat(), to.lon());
    }
}
