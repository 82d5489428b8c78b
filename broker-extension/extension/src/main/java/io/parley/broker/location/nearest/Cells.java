package io.parley.broker.location.nearest;

import com.uber.h3core.H3Core;
import com.uber.h3core.util.LatLng;
import io.parley.broker.location.earth.Earth;
import io.parley.broker.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cells of H3 that the earth is parted into: coarse ones, whose free drivers one entity of the cluster knows, and fine
 * ones, by which it finds those that are near. Thread-safe; the only class that knows H3, whose native library is loaded
 * with the first one made.
 */
public final class Cells {
    /** Some 250 square kilometres: a town. */
    public static final int COARSE = 5;
    /** Some 0.7 square kilometres: 343 of them to a coarse one. */
    public static final int FINE = 8;

    private final H3Core h3;

    public Cells() {
        try {
            h3 = H3Core.newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("H3's native library cannot be loaded", e);
        }
    }

    /**
     * A cell and where it is.
     *
     * @param metres no place in it is farther from the centre
     */
    public record Cell(long id, Position centre, double metres) {
        /** What lies in it is at least so far from a place. */
        public double metresAtLeast(Position place) {
            return Math.max(0, Earth.metres(centre, place) - metres);
        }
    }

    public long coarse(Position place) {
        return h3.latLngToCell(place.lat(), place.lon(), COARSE);
    }

    public long fine(Position place) {
        return h3.latLngToCell(place.lat(), place.lon(), FINE);
    }

    public Cell cell(long id) {
        LatLng middle = h3.cellToLatLng(id);
        Position centre = new Position(middle.lat, Earth.wrapped(middle.lng));
        double metres = 0;
        for (LatLng corner : h3.cellToBoundary(id)) {
            metres = Math.max(metres, Earth.metres(centre.lat(), centre.lon(), corner.lat, corner.lng));
        }
        return new Cell(id, centre, metres);
    }

    /** Coarse cells around a place, ring by ring, until one has nothing within so many metres any more. */
    public List<List<Cell>> rings(Position place, double metres) {
        long origin = coarse(place);
        List<List<Cell>> rings = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        while (true) {
            List<Cell> ring = new ArrayList<>();
            for (long id : h3.gridDisk(origin, rings.size())) {
                if (known.add(id)) {
                    Cell cell = cell(id);
                    if (cell.metresAtLeast(place) <= metres) {
                        ring.add(cell);
                    }
                }
            }
            if (ring.isEmpty()) {
                return rings;
            }
            rings.add(ring);
        }
    }
}
