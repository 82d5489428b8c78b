package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Deletion;
import io.parley.broker.storage.PointCodec;
import io.parley.broker.storage.Trip;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes what a deletion covers, day by day: rows that lie in its span by one range, and of a row that only reaches into
 * it what is left is written anew. Part of {@link CassandraPointStore}; safe from any thread. Doing it again is harmless.
 */
final class PointRemoval {
    private static final int STATEMENT_BYTES = 150;
    private static final int PAGE = 200;

    private final PointStatements statements;
    private final Reads reads;
    private final BatchWriter writer;

    PointRemoval(PointStatements statements, Reads reads, BatchWriter writer) {
        this.statements = statements;
        this.reads = reads;
        this.writer = writer;
    }

    static boolean overlap(Deletion deletion, Trip trip) {
        return overlap(deletion, trip.startAt(), trip.endAt());
    }

    private static boolean overlap(Deletion deletion, long from, long to) {
        return from <= deletion.to() && deletion.from() <= to;
    }

    /** The days that hold any of a span, in order. */
    CompletionStage<List<Long>> days(TrackName track, long from, long to) {
        List<Long> days = new ArrayList<>();
        long first = Math.max(0, from) / CassandraPointStore.DAY_MILLIS;
        long last = Math.max(0, to) / CassandraPointStore.DAY_MILLIS;
        return reads.execute(statements.days.bind(track.value(), first, last))
                .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> days.add(row.getLong(0))))
                .thenApply(done -> days);
    }

    /** @param former deletions whose points are not to be counted again */
    CompletionStage<Deletion> remove(Deletion deletion, List<Deletion> former) {
        List<Deletion> others =
                former.stream().filter(it -> !it.id().equals(deletion.id())).toList();
        return Failures.bare(
                "deleting points of " + deletion.track(),
                days(deletion.track(), deletion.from(), deletion.to())
                        .thenCompose(days -> removeDays(deletion, others, days, 0, 0))
                        .thenCompose(points -> removeTrips(deletion).thenApply(trips -> deletion.done(points, trips))));
    }

    private CompletionStage<Long> removeDays(
            Deletion deletion, List<Deletion> others, List<Long> days, int next, long points) {
        return next >= days.size()
                ? CompletableFuture.completedStage(points)
                : removeDay(deletion, others, days.get(next))
                        .thenCompose(removed -> removeDays(deletion, others, days, next + 1, points + removed));
    }

    private CompletionStage<Long> removeDay(Deletion deletion, List<Deletion> others, long day) {
        String track = deletion.track().value();
        Set<Long> covered = new HashSet<>();
        List<Write> anew = new ArrayList<>();
        return reads.execute(statements
                        .batches
                        .bind(track, day, deletion.from() - CassandraPointStore.BATCH_MILLIS_MAX, deletion.to())
                        .setPageSize(PAGE))
                .thenCompose(
                        rows -> CassandraEndpointStore.each(rows, row -> look(deletion, others, row, covered, anew)))
                .thenCompose(done -> anew.isEmpty() ? CompletableFuture.<Void>completedStage(null) : writer.write(anew))
                .thenCompose(done -> writer.write(List.of(new Write(
                        statements.deleteBatches.bind(track, day, deletion.from(), deletion.to()), STATEMENT_BYTES))))
                .thenApply(done -> (long) covered.size());
    }

    private void look(Deletion deletion, List<Deletion> others, Row row, Set<Long> covered, List<Write> anew) {
        if (!overlap(deletion, row.getLong(0), row.getLong(1))) {
            return;
        }
        List<LocationPoint> before = new ArrayList<>();
        List<LocationPoint> after = new ArrayList<>();
        for (LocationPoint point : PointCodec.decode(Objects.requireNonNull(row.getByteBuffer(2)))) {
            if (point.at() < deletion.from()) {
                before.add(point);
            } else if (point.at() > deletion.to()) {
                after.add(point);
            } else if (others.stream().noneMatch(it -> it.covers(point.at()))) {
                covered.add(point.at());
            }
        }
        // what is left lies outside of the range that is deleted: before it under the same key, after it under another
        for (List<LocationPoint> left : List.of(before, after)) {
            if (!left.isEmpty()) {
                anew.add(CassandraPointStore.row(statements, deletion.track(), left, Math.max(1, row.getInt(3))));
            }
        }
    }

    private CompletionStage<Long> removeTrips(Deletion deletion) {
        String track = deletion.track().value();
        List<Write> gone = new ArrayList<>();
        return reads.execute(statements.tripSpans.bind(track, deletion.to()))
                .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> {
                    if (overlap(deletion, row.getLong(0), row.getLong(1))) {
                        gone.add(new Write(statements.deleteTrip.bind(track, row.getLong(0)), STATEMENT_BYTES));
                    }
                }))
                .thenCompose(done -> gone.isEmpty() ? CompletableFuture.<Void>completedStage(null) : writer.write(gone))
                .thenApply(done -> (long) gone.size());
    }
}
