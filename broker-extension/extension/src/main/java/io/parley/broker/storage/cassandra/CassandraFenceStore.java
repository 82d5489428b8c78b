package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Fence;
import io.parley.broker.storage.FenceId;
import io.parley.broker.storage.FenceShape;
import io.parley.broker.storage.FenceState;
import io.parley.broker.storage.FenceStore;
import io.parley.broker.storage.PointCodec;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fences in Cassandra, each once for its user and once for each track it watches. A fence whose creation was cut short is
 * its user's and watches nothing, until the creation is repeated.
 */
final class CassandraFenceStore implements FenceStore {
    private static final int STATEMENT_BYTES = 250;
    private static final String COLUMNS = "owner, name, title, shape, places, metres, around, tracks, crossings, dwell,"
            + " margin, settle, tell, created_at";

    private final Reads reads;
    private final BatchWriter writer;
    private final Transactions transactions;
    private final PreparedStatement create;
    private final PreparedStatement find;
    private final PreparedStatement ofUser;
    private final PreparedStatement countOfUser;
    private final PreparedStatement delete;
    /** track, then as in create */
    private final PreparedStatement watch;

    private final PreparedStatement ofTrack;
    private final PreparedStatement countOfTrack;
    private final PreparedStatement unwatch;
    /** track, owner, name, made, crossings, last, at, inside, told, time stamp */
    private final PreparedStatement saveState;

    private final PreparedStatement states;
    /** time stamp, track, owner, name */
    private final PreparedStatement deleteState;

    CassandraFenceStore(
            CqlSession session, String keyspace, Reads reads, BatchWriter writer, Transactions transactions) {
        this.reads = reads;
        this.writer = writer;
        this.transactions = transactions;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        String values = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
        create = preparing.transaction("INSERT INTO %s.fence (" + COLUMNS + ") VALUES (" + values + ") IF NOT EXISTS");
        find = preparing.plain("SELECT " + COLUMNS + " FROM %s.fence WHERE owner = ? AND name = ?");
        ofUser = preparing.plain("SELECT " + COLUMNS + " FROM %s.fence WHERE owner = ?");
        countOfUser = preparing.plain("SELECT COUNT(*) FROM %s.fence WHERE owner = ?");
        delete = preparing.transaction("DELETE FROM %s.fence WHERE owner = ? AND name = ? IF created_at = ?");
        watch = preparing.plain("INSERT INTO %s.track_fence (track, " + COLUMNS + ") VALUES (?, " + values + ")");
        ofTrack = preparing.plain("SELECT " + COLUMNS + " FROM %s.track_fence WHERE track = ? LIMIT " + PER_TRACK_MAX);
        countOfTrack = preparing.plain("SELECT COUNT(*) FROM %s.track_fence WHERE track = ?");
        unwatch = preparing.plain("DELETE FROM %s.track_fence WHERE track = ? AND owner = ? AND name = ?");
        saveState = preparing.plain("INSERT INTO %s.fence_state (track, owner, name, made, crossings, last, at, inside,"
                + " told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        states = preparing.plain(
                "SELECT owner, name, made, crossings, last, at, inside, told FROM %s.fence_state" + " WHERE track = ?");
        deleteState = preparing.plain(
                "DELETE FROM %s.fence_state USING TIMESTAMP ? WHERE track = ? AND owner = ? AND name = ?");
    }

    @Override
    public CompletionStage<Creation> create(Fence fence) {
        return find(fence.id()).thenCompose(found -> {
            if (found.isPresent()) {
                return found.get().equals(fence)
                        ? writer.write(watches(fence)).thenApply(done -> Creation.KNOWN)
                        : CompletableFuture.completedStage(Creation.CONFLICT);
            }
            return hasRoom(fence)
                    .thenCompose(
                            room -> room ? insert(fence) : CompletableFuture.completedStage(Creation.LIMIT_REACHED));
        });
    }

    private CompletionStage<Boolean> hasRoom(Fence fence) {
        CompletionStage<Boolean> room =
                count(countOfUser.bind(fence.id().owner().value())).thenApply(count -> count < PER_USER_MAX);
        for (TrackName track : fence.tracks()) {
            room = room.thenCombine(
                    count(countOfTrack.bind(track.value())), (before, count) -> before && count < PER_TRACK_MAX);
        }
        return Failures.bare("counting fences for " + fence.id(), room);
    }

    private CompletionStage<Long> count(BoundStatement question) {
        return reads.execute(question)
                .thenApply(rows -> Objects.requireNonNull(rows.one()).getLong(0));
    }

    private CompletionStage<Creation> insert(Fence fence) {
        return transactions
                .apply("creating fence " + fence.id(), create.bind(values(fence).toArray()))
                .thenCompose(applied ->
                        applied ? writer.write(watches(fence)).thenApply(done -> Creation.CREATED) : create(fence));
    }

    private List<Write> watches(Fence fence) {
        int bytes = STATEMENT_BYTES + 12 * placesOf(fence.shape()).size();
        List<Write> writes = new ArrayList<>();
        for (TrackName track : fence.tracks()) {
            List<@Nullable Object> values = values(fence);
            values.add(0, track.value());
            writes.add(new Write(watch.bind(values.toArray()), bytes));
        }
        return writes;
    }

    @Override
    public CompletionStage<Optional<Fence>> find(FenceId id) {
        return Failures.bare(
                "reading fence " + id,
                reads.execute(find.bind(id.owner().value(), id.name()))
                        .thenApply(rows -> Optional.ofNullable(rows.one()).map(CassandraFenceStore::fence)));
    }

    @Override
    public CompletionStage<Slice<Fence>> ofUser(UserName owner, int limit, Optional<String> cursor) {
        return Failures.bare(
                "reading the fences of " + owner,
                reads.execute(Paging.at(ofUser.bind(owner.value()), limit, cursor))
                        .thenApply(rows -> Paging.slice(rows, CassandraFenceStore::fence)));
    }

    @Override
    public CompletionStage<List<Fence>> ofTrack(TrackName track) {
        List<Fence> fences = new ArrayList<>();
        return Failures.bare(
                "reading the fences of track " + track,
                reads.execute(ofTrack.bind(track.value()).setPageSize(500))
                        .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> fences.add(fence(row))))
                        .thenApply(done -> fences));
    }

    @Override
    public CompletionStage<Void> delete(Fence fence) {
        String owner = fence.id().owner().value();
        String name = fence.id().name();
        List<Write> writes = new ArrayList<>();
        for (TrackName track : fence.tracks()) {
            writes.add(new Write(unwatch.bind(track.value(), owner, name), STATEMENT_BYTES));
        }
        CompletionStage<Void> unwatched = writer.write(writes);
        for (TrackName track : fence.tracks()) {
            unwatched = unwatched.thenCompose(done -> deleteState(fence, track));
        }
        return unwatched
                .thenCompose(done ->
                        transactions.apply("deleting fence " + fence.id(), delete.bind(owner, name, fence.createdAt())))
                .thenApply(applied -> null);
    }

    /** At the time stamp of what is there: a later fence of the same name is not to lose what is known of it. */
    private CompletionStage<Void> deleteState(Fence fence, TrackName track) {
        return states(track)
                .thenCompose(found -> writer.write(found.stream()
                        .filter(state -> state.fence().equals(fence.id()) && state.fenceMade() == fence.createdAt())
                        .map(state -> new Write(
                                deleteState.bind(
                                        state.rank(),
                                        track.value(),
                                        fence.id().owner().value(),
                                        fence.id().name()),
                                STATEMENT_BYTES))
                        .toList()));
    }

    @Override
    public CompletionStage<List<FenceState>> states(TrackName track) {
        List<FenceState> found = new ArrayList<>();
        return Failures.bare(
                "reading which fences track " + track + " is in",
                reads.execute(states.bind(track.value()))
                        .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> found.add(state(track, row))))
                        .thenApply(done -> found));
    }

    @Override
    public CompletionStage<Void> saveState(FenceState state) {
        BoundStatement statement = saveState.bind(
                state.track().value(),
                state.fence().owner().value(),
                state.fence().name(),
                state.fenceMade(),
                state.crossings(),
                state.last().name(),
                state.at(),
                state.inside(),
                state.told(),
                state.rank());
        return writer.write(List.of(new Write(statement, STATEMENT_BYTES)));
    }

    private static FenceState state(TrackName track, Row row) {
        return new FenceState(
                track,
                new FenceId(new UserName(text(row, 0)), text(row, 1)),
                row.getLong(2),
                row.getLong(3),
                Fence.Crossing.valueOf(text(row, 4)),
                row.getLong(5),
                row.getBoolean(6),
                row.getBoolean(7));
    }

    /** In the order of {@link #COLUMNS}. */
    private static List<@Nullable Object> values(Fence fence) {
        FenceShape shape = fence.shape();
        return new ArrayList<>(Arrays.asList(
                fence.id().owner().value(),
                fence.id().name(),
                fence.title(),
                shape.match(circle -> "circle", polygon -> "polygon", corridor -> "corridor", around -> "around"),
                PointCodec.encodePlaces(placesOf(shape)),
                shape.match(
                        FenceShape.Circle::metres,
                        polygon -> 0.0,
                        FenceShape.Corridor::metres,
                        FenceShape.Around::metres),
                shape.match(
                        circle -> "",
                        polygon -> "",
                        corridor -> "",
                        around -> around.track().value()),
                fence.tracks().stream().map(TrackName::value).toList(),
                fence.on().stream().map(Enum::name).collect(Collectors.toSet()),
                fence.dwellMillis(),
                fence.marginMetres(),
                fence.settleMillis(),
                fence.tell().value(),
                fence.createdAt()));
    }

    private static List<Position> placesOf(FenceShape shape) {
        return shape.match(
                circle -> List.of(circle.centre()),
                FenceShape.Polygon::ring,
                FenceShape.Corridor::line,
                around -> List.of());
    }

    private static Fence fence(Row row) {
        List<Position> places = PointCodec.decodePlaces(Objects.requireNonNull(row.getByteBuffer(4)));
        double metres = row.getDouble(5);
        String around = text(row, 6);
        FenceShape shape = switch (text(row, 3)) {
            case "circle" -> new FenceShape.Circle(places.get(0), metres);
            case "polygon" -> new FenceShape.Polygon(places);
            case "corridor" -> new FenceShape.Corridor(places, metres);
            case "around" -> new FenceShape.Around(new TrackName(around), metres);
            default -> throw new IllegalStateException("fence of shape " + text(row, 3));
        };
        List<String> tracks = Objects.requireNonNull(row.getList(7, String.class));
        Set<String> on = Objects.requireNonNull(row.getSet(8, String.class));
        return new Fence(
                new FenceId(new UserName(text(row, 0)), text(row, 1)),
                text(row, 2),
                shape,
                tracks.stream().map(TrackName::new).toList(),
                on.stream().map(Fence.Crossing::valueOf).collect(Collectors.toSet()),
                row.getLong(9),
                row.getDouble(10),
                row.getLong(11),
                new ConversationId(text(row, 12)),
                row.getLong(13));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }
}
