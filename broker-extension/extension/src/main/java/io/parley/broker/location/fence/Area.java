package io.parley.broker.location.fence;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.location.earth.Plane;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.algorithm.locate.PointOnGeometryLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.distance.IndexedFacetDistance;

/** What a fence encloses, made fit for asking again and again. Not for several threads at once. */
abstract class Area {
    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    /** How far outside a place is, metres; below 0: how deep inside. */
    abstract double metresOutside(Position place);

    /** About how deep inside one can be. */
    abstract double depthMetres();

    /** A circle that holds all of it; empty if it moves. */
    abstract Optional<Bounds> bounds();

    record Bounds(Position centre, double metres) {}

    /** @return empty if it is around a track of which nothing is known */
    static Optional<Area> of(FenceShape shape, Function<FenceShape.Around, Optional<Position>> where) {
        return shape.match(
                circle -> Optional.of(new Circle(circle.centre(), circle.metres(), true)),
                polygon -> Optional.of(new Enclosed(polygon.ring())),
                corridor -> Optional.of(new Along(corridor.line(), corridor.metres())),
                around -> where.apply(around).map(centre -> new Circle(centre, around.metres(), false)));
    }

    private static final class Circle extends Area {
        private final Position centre;
        private final double metres;
        private final boolean still;

        Circle(Position centre, double metres, boolean still) {
            this.centre = centre;
            this.metres = metres;
            this.still = still;
        }

        @Override
        double metresOutside(Position place) {
            return Earth.metres(centre, place) - metres;
        }

        @Override
        double depthMetres() {
            return metres;
        }

        @Override
        Optional<Bounds> bounds() {
            return still ? Optional.of(new Bounds(centre, metres)) : Optional.empty();
        }
    }

    private static final class Enclosed extends Area {
        private final Plane plane;
        private final PointOnGeometryLocator inside;
        private final IndexedFacetDistance edge;
        private final double depth;
        private final Bounds bounds;

        Enclosed(List<Position> ring) {
            this.plane = Plane.around(ring);
            Polygon polygon = polygon(plane, ring);
            this.inside = new IndexedPointInAreaLocator(polygon);
            this.edge = new IndexedFacetDistance(polygon);
            // exact for a circle, a square and everything around one
            this.depth = 2 * polygon.getArea() / polygon.getLength();
            this.bounds = holding(plane, ring, 0);
        }

        @Override
        double metresOutside(Position place) {
            Coordinate at = plane.at(place);
            double metres = edge.distance(GEOMETRY.createPoint(at));
            return inside.locate(at) == Location.EXTERIOR ? metres : -metres;
        }

        @Override
        double depthMetres() {
            return depth;
        }

        @Override
        Optional<Bounds> bounds() {
            return Optional.of(bounds);
        }
    }

    private static final class Along extends Area {
        private final Plane plane;
        private final IndexedFacetDistance line;
        private final double metres;
        private final Bounds bounds;

        Along(List<Position> places, double metres) {
            this.plane = Plane.around(places);
            this.line = new IndexedFacetDistance(GEOMETRY.createLineString(plane.line(places)));
            this.metres = metres;
            this.bounds = holding(plane, places, metres);
        }

        @Override
        double metresOutside(Position place) {
            return line.distance(GEOMETRY.createPoint(plane.at(place))) - metres;
        }

        @Override
        double depthMetres() {
            return metres;
        }

        @Override
        Optional<Bounds> bounds() {
            return Optional.of(bounds);
        }
    }

    private static Bounds holding(Plane plane, List<Position> places, double more) {
        double metres = 0;
        for (Position place : places) {
            metres = Math.max(metres, Earth.metres(plane.centre(), place));
        }
        return new Bounds(plane.centre(), metres + more);
    }

    static Polygon polygon(Plane plane, List<Position> ring) {
        Coordinate[] corners = plane.line(ring);
        boolean closed = corners[0].equals2D(corners[corners.length - 1]);
        Coordinate[] around = Arrays.copyOf(corners, closed ? corners.length : corners.length + 1);
        around[around.length - 1] = around[0].copy();
        LinearRing shell = GEOMETRY.createLinearRing(around);
        return GEOMETRY.createPolygon(shell);
    }

    static Geometry line(Plane plane, List<Position> places) {
        return GEOMETRY.createLineString(plane.line(places));
    }
}
