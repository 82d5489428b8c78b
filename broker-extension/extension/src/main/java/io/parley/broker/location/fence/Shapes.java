package io.parley.broker.location.fence;

import io.parley.broker.location.earth.Plane;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.Position;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** Which shapes may be fences. Stateless. */
final class Shapes {
    private Shapes() {}

    /** What is wrong with it, for its maker; empty if nothing is. */
    static Optional<String> fault(FenceShape shape) {
        return shape.match(
                circle -> Optional.empty(),
                polygon -> faultOfRing(polygon.ring()),
                corridor -> faultOfReach("corridor", corridor.line()).or(() -> faultOfLine(corridor.line())),
                around -> Optional.empty());
    }

    private static Optional<String> faultOfRing(List<Position> ring) {
        Optional<String> tooFar = faultOfReach("polygon", ring);
        if (tooFar.isPresent()) {
            return tooFar;
        }
        if (ring.stream().distinct().count() < 3) {
            return Optional.of("polygon must have 3 different corners or more");
        }
        Polygon polygon = Area.polygon(Plane.around(ring), ring);
        TopologyValidationError error = new IsValidOp(polygon).getValidationError();
        if (error != null) {
            return Optional.of("polygon must not cross or touch itself");
        }
        return polygon.getArea() < 1 ? Optional.of("polygon must enclose a square metre or more") : Optional.empty();
    }

    private static Optional<String> faultOfLine(List<Position> line) {
        return line.stream().distinct().count() < 2
                ? Optional.of("corridor must have 2 different places or more")
                : Optional.empty();
    }

    private static Optional<String> faultOfReach(String what, List<Position> places) {
        return Plane.around(places).reaches(places)
                ? Optional.empty()
                : Optional.of(what + " must lie within " + (int) (Plane.REACH_METRES / 1000) + " km of its middle");
    }
}
