package io.parley.simulator.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Parts of a road net in which one gets from everywhere to everywhere: strongly connected components, after Kosaraju. */
final class Parts {
    private final List<List<RoadGraph.Piece>> out;
    private final List<List<Integer>> back = new ArrayList<>();

    Parts(List<List<RoadGraph.Piece>> out) {
        this.out = out;
        out.forEach(it -> back.add(new ArrayList<>()));
        for (int from = 0; from < out.size(); from++) {
            for (RoadGraph.Piece piece : out.get(from)) {
                back.get(piece.to()).add(from);
            }
        }
    }

    BitSet largest() {
        List<Integer> finished = finished();
        BitSet seen = new BitSet();
        BitSet largest = new BitSet();
        for (int i = finished.size() - 1; i >= 0; i--) {
            if (!seen.get(finished.get(i))) {
                BitSet part = against(finished.get(i), seen);
                largest = part.cardinality() > largest.cardinality() ? part : largest;
            }
        }
        return largest;
    }

    /** In the order in which a search in depth is done with them. */
    private List<Integer> finished() {
        List<Integer> finished = new ArrayList<>();
        BitSet seen = new BitSet();
        int[] next = new int[out.size()];
        for (int start = 0; start < out.size(); start++) {
            Deque<Integer> path = new ArrayDeque<>();
            if (!seen.get(start)) {
                seen.set(start);
                path.push(start);
            }
            while (!path.isEmpty()) {
                int here = path.element();
                if (next[here] == out.get(here).size()) {
                    finished.add(path.pop());
                    continue;
                }
                int to = out.get(here).get(next[here]++).to();
                if (!seen.get(to)) {
                    seen.set(to);
                    path.push(to);
                }
            }
        }
        return finished;
    }

    /** What leads to a corner, of what is not seen yet. */
    private BitSet against(int corner, BitSet seen) {
        BitSet part = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(corner));
        seen.set(corner);
        while (!open.isEmpty()) {
            int here = open.remove();
            part.set(here);
            for (int from : back.get(here)) {
                if (!seen.get(from)) {
                    seen.set(from);
                    open.add(from);
                }
            }
        }
        return part;
    }
}
