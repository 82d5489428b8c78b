package io.parley.server.it;

import io.parley.broker.identity.Accounts;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.broker.storage.cassandra.StorageSettings;
import io.parley.protocol.UserName;
import io.parley.server.house.RunFile;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes many users without a process for each. */
final class Directory implements AutoCloseable {
    private final AtomicInteger count = new AtomicInteger();
    private final CassandraStorage storage;

    private Directory(CassandraStorage storage) {
        this.storage = storage;
    }

    static Directory of(UpProcess.Place place) {
        RunFile.Storage access =
                RunFile.storage(place.data().resolve("run.json")).orElseThrow();
        StorageSettings settings = StorageSettings.embedded(
                        access.contactPoints().get(0))
                .withLogin(new StorageSettings.Login(
                        access.user().orElseThrow(), access.passwordFile().orElseThrow()));
        return new Directory(CassandraStorage.connect(settings, StorageObserver.NONE));
    }

    String user(String prefix) {
        String name = prefix + count.incrementAndGet();
        new Accounts(storage.accounts(), storage.directory(), Clock.systemUTC())
                .create(new UserName(name), name + "-secret")
                .toCompletableFuture()
                .join();
        return name;
    }

    void newPassword(String name, String password) {
        new Accounts(storage.accounts(), storage.directory(), Clock.systemUTC())
                .setPassword(new UserName(name), password)
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        storage.close();
    }
}
