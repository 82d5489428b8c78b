package io.parley.simulator.stack;

import io.parley.broker.identity.Passwords;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.StorageObserver;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.broker.storage.cassandra.StorageSettings;
import io.parley.protocol.UserName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes many users at once, straight in the storage of a running server. A thousand passwords would take a minute to
 * hash; here all users share one, and its hash. Runs on the server's class path. Arguments: {@code run.json}, password;
 * names on standard input.
 */
public final class UserMaker {
    private static final int AT_ONCE = 64;

    private UserMaker() {}

    public static void main(String[] arguments) throws IOException {
        RunFile.Cassandra cassandra = RunFile.read(Path.of(arguments[0])).cassandra();
        StorageSettings embedded =
                StorageSettings.embedded(cassandra.contactPoints().get(0));
        StorageSettings settings =
                cassandra.user().isPresent() && cassandra.passwordFile().isPresent()
                        ? embedded.withLogin(new StorageSettings.Login(
                                cassandra.user().get(), cassandra.passwordFile().get()))
                        : embedded;
        String hash = Passwords.hash(arguments[1].getBytes(StandardCharsets.UTF_8));
        long now = Clock.systemUTC().millis();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (CassandraStorage storage = CassandraStorage.connect(settings, StorageObserver.NONE)) {
            List<CompletableFuture<Boolean>> making = new ArrayList<>();
            for (String name = in.readLine(); name != null; name = in.readLine()) {
                Account account = new Account(new UserName(name), hash, now);
                making.add(storage.accounts().create(account).toCompletableFuture());
                if (making.size() == AT_ONCE) {
                    making.forEach(CompletableFuture::join);
                    making.clear();
                }
            }
            making.forEach(CompletableFuture::join);
        }
    }
}
