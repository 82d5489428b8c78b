package io.parley.broker.storage;

import io.parley.protocol.TrackName;
import java.util.List;
import java.util.function.Function;

/** What a fence encloses. Whether a line crosses itself is looked at where fences are made. */
public sealed interface FenceShape {
    int VERTICES_MAX = 1_000;
    double METRES_MAX = 1_000_000;

    <T> T match(
            Function<Circle, T> circle,
            Function<Polygon, T> polygon,
            Function<Corridor, T> corridor,
            Function<Around, T> around);

    /** Within so many metres of a place. */
    record Circle(Position centre, double metres) implements FenceShape {
        public Circle {
            require(metres);
        }

        @Override
        public <T> T match(
                Function<Circle, T> circle,
                Function<Polygon, T> polygon,
                Function<Corridor, T> corridor,
                Function<Around, T> around) {
            return circle.apply(this);
        }
    }

    /** Within a ring of 3 places or more, the last joined to the first. */
    record Polygon(List<Position> ring) implements FenceShape {
        public Polygon {
            ring = vertices(ring, 3);
        }

        @Override
        public <T> T match(
                Function<Circle, T> circle,
                Function<Polygon, T> polygon,
                Function<Corridor, T> corridor,
                Function<Around, T> around) {
            return polygon.apply(this);
        }
    }

    /** Within so many metres of a line of 2 places or more. */
    record Corridor(List<Position> line, double metres) implements FenceShape {
        public Corridor {
            line = vertices(line, 2);
            require(metres);
        }

        @Override
        public <T> T match(
                Function<Circle, T> circle,
                Function<Polygon, T> polygon,
                Function<Corridor, T> corridor,
                Function<Around, T> around) {
            return corridor.apply(this);
        }
    }

    /** Within so many metres of where another track is. */
    record Around(TrackName track, double metres) implements FenceShape {
        public Around {
            require(metres);
        }

        @Override
        public <T> T match(
                Function<Circle, T> circle,
                Function<Polygon, T> polygon,
                Function<Corridor, T> corridor,
                Function<Around, T> around) {
            return around.apply(this);
        }
    }

    private static void require(double metres) {
        if (!(metres >= 1 && metres <= METRES_MAX)) {
            throw new IllegalArgumentException(metres + " metres, must be 1 to " + METRES_MAX);
        }
    }

    private static List<Position> vertices(List<Position> places, int min) {
        if (places.size() < min || places.size() > VERTICES_MAX) {
            throw new IllegalArgumentException(places.size() + " vertices, must be " + min + " to " + VERTICES_MAX);
        }
        return List.copyOf(places);
    }
}
