package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.broker.storage.Deletion;
import io.parley.broker.storage.PointCodec;
import io.parley.broker.storage.PointStore;
import io.parley.broker.storage.Trip;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.MessageId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.LocationPoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Points in Cassandra: a partition a day, a row a batch. What a deletion covers is left out by every read, whoever wrote it
 * and however late; removing it as well is the work of {@link PointRemoval}.
 */
final class CassandraPointStore implements PointStore {
    static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /** A row spans no more, so a read knows where to begin. Part of the data: may only grow. */
    static final long BATCH_MILLIS_MAX = Duration.ofHours(1).toMillis();

    private static final int STATEMENT_BYTES = 150;
    /** Days that need not be written again; forgetting one costs a write. */
    private static final long DAYS_REMEMBERED = 100_000;

    private record Day(TrackName track, long day) {}

    private final PointStatements statements;
    private final Reads reads;
    private final BatchWriter writer;
    private final PointRemoval removal;
    private final Cache<Day, Boolean> days = Caffeine.newBuilder()
            .maximumSize(DAYS_REMEMBERED)
            .expireAfterWrite(Duration.ofHours(12))
            .build();

    CassandraPointStore(CqlSession session, String keyspace, Reads reads, BatchWriter writer) {
        this.statements = new PointStatements(session, keyspace);
        this.reads = reads;
        this.writer = writer;
        this.removal = new PointRemoval(statements, reads, writer);
    }

    @Override
    public CompletionStage<Void> append(TrackName track, List<LocationPoint> points, Duration retention) {
        int ttl = seconds(retention);
        List<Write> rows = new ArrayList<>();
        List<Write> newDays = new ArrayList<>();
        List<Day> written = new ArrayList<>();
        for (List<LocationPoint> row : rows(points)) {
            long day = row.get(0).at() / DAY_MILLIS;
            rows.add(row(statements, track, row, ttl));
            Day known = new Day(track, day);
            if (days.getIfPresent(known) == null && !written.contains(known)) {
                written.add(known);
                newDays.add(new Write(
                        statements.addDay.bind(track.value(), day, ttl + 2 * seconds(Duration.ofDays(1))),
                        STATEMENT_BYTES));
            }
        }
        // a day that points to nothing is nothing; points without their day would not be found
        CompletionStage<Void> before =
                newDays.isEmpty() ? CompletableFuture.completedStage(null) : writer.write(newDays);
        return before.thenCompose(done -> {
            written.forEach(day -> days.put(day, true));
            return rows.isEmpty() ? CompletableFuture.completedStage(null) : writer.write(rows);
        });
    }

    static Write row(PointStatements statements, TrackName track, List<LocationPoint> points, int ttl) {
        ByteBuffer body = PointCodec.encode(points);
        long first = points.get(0).at();
        long last = points.get(points.size() - 1).at();
        return new Write(
                statements.append.bind(track.value(), first / DAY_MILLIS, first, last, body, ttl),
                STATEMENT_BYTES + body.remaining());
    }

    /** Of one day each, and not too long. */
    private static List<List<LocationPoint>> rows(List<LocationPoint> points) {
        List<List<LocationPoint>> rows = new ArrayList<>();
        List<LocationPoint> row = new ArrayList<>();
        for (LocationPoint point : points) {
            boolean fits = row.isEmpty()
                    || (point.at() / DAY_MILLIS == row.get(0).at() / DAY_MILLIS
                            && point.at() - row.get(0).at() < BATCH_MILLIS_MAX);
            if (!fits) {
                rows.add(row);
                row = new ArrayList<>();
            }
            row.add(point);
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        return rows;
    }

    private static int seconds(Duration duration) {
        return (int) Math.max(1, duration.toSeconds());
    }

    @Override
    public CompletionStage<List<LocationPoint>> read(TrackName track, long from, long to, int max) {
        List<LocationPoint> found = new ArrayList<>();
        return Failures.bare(
                "reading points of " + track,
                deleted(track)
                        .thenCompose(deletions -> removal.days(track, from, to)
                                .thenCompose(all -> readDays(new Query(track, from, to, max, deletions), all, 0, found))
                                .thenApply(done -> found)));
    }

    private record Query(TrackName track, long from, long to, int max, List<Deletion> deletions) {
        boolean wants(LocationPoint point) {
            return from <= point.at() && point.at() <= to && deletions.stream().noneMatch(it -> it.covers(point.at()));
        }
    }

    private CompletionStage<Void> readDays(Query query, List<Long> all, int next, List<LocationPoint> into) {
        if (next >= all.size() || into.size() >= query.max()) {
            return CompletableFuture.completedStage(null);
        }
        BoundStatement question = statements.batches.bind(
                query.track().value(), all.get(next), query.from() - BATCH_MILLIS_MAX, query.to());
        TreeMap<Long, LocationPoint> ofDay = new TreeMap<>();
        return reads.execute(question.setPageSize(200))
                .thenCompose(rows -> readPages(query, rows, query.max() - into.size(), ofDay))
                .thenCompose(done -> {
                    ofDay.values().stream().limit(query.max() - into.size()).forEach(into::add);
                    return readDays(query, all, next + 1, into);
                });
    }

    /** Rows may overlap: an owner that was thought dead writes what its successor writes too. So one page more is read than is needed. */
    private CompletionStage<Void> readPages(
            Query query, AsyncResultSet rows, int wanted, TreeMap<Long, LocationPoint> into) {
        boolean enough = into.size() >= wanted;
        for (Row row : rows.currentPage()) {
            for (LocationPoint point : PointCodec.decode(Objects.requireNonNull(row.getByteBuffer(2)))) {
                if (query.wants(point)) {
                    into.putIfAbsent(point.at(), point);
                }
            }
        }
        return enough || !rows.hasMorePages()
                ? CompletableFuture.completedStage(null)
                : rows.fetchNextPage().thenCompose(next -> readPages(query, next, wanted, into));
    }

    @Override
    public CompletionStage<Void> saveTrip(Trip trip, Duration retention) {
        ByteBuffer stops = PointCodec.encodeStops(trip.stops());
        ByteBuffer line = PointCodec.encode(trip.line());
        BoundStatement statement = statements.saveTrip.bind(
                trip.track().value(),
                trip.startAt(),
                trip.endAt(),
                trip.metres(),
                trip.points(),
                trip.errorMetres(),
                stops,
                line,
                seconds(retention));
        int bytes = STATEMENT_BYTES + stops.remaining() + line.remaining();
        return Failures.bare("reading what is deleted of " + trip.track(), deleted(trip.track()))
                .thenCompose(deletions -> deletions.stream().anyMatch(it -> PointRemoval.overlap(it, trip))
                        ? CompletableFuture.completedStage(null)
                        : writer.write(List.of(new Write(statement, bytes))));
    }

    @Override
    public CompletionStage<List<Trip>> trips(TrackName track, long from, long to, int max) {
        return Failures.bare(
                "reading trips of " + track, readTrips(track, statements.trips.bind(track.value(), from, to, max)));
    }

    @Override
    public CompletionStage<Optional<Trip>> lastTrip(TrackName track) {
        return Failures.bare(
                "reading the last trip of " + track,
                readTrips(track, statements.lastTrip.bind(track.value()))
                        .thenApply(found -> found.stream().findFirst()));
    }

    private CompletionStage<List<Trip>> readTrips(TrackName track, BoundStatement question) {
        List<Trip> found = new ArrayList<>();
        return deleted(track)
                .thenCompose(deletions -> reads.execute(question)
                        .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> {
                            Trip trip = trip(track, row);
                            if (deletions.stream().noneMatch(it -> PointRemoval.overlap(it, trip))) {
                                found.add(trip);
                            }
                        }))
                        .thenApply(done -> found));
    }

    private static Trip trip(TrackName track, Row row) {
        return new Trip(
                track,
                row.getLong(0),
                row.getLong(1),
                row.getDouble(2),
                row.getInt(3),
                row.getDouble(4),
                PointCodec.decodeStops(Objects.requireNonNull(row.getByteBuffer(5))),
                PointCodec.decode(Objects.requireNonNull(row.getByteBuffer(6))));
    }

    @Override
    public CompletionStage<Deletion> delete(Deletion asked) {
        return deletion(asked.track(), asked.id()).thenCompose(known -> {
            if (known.isPresent() && known.get().done()) {
                return CompletableFuture.completedStage(known.get());
            }
            Deletion deletion = known.orElse(asked);
            // from here on nothing of it is found; then it is counted and removed
            return deleted(deletion.track())
                    .thenCompose(former -> save(deletion).thenCompose(saved -> removal.remove(deletion, former)))
                    .thenCompose(done -> save(done).thenApply(saved -> done));
        });
    }

    private CompletionStage<Void> save(Deletion deletion) {
        BoundStatement statement = statements.saveDeletion.bind(
                deletion.track().value(),
                new UUID(deletion.id().high(), deletion.id().low()),
                deletion.by().value(),
                deletion.from(),
                deletion.to(),
                deletion.at(),
                deletion.points(),
                deletion.trips(),
                deletion.done());
        return writer.write(List.of(new Write(statement, STATEMENT_BYTES)));
    }

    @Override
    public CompletionStage<Optional<Deletion>> deletion(TrackName track, MessageId id) {
        return deletions(track, Integer.MAX_VALUE)
                .thenApply(all -> all.stream().filter(it -> it.id().equals(id)).findFirst());
    }

    @Override
    public CompletionStage<List<Deletion>> deletions(TrackName track, int max) {
        return Failures.bare("reading what is deleted of " + track, deleted(track))
                .thenApply(all -> all.stream()
                        .sorted(Comparator.comparingLong(Deletion::at))
                        .limit(max)
                        .toList());
    }

    private CompletionStage<List<Deletion>> deleted(TrackName track) {
        List<Deletion> found = new ArrayList<>();
        return reads.execute(statements.deletions.bind(track.value()))
                .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> {
                    UUID id = Objects.requireNonNull(row.getUuid(0));
                    found.add(new Deletion(
                            track,
                            MessageId.of(id),
                            new UserName(Objects.requireNonNull(row.getString(1))),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getBoolean(7)));
                }))
                .thenApply(done -> found);
    }
}
