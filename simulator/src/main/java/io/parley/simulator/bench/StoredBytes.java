package io.parley.simulator.bench;

import io.parley.broker.storage.PointCodec;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.Trip;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.broker.storage.cassandra.StorageSettings;
import io.parley.protocol.TrackName;
import io.parley.protocol.json.LocationPoint;
import io.parley.simulator.stack.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a track's history takes in the store: the bodies of its points and trips as they are written. Keys, and what Cassandra
 * itself adds and compresses away, are not in it. Runs on the server's class path. Arguments: {@code run.json}, the track.
 */
public final class StoredBytes {
    private static final int POINTS_MAX = 100_000;
    private static final int BATCH = 50;

    private StoredBytes() {}

    public static void main(String[] arguments) throws IOException {
        RunFile.Cassandra cassandra = RunFile.read(Path.of(arguments[0])).cassandra();
        StorageSettings embedded =
                StorageSettings.embedded(cassandra.contactPoints().get(0));
        StorageSettings settings =
                cassandra.user().isPresent() && cassandra.passwordFile().isPresent()
                        ? embedded.withLogin(new StorageSettings.Login(
                                cassandra.user().get(), cassandra.passwordFile().get()))
                        : embedded;
        TrackName track = new TrackName(arguments[1]);
        try (CassandraStorage storage = CassandraStorage.connect(settings, StorageObserver.NONE)) {
            List<LocationPoint> points = storage.points()
                    .read(track, 0, Long.MAX_VALUE, POINTS_MAX)
                    .toCompletableFuture()
                    .join();
            List<Trip> trips = storage.points()
                    .trips(track, 0, Long.MAX_VALUE, 100)
                    .toCompletableFuture()
                    .join();
            long bytes = 0;
            for (int from = 0; from < points.size(); from += BATCH) {
                bytes += PointCodec.encode(points.subList(from, Math.min(points.size(), from + BATCH)))
                        .remaining();
            }
            long tripBytes = 0;
            long kept = 0;
            for (Trip trip : trips) {
                tripBytes += PointCodec.encode(trip.line()).remaining();
                kept += trip.line().size();
            }
            System.out.println("points=" + points.size());
            System.out.println("point_bytes=" + bytes);
            System.out.println("trips=" + trips.size());
            System.out.println("trip_bytes=" + tripBytes);
            System.out.println("trip_points=" + kept);
        }
    }
}
