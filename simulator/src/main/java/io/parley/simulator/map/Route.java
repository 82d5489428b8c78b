package io.parley.simulator.map;

import java.util.List;

/**
 * A way along streets.
 *
 * @param places where its straight legs begin and end, one more than legs
 * @param legs in order; none: one is there already
 */
public record Route(List<Place> places, List<Leg> legs) {
    /**
     * A straight piece of it.
     *
     * @param limit metres a second one may drive
     * @param junction whether streets cross at its end
     */
    public record Leg(double metres, double limit, boolean tunnel, boolean junction) {
        public Leg {
            if (!(metres > 0) || !(limit > 0)) {
                throw new IllegalArgumentException("a leg of " + metres + " m at " + limit + " m/s");
            }
        }
    }

    public Route {
        places = List.copyOf(places);
        legs = List.copyOf(legs);
        if (places.size() != legs.size() + 1) {
            throw new IllegalArgumentException(legs.size() + " legs between " + places.size() + " places");
        }
    }

    public double metres() {
        return legs.stream().mapToDouble(Leg::metres).sum();
    }

    public Place start() {
        return places.get(0);
    }

    public Place end() {
        return places.get(places.size() - 1);
    }
}
