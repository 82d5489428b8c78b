package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.GuestLink;
import io.parley.broker.storage.LastPoint;
import io.parley.broker.storage.Participant;
import io.parley.broker.storage.PointCodec;
import io.parley.broker.storage.Route;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.TokenHash;
import io.parley.broker.storage.Track;
import io.parley.broker.storage.TrackStore;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.Content;
import io.parley.protocol.GroupName;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tracks in Cassandra. Where to look for them is written before the track itself, so none is there that is not found. */
final class CassandraTrackStore implements TrackStore {
    private static final int STATEMENT_BYTES = 150;

    private final Reads reads;
    private final BatchWriter writer;
    private final Transactions transactions;
    /** name → as {@link TrackRows} reads */
    private final PreparedStatement find;
    /** name, as {@link TrackRows#values} */
    private final PreparedStatement create;
    /** as {@link TrackRows#values}, name, version before */
    private final PreparedStatement update;

    private final PreparedStatement addOfUser;
    private final PreparedStatement ofUser;
    private final PreparedStatement addOfGroup;
    private final PreparedStatement ofGroup;
    private final PreparedStatement addGuest;
    private final PreparedStatement ofGuest;
    /** track, publisher, body, at, time stamp */
    private final PreparedStatement saveLast;

    private final PreparedStatement last;
    /** time stamp, track */
    private final PreparedStatement deleteLast;
    /** track, line, millis, corridor, set_at, time stamp */
    private final PreparedStatement saveRoute;

    private final PreparedStatement route;
    /** fleet, driver, cell, time stamp */
    private final PreparedStatement saveCell;

    private final PreparedStatement cell;

    CassandraTrackStore(
            CqlSession session, String keyspace, Reads reads, BatchWriter writer, Transactions transactions) {
        this.reads = reads;
        this.writer = writer;
        this.transactions = transactions;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        find = preparing.plain("SELECT " + TrackRows.COLUMNS + " FROM %s.track WHERE name = ?");
        create = preparing.transaction("INSERT INTO %s.track (name, " + TrackRows.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
        update = preparing.transaction("UPDATE %s.track SET " + TrackRows.COLUMNS.replace(",", " = ?,")
                + " = ? WHERE name = ? IF version = ?");
        addOfUser = preparing.plain("INSERT INTO %s.user_track (user, track) VALUES (?, ?)");
        ofUser = preparing.plain("SELECT track FROM %s.user_track WHERE user = ?");
        addOfGroup = preparing.plain("INSERT INTO %s.group_track (group_name, track) VALUES (?, ?)");
        ofGroup = preparing.plain("SELECT track FROM %s.group_track WHERE group_name = ?");
        addGuest = preparing.plain("INSERT INTO %s.guest_link (hash, track) VALUES (?, ?)");
        ofGuest = preparing.plain("SELECT track FROM %s.guest_link WHERE hash = ?");
        saveLast = preparing.plain(
                "INSERT INTO %s.track_last (track, publisher, body, at) VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
        last = preparing.plain("SELECT publisher, body, at FROM %s.track_last WHERE track = ?");
        deleteLast = preparing.plain("DELETE FROM %s.track_last USING TIMESTAMP ? WHERE track = ?");
        saveRoute = preparing.plain("INSERT INTO %s.track_route (track, line, millis, corridor, set_at)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
        route = preparing.plain("SELECT line, millis, corridor, set_at FROM %s.track_route WHERE track = ?");
        saveCell =
                preparing.plain("INSERT INTO %s.fleet_driver (fleet, driver, cell) VALUES (?, ?, ?) USING TIMESTAMP ?");
        cell = preparing.plain("SELECT cell FROM %s.fleet_driver WHERE fleet = ? AND driver = ?");
    }

    @Override
    public CompletionStage<Optional<Track>> find(TrackName name) {
        return Failures.bare(
                "reading track " + name,
                reads.execute(find.bind(name.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one()).map(row -> TrackRows.track(name, row))));
    }

    @Override
    public CompletionStage<Boolean> save(Track track) {
        return writer.write(whereToLook(track))
                .thenCompose(listed -> transactions.apply("saving track " + track.name(), statement(track)))
                .thenCompose(applied -> applied
                        ? CompletableFuture.completedStage(true)
                        : find(track.name())
                                .thenApply(found -> found.filter(track::equals).isPresent()));
    }

    private BoundStatement statement(Track track) {
        List<@Nullable Object> values = TrackRows.values(track);
        if (track.version() == 1) {
            values.add(0, track.name().value());
            return create.bind(values.toArray());
        }
        values.add(track.name().value());
        values.add(track.version() - 1);
        return update.bind(values.toArray());
    }

    private List<Write> whereToLook(Track track) {
        List<Write> writes = new ArrayList<>();
        writes.add(ofUser(track.owner(), track));
        for (Participant participant : track.participants()) {
            writes.add(ofUser(participant.user(), track));
        }
        if (track.ride() != null) {
            writes.add(ofUser(track.ride().driver(), track));
            writes.add(ofUser(track.ride().rider(), track));
        }
        if (track.group() != null) {
            writes.add(write(addOfGroup.bind(track.group().value(), track.name().value())));
        }
        for (GuestLink guest : track.guests()) {
            writes.add(write(addGuest.bind(guest.hash().hex(), track.name().value())));
        }
        return writes;
    }

    private Write ofUser(UserName user, Track track) {
        return write(addOfUser.bind(user.value(), track.name().value()));
    }

    private static Write write(BoundStatement statement) {
        return new Write(statement, STATEMENT_BYTES);
    }

    @Override
    public CompletionStage<Slice<TrackName>> ofUser(UserName user, int limit, Optional<String> cursor) {
        return slice("reading the tracks of " + user, ofUser.bind(user.value()), limit, cursor);
    }

    @Override
    public CompletionStage<Slice<TrackName>> ofGroup(GroupName group, int limit, Optional<String> cursor) {
        return slice("reading the tracks of group " + group, ofGroup.bind(group.value()), limit, cursor);
    }

    private CompletionStage<Slice<TrackName>> slice(
            String what, BoundStatement question, int limit, Optional<String> cursor) {
        return Failures.bare(
                what,
                reads.execute(Paging.at(question, limit, cursor))
                        .thenApply(rows -> Paging.slice(rows, row -> new TrackName(text(row, 0)))));
    }

    @Override
    public CompletionStage<Optional<TrackName>> ofGuest(TokenHash hash) {
        return Failures.bare(
                "reading guest link " + hash,
                reads.execute(ofGuest.bind(hash.hex()))
                        .thenApply(rows -> Optional.ofNullable(rows.one()).map(row -> new TrackName(text(row, 0)))));
    }

    @Override
    public CompletionStage<Void> saveLast(TrackName name, LastPoint last) {
        BoundStatement statement = saveLast.bind(
                name.value(), last.publisher().value(), last.body().asBuffer(), last.at(), micros(last.at()));
        return writer.write(
                List.of(new Write(statement, STATEMENT_BYTES + last.body().size())));
    }

    @Override
    public CompletionStage<Optional<LastPoint>> last(TrackName name) {
        return Failures.bare(
                "reading where " + name + " was last",
                reads.execute(last.bind(name.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one())
                                .map(row -> new LastPoint(
                                        new UserName(text(row, 0)),
                                        Content.copyOf(Objects.requireNonNull(row.getByteBuffer(1))),
                                        row.getLong(2)))));
    }

    @Override
    public CompletionStage<Void> deleteLast(TrackName name, long at) {
        return writer.write(List.of(write(deleteLast.bind(micros(at), name.value()))));
    }

    @Override
    public CompletionStage<Void> saveRoute(TrackName name, Route route) {
        ByteBuffer line = PointCodec.encodePlaces(route.line());
        BoundStatement statement = saveRoute.bind(
                name.value(), line, route.millis(), route.corridorMetres(), route.setAt(), micros(route.setAt()));
        return writer.write(List.of(new Write(statement, STATEMENT_BYTES + line.remaining())));
    }

    @Override
    public CompletionStage<Optional<Route>> route(TrackName name) {
        return Failures.bare(
                "reading the route of " + name,
                reads.execute(route.bind(name.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one())
                                .map(row -> new Route(
                                        PointCodec.decodePlaces(Objects.requireNonNull(row.getByteBuffer(0))),
                                        row.getLong(1),
                                        row.getDouble(2),
                                        row.getLong(3)))));
    }

    @Override
    public CompletionStage<Void> saveCell(GroupName fleet, UserName driver, long cellId, long at) {
        return writer.write(List.of(write(saveCell.bind(fleet.value(), driver.value(), cellId, micros(at)))));
    }

    @Override
    public CompletionStage<Long> cell(GroupName fleet, UserName driver) {
        return Failures.bare(
                "reading the cell of " + driver,
                reads.execute(cell.bind(fleet.value(), driver.value())).thenApply(rows -> {
                    Row row = rows.one();
                    return row == null ? 0L : row.getLong(0);
                }));
    }

    private static long micros(long millis) {
        return TimeUnit.MILLISECONDS.toMicros(millis);
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }
}
