package io.parley.sdk.internal.client;

import io.parley.sdk.ParleyClient;
import io.parley.sdk.SentMessage;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The process that {@link KilledApplicationTest} kills: notes each message in a table of its own, and sends. */
final class CrashingApp {
    private static final int BURST = 8;

    private CrashingApp() {}

    public static void main(String[] arguments) throws Exception {
        String run = arguments[2];
        CountDownLatch never = new CountDownLatch(1);
        try (ParleyClient client = ParleyClient.builder()
                .server(arguments[0])
                .user("alice")
                .password(TestBroker.PASSWORD)
                .endpoint("phone")
                .store(Path.of(arguments[1]))
                .onMessageInTransaction((message, transaction) -> {
                    try (var statement = transaction.createStatement()) {
                        statement.execute("create table if not exists app (ordinal integer primary key, text unique)");
                    }
                    try (PreparedStatement insert = transaction.prepareStatement("insert into app (text) values (?)")) {
                        insert.setString(1, message.text());
                        insert.executeUpdate();
                    }
                })
                .onHandlerFailure(it -> System.out.println("repeated " + it.error() + "."))
                .open()) {
            for (int i = 0; i < 2_000; i += BURST) {
                List<SentMessage> burst = new ArrayList<>();
                for (int j = i; j < i + BURST; j++) {
                    burst.add(client.send("bob", "r" + run + "-" + j));
                }
                for (int j = 0; j < BURST; j++) {
                    burst.get(j).queued().toCompletableFuture().get();
                    System.out.println("queued r" + run + "-" + (i + j) + ".");
                }
            }
            never.await();
        }
    }
}
