package io.parley.broker.location.nearest;

import io.parley.broker.location.nearest.Cells.Cell;
import io.parley.broker.location.nearest.Free.Found;
import io.parley.broker.storage.Position;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks cells ring by ring around a place, until enough are found and no cell further out can hold a nearer one. Stateless;
 * safe from any thread.
 */
public final class NearestSearch {
    private final Cells cells;
    private final Fleets fleets;

    public NearestSearch(Cells cells, Fleets fleets) {
        this.cells = cells;
        this.fleets = fleets;
    }

    /** The nearest first. Fails as {@link Fleets#nearest}. */
    public CompletionStage<List<Found>> nearest(GroupName fleet, Position place, int count, double metresMax) {
        return from(0, cells.rings(place, metresMax), List.of(), fleet, place, count, metresMax);
    }

    private CompletionStage<List<Found>> from(
            int ring,
            List<List<Cell>> rings,
            List<Found> found,
            GroupName fleet,
            Position place,
            int count,
            double metresMax) {
        double bound = found.size() < count ? metresMax : found.get(count - 1).metres();
        List<Cell> worthwhile = ring >= rings.size()
                ? List.of()
                : rings.get(ring).stream()
                        .filter(cell -> cell.metresAtLeast(place) <= bound)
                        .toList();
        if (worthwhile.isEmpty()) {
            return CompletableFuture.completedStage(found);
        }
        List<CompletableFuture<List<Found>>> asked = worthwhile.stream()
                .map(cell ->
                        fleets.nearest(cell.id(), fleet, place, count, bound).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            List<Found> sum = new ArrayList<>(found);
            asked.forEach(answer -> sum.addAll(answer.join()));
            return from(ring + 1, rings, best(sum, count), fleet, place, count, metresMax);
        });
    }

    /** Who changed from one cell to another just now may be in both: what they said last counts. */
    private static List<Found> best(List<Found> all, int count) {
        Map<UserName, Found> newest = new HashMap<>();
        for (Found one : all) {
            newest.merge(one.driver(), one, (old, other) -> old.at() >= other.at() ? old : other);
        }
        return newest.values().stream()
                .sorted(Comparator.comparingDouble(Found::metres))
                .limit(count)
                .toList();
    }
}
