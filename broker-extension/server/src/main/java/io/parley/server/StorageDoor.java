package io.parley.server;

import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.broker.storage.cassandra.StorageSettings;
import io.parley.server.house.DataFolder;
import io.parley.server.house.RunFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds the storage of a running server: what {@code run.json} in the data folder says, or what it is told. */
final class StorageDoor {
    /** A person waits for it, and what is asked for is there or is not. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String CASSANDRA = "--cassandra";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "the data folder of the server (${DEFAULT-VALUE})")
    Path data = Path.of("data");

    @Option(
            names = CASSANDRA,
            split = ",",
            paramLabel = "HOST:PORT",
            description = "the Cassandra of a server that runs elsewhere, instead of --data")
    List<String> cassandra = List.of();

    @Option(names = "--datacenter", paramLabel = "NAME", defaultValue = "datacenter1", description = "its data center")
    String datacenter = "datacenter1";

    @Option(names = "--keyspace", paramLabel = "NAME", defaultValue = "parley", description = "the keyspace in it")
    String keyspace = "parley";

    @Option(names = "--cassandra-user", paramLabel = "NAME", description = "role to sign in with")
    @Nullable String user;

    @Option(names = "--cassandra-password-file", paramLabel = "FILE", description = "its password")
    @Nullable Path passwordFile;

    /** Runs {@code work} on the open storage. What cannot be reached is told on standard error. */
    int with(ToIntFunction<CassandraStorage> work) {
        Optional<RunFile.Storage> found = cassandra.isEmpty()
                ? RunFile.storage(new DataFolder(data).runFile())
                : Optional.of(new RunFile.Storage(
                        cassandra, datacenter, keyspace, Optional.ofNullable(user), Optional.ofNullable(passwordFile)));
        if (found.isEmpty()) {
            System.err.println("no server runs in " + data.toAbsolutePath().normalize()
                    + ": start one with ./parley up, or say --data or " + CASSANDRA);
            return Exit.NOT_RUNNING;
        }
        try (CassandraStorage storage = CassandraStorage.connect(settings(found.get()), StorageObserver.NONE)) {
            return work.applyAsInt(storage);
        } catch (IllegalArgumentException malformed) {
            System.err.println(malformed.getMessage());
            return Exit.BAD_INPUT;
        } catch (StorageException | CompletionException unreachable) {
            System.err.println(unreachable.getMessage());
            return Exit.NOT_RUNNING;
        }
    }

    private static StorageSettings settings(RunFile.Storage storage) {
        StorageSettings defaults =
                StorageSettings.embedded(storage.contactPoints().get(0));
        return new StorageSettings(
                storage.contactPoints(),
                storage.datacenter(),
                storage.keyspace(),
                defaults.replication(),
                storage.user()
                        .flatMap(name -> storage.passwordFile().map(file -> new StorageSettings.Login(name, file))),
                PATIENCE,
                PATIENCE,
                defaults.connectionsPerNode(),
                defaults.writes(),
                defaults.readsInFlightMax(),
                defaults.readsQueuedMax());
    }
}
