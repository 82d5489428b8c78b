package io.parley.broker.storage.memory;

import io.parley.broker.storage.Deletion;
import io.parley.broker.storage.PointCodec;
import io.parley.broker.storage.PointStore;
import io.parley.broker.storage.Trip;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Keeps what it is given until it is deleted: nothing here grows old. */
final class MemoryPointStore implements PointStore {
    private final Calls calls;
    private final Map<TrackName, TreeMap<Long, LocationPoint>> points = new HashMap<>();
    private final Map<TrackName, TreeMap<Long, Trip>> trips = new HashMap<>();
    private final Map<TrackName, Map<MessageId, Deletion>> deletions = new HashMap<>();

    MemoryPointStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<Void> append(TrackName track, List<LocationPoint> given, Duration retention) {
        return calls.run(() -> {
            for (LocationPoint point : PointCodec.rounded(given)) {
                if (of(track).values().stream().noneMatch(deletion -> deletion.covers(point.at()))) {
                    points.computeIfAbsent(track, fresh -> new TreeMap<>()).putIfAbsent(point.at(), point);
                }
            }
        });
    }

    @Override
    public CompletionStage<List<LocationPoint>> read(TrackName track, long from, long to, int max) {
        return calls.call(() -> from > to
                ? List.of()
                : points.getOrDefault(track, new TreeMap<>()).subMap(from, true, to, true).values().stream()
                        .limit(max)
                        .toList());
    }

    @Override
    public CompletionStage<Void> saveTrip(Trip trip, Duration retention) {
        return calls.run(() -> {
            if (of(trip.track()).values().stream().noneMatch(deletion -> overlap(trip, deletion))) {
                trips.computeIfAbsent(trip.track(), fresh -> new TreeMap<>())
                        .put(trip.startAt(), PointCodec.rounded(trip));
            }
        });
    }

    private static boolean overlap(Trip trip, Deletion deletion) {
        return trip.startAt() <= deletion.to() && deletion.from() <= trip.endAt();
    }

    @Override
    public CompletionStage<List<Trip>> trips(TrackName track, long from, long to, int max) {
        return calls.call(() -> from > to
                ? List.of()
                : trips.getOrDefault(track, new TreeMap<>()).subMap(from, true, to, true).values().stream()
                        .limit(max)
                        .toList());
    }

    @Override
    public CompletionStage<Optional<Trip>> lastTrip(TrackName track) {
        return calls.call(() -> Optional.ofNullable(trips.get(track))
                .filter(all -> !all.isEmpty())
                .map(all -> all.lastEntry().getValue()));
    }

    @Override
    public CompletionStage<Deletion> delete(Deletion asked) {
        return calls.call(() -> {
            Deletion known = of(asked.track()).get(asked.id());
            if (known != null && known.done()) {
                return known;
            }
            Deletion deletion = known == null ? asked : known;
            Map<Long, LocationPoint> all = points.getOrDefault(deletion.track(), new TreeMap<>());
            int before = all.size();
            all.keySet().removeIf(deletion::covers);
            Map<Long, Trip> sealed = trips.getOrDefault(deletion.track(), new TreeMap<>());
            int tripsBefore = sealed.size();
            sealed.values().removeIf(trip -> overlap(trip, deletion));
            Deletion done = deletion.done(before - all.size(), tripsBefore - sealed.size());
            of(deletion.track()).put(deletion.id(), done);
            return done;
        });
    }

    @Override
    public CompletionStage<Optional<Deletion>> deletion(TrackName track, MessageId id) {
        return calls.call(() -> Optional.ofNullable(of(track).get(id)));
    }

    @Override
    public CompletionStage<List<Deletion>> deletions(TrackName track, int max) {
        return calls.call(() -> of(track).values().stream()
                .sorted(Comparator.comparingLong(Deletion::at))
                .limit(max)
                .toList());
    }

    private Map<MessageId, Deletion> of(TrackName track) {
        return deletions.computeIfAbsent(track, fresh -> new HashMap<>());
    }
}
