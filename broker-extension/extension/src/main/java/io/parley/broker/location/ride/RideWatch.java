package io.parley.broker.location.ride;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Ride;
import io.parley.broker.storage.Ride.Stage;
import io.parley.protocol.json.LocationPoint;
import java.util.Optional;

/**
 * Which stage of a ride the driver's next point begins. Stateless.
 *
 * <pre>
 * COMING ──at the pick-up──▶ ARRIVED ──away from it──▶ ABOARD ──at the drop-off──▶ OVER
 * </pre>
 */
final class RideWatch {
    /** Within this of a place is there. */
    static final double AT_METRES = 50;
    /** Farther than this from a place is away. */
    static final double AWAY_METRES = 90;
    /** An accuracy this bad says nothing. */
    static final double ACC_MAX_METRES = 200;

    private RideWatch() {}

    static Optional<Stage> next(Ride ride, LocationPoint point) {
        double acc = Double.isNaN(point.acc()) ? 0 : point.acc();
        if (acc > ACC_MAX_METRES) {
            return Optional.empty();
        }
        double fromPickUp = metres(ride.pickUp(), point);
        double fromDropOff = metres(ride.dropOff(), point);
        return switch (ride.stage()) {
            case COMING -> fromPickUp <= AT_METRES ? Optional.of(Stage.ARRIVED) : Optional.empty();
            case ARRIVED -> fromPickUp > AWAY_METRES + acc ? Optional.of(Stage.ABOARD) : Optional.empty();
            case ABOARD -> fromDropOff <= AT_METRES ? Optional.of(Stage.OVER) : Optional.empty();
            case OVER -> Optional.empty();
        };
    }

    private static double metres(Position place, LocationPoint point) {
        return Earth.metres(place.lat(), place.lon(), point.lat(), point.lon());
    }
}
