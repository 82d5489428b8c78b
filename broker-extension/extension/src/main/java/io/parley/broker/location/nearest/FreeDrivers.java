package io.parley.broker.location.nearest;

import io.parley.broker.location.earth.Earth;
import io.parley.broker.location.nearest.Cells.Cell;
import io.parley.broker.location.nearest.Free.Found;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The free drivers of one coarse cell, by fleet and fine cell. One thread at a time; time is given, Unix milliseconds.
 *
 * <p>A query looks at fine cells from the nearest on and stops where none can hold a nearer one, so its cost is that of the
 * drivers close by, not of all.
 */
public final class FreeDrivers {
    /** Most drivers of all fleets in one coarse cell; further ones are not found. */
    public static final int DRIVERS_MAX = 250_000;

    /** Of latitude. */
    private static final double DEGREE_METRES = Math.toRadians(1) * Earth.RADIUS_METRES;

    private record Driver(GroupName fleet, UserName user) {}

    private record Near(Patch patch, double metresAtLeast) {}

    private static final class Patch {
        private final Cell cell;
        private final Map<UserName, Free> drivers = new HashMap<>();

        Patch(Cell cell) {
            this.cell = cell;
        }
    }

    private final Cells cells;
    private final Map<Driver, Long> where = new HashMap<>();
    /** When those who are gone said so: what was said before it and comes late is not heeded. */
    private final Map<Driver, Long> gone = new HashMap<>();

    private final Map<GroupName, Map<Long, Patch>> fleets = new HashMap<>();

    public FreeDrivers(Cells cells) {
        this.cells = cells;
    }

    /** What is older than what is known changes nothing. Whether there was room. */
    public boolean put(Free free) {
        Driver driver = new Driver(free.fleet(), free.driver());
        Free known = known(driver);
        if (known != null && known.at() > free.at() || gone.getOrDefault(driver, Long.MIN_VALUE) > free.at()) {
            return true;
        }
        if (known == null && where.size() >= DRIVERS_MAX) {
            return false;
        }
        drop(driver);
        gone.remove(driver);
        long fine = cells.fine(free.place());
        where.put(driver, fine);
        fleets.computeIfAbsent(free.fleet(), fresh -> new HashMap<>())
                .computeIfAbsent(fine, fresh -> new Patch(cells.cell(fine)))
                .drivers
                .put(free.driver(), free);
        return true;
    }

    private @Nullable Free known(Driver driver) {
        Long fine = where.get(driver);
        Map<Long, Patch> patches = fleets.get(driver.fleet());
        Patch patch = fine == null || patches == null ? null : patches.get(fine);
        return patch == null ? null : patch.drivers.get(driver.user());
    }

    /** Busy, or elsewhere. */
    public void remove(GroupName fleet, UserName user, long at) {
        Driver driver = new Driver(fleet, user);
        Free known = known(driver);
        if (known == null || known.at() <= at) {
            drop(driver);
            gone.merge(driver, at, Math::max);
        }
    }

    private void drop(Driver driver) {
        Long fine = where.remove(driver);
        Map<Long, Patch> patches = fleets.get(driver.fleet());
        if (fine == null || patches == null) {
            return;
        }
        Patch patch = patches.get(fine);
        if (patch != null) {
            patch.drivers.remove(driver.user());
            if (patch.drivers.isEmpty()) {
                patches.remove(fine);
            }
        }
        if (patches.isEmpty()) {
            fleets.remove(driver.fleet());
        }
    }

    /** The nearest ones within so many metres, nearest first. */
    public List<Found> nearest(GroupName fleet, Position place, int count, double metresMax, long now) {
        List<Near> near = new ArrayList<>();
        for (Patch patch : fleets.getOrDefault(fleet, Map.of()).values()) {
            if (Math.abs(place.lat() - patch.cell.centre().lat()) * DEGREE_METRES - patch.cell.metres() <= metresMax) {
                double atLeast = patch.cell.metresAtLeast(place);
                if (atLeast <= metresMax) {
                    near.add(new Near(patch, atLeast));
                }
            }
        }
        near.sort(Comparator.comparingDouble(Near::metresAtLeast));
        PriorityQueue<Found> farthestFirst =
                new PriorityQueue<>(Comparator.comparingDouble(Found::metres).reversed());
        for (Near one : near) {
            if (farthestFirst.size() == count
                    && one.metresAtLeast() > farthestFirst.element().metres()) {
                break;
            }
            look(one.patch(), place, count, metresMax, now, farthestFirst);
        }
        List<Found> found = new ArrayList<>(farthestFirst);
        found.sort(Comparator.comparingDouble(Found::metres));
        return found;
    }

    private static void look(
            Patch patch, Position place, int count, double metresMax, long now, PriorityQueue<Found> farthestFirst) {
        for (Free free : patch.drivers.values()) {
            double metres = Earth.metres(place, free.place());
            boolean wanted = farthestFirst.size() < count
                    || metres < farthestFirst.element().metres();
            if (wanted && metres <= metresMax && free.until() > now) {
                farthestFirst.add(new Found(free.driver(), free.place(), free.at(), metres));
                if (farthestFirst.size() > count) {
                    farthestFirst.remove();
                }
            }
        }
    }

    /** Forgets those of whom nothing was heard in time. To be called now and then. */
    public void expire(long now) {
        List<Driver> expired = new ArrayList<>();
        for (Driver driver : where.keySet()) {
            Free free = known(driver);
            if (free == null || free.until() <= now) {
                expired.add(driver);
            }
        }
        expired.forEach(this::drop);
        Iterator<Long> said = gone.values().iterator();
        while (said.hasNext()) {
            if (said.next() < now - 600_000) {
                said.remove();
            }
        }
    }

    public int size() {
        return where.size();
    }

    public boolean isEmpty() {
        return where.isEmpty() && gone.isEmpty();
    }
}
