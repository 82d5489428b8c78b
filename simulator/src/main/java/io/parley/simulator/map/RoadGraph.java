package io.parley.simulator.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Roads as cars may drive them: where pieces of road meet is a corner, a straight piece of road leads from one to another in
 * one direction. Every corner can be reached from every other. Immutable once built, so safe from any thread.
 */
public final class RoadGraph {
    private static final int STREETS_AT_JUNCTION = 3;

    private final List<Place> places;
    private final List<List<Piece>> out;
    private final BitSet junctions;
    private final double fastest;

    private RoadGraph(List<Place> places, List<List<Piece>> out, BitSet junctions) {
        this.places = places;
        this.out = out;
        this.junctions = junctions;
        this.fastest = out.stream()
                .flatMap(List::stream)
                .mapToDouble(Piece::metresPerSecond)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("a map without roads"));
    }

    /** Gathers roads, then keeps the largest part in which one gets from everywhere to everywhere. */
    public static final class Builder {
        private final Map<Long, Integer> corners = new HashMap<>();
        private final List<Place> places = new ArrayList<>();
        private final List<List<Piece>> out = new ArrayList<>();

        /** Adds a straight piece of road, in one direction. The first one between two corners counts. */
        public Builder piece(Corner from, Corner to, double metresPerSecond, boolean tunnel) {
            int begin = corner(from);
            int end = corner(to);
            double metres = from.place().metresTo(to.place());
            if (metres > 0 && out.get(begin).stream().noneMatch(it -> it.to == end)) {
                out.get(begin).add(new Piece(end, metres, metresPerSecond, tunnel));
            }
            return this;
        }

        private int corner(Corner corner) {
            return corners.computeIfAbsent(corner.id(), id -> {
                places.add(corner.place());
                out.add(new ArrayList<>());
                return places.size() - 1;
            });
        }

        public RoadGraph build() {
            BitSet kept = new Parts(out).largest();
            int[] renumbered = new int[places.size()];
            Arrays.fill(renumbered, -1);
            List<Place> keptPlaces = new ArrayList<>();
            for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
                renumbered[i] = keptPlaces.size();
                keptPlaces.add(places.get(i));
            }
            List<List<Piece>> keptOut = new ArrayList<>();
            List<BitSet> neighbours = new ArrayList<>();
            keptPlaces.forEach(it -> neighbours.add(new BitSet()));
            for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
                List<Piece> pieces = new ArrayList<>();
                for (Piece piece : out.get(i)) {
                    int to = renumbered[piece.to];
                    if (to >= 0) {
                        pieces.add(new Piece(to, piece.metres, piece.metresPerSecond, piece.tunnel));
                        neighbours.get(to).set(renumbered[i]);
                        neighbours.get(renumbered[i]).set(to);
                    }
                }
                keptOut.add(List.copyOf(pieces));
            }
            BitSet junctions = new BitSet();
            for (int i = 0; i < neighbours.size(); i++) {
                junctions.set(i, neighbours.get(i).cardinality() >= STREETS_AT_JUNCTION);
            }
            return new RoadGraph(List.copyOf(keptPlaces), List.copyOf(keptOut), junctions);
        }
    }

    /** Where pieces of road meet, by an id of the map's. */
    public record Corner(long id, Place place) {}

    /** A straight piece of road in one direction, to that corner. */
    record Piece(int to, double metres, double metresPerSecond, boolean tunnel) {
        double seconds() {
            return metres / metresPerSecond;
        }
    }

    public int corners() {
        return places.size();
    }

    public long pieces() {
        return out.stream().mapToLong(List::size).sum();
    }

    /** Tunnels, one for each direction and straight piece. */
    public long tunnelPieces() {
        return out.stream().flatMap(List::stream).filter(Piece::tunnel).count();
    }

    /** All corners, in an order that depends on the map only. */
    public List<Integer> vertices() {
        return IntStream.range(0, places.size()).boxed().toList();
    }

    public Place place(int corner) {
        return places.get(corner);
    }

    /** The corner closest to a place. */
    public int nearest(Place place) {
        return Collections.min(
                vertices(), Comparator.comparingDouble(it -> place(it).metresTo(place)));
    }

    private record Open(int corner, double least) {}

    /** How long it takes to every corner at the highest speed that is allowed, seconds. */
    public double[] secondsFrom(int from) {
        double[] seconds = new double[places.size()];
        Arrays.fill(seconds, Double.POSITIVE_INFINITY);
        PriorityQueue<Open> open = new PriorityQueue<>(Comparator.comparingDouble(Open::least));
        seconds[from] = 0;
        open.add(new Open(from, 0));
        while (!open.isEmpty()) {
            Open here = open.remove();
            if (here.least <= seconds[here.corner]) {
                for (Piece piece : out.get(here.corner)) {
                    double then = seconds[here.corner] + piece.seconds();
                    if (then < seconds[piece.to]) {
                        seconds[piece.to] = then;
                        open.add(new Open(piece.to, then));
                    }
                }
            }
        }
        return seconds;
    }

    /** The quickest way: A* by time, with the straight line at the highest speed there is as what is left at least. */
    public Route route(int from, int to) {
        double[] seconds = new double[places.size()];
        Arrays.fill(seconds, Double.POSITIVE_INFINITY);
        int[] before = new int[places.size()];
        Piece[] by = new Piece[places.size()];
        BitSet closed = new BitSet();
        PriorityQueue<Open> open = new PriorityQueue<>(Comparator.comparingDouble(Open::least));
        Place goal = place(to);
        seconds[from] = 0;
        open.add(new Open(from, 0));
        while (!closed.get(to)) {
            int corner = open.remove().corner();
            if (closed.get(corner)) {
                continue;
            }
            closed.set(corner);
            for (Piece piece : out.get(corner)) {
                double then = seconds[corner] + piece.seconds();
                if (then < seconds[piece.to]) {
                    seconds[piece.to] = then;
                    before[piece.to] = corner;
                    by[piece.to] = piece;
                    open.add(new Open(piece.to, then + place(piece.to).metresTo(goal) / fastest));
                }
            }
        }
        return along(from, to, before, by);
    }

    private Route along(int from, int to, int[] before, Piece[] by) {
        Deque<Place> along = new ArrayDeque<>(List.of(place(to)));
        Deque<Route.Leg> legs = new ArrayDeque<>();
        for (int corner = to; corner != from; corner = before[corner]) {
            Piece piece = by[corner];
            along.addFirst(place(before[corner]));
            legs.addFirst(
                    new Route.Leg(piece.metres(), piece.metresPerSecond(), piece.tunnel(), junctions.get(corner)));
        }
        return new Route(List.copyOf(along), List.copyOf(legs));
    }
}
