package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.internal.session.ServerModel;
import io.parley.sdk.internal.store.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the application in the middle of handling and sending: nothing lost, nothing twice. */
@Timeout(240)
class KilledApplicationTest {
    private static final UserName ALICE = new UserName("alice");
    private static final ConversationId BOB = ConversationId.chat(ALICE, new UserName("bob"));
    private static final int KILLS = 6;
    private static final String QUEUED = "queued ";

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(11);
    private final List<String> queued = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private int spoken;

    @Test
    void should_neither_lose_nor_repeat_across_kills() throws Exception {
        try (TestBroker broker = new TestBroker(ALICE, new ServerModel(ALICE, new SplittableRandom(1)))) {
            for (int run = 0; run < KILLS; run++) {
                liveAndDie(broker, run);
            }
            assertThat(noted()).as("noted by the killed").isNotEmpty();
            finish(broker);
            assertThat(troubles).isEmpty();
            assertThat(noted())
                    .isEqualTo(
                            IntStream.range(0, spoken).mapToObj(it -> "b" + it).toList());
            List<String> accepted = broker.model.log(BOB).entries.stream()
                    .filter(it -> it.from().equals(ALICE))
                    .map(it -> it.content().asText())
                    .toList();
            assertThat(accepted).doesNotHaveDuplicates().containsAll(queued);
            assertThat(accepted.stream().filter(queued::contains)).isEqualTo(queued);
        }
    }

    private void liveAndDie(TestBroker broker, int run) throws Exception {
        broker.cut();
        broker.forgetSync();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingApp.class.getName(),
                        broker.uri(),
                        folder.toString(),
                        Integer.toString(run))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Thread reader = new Thread(() -> read(child));
            reader.start();
            int before = queued.size();
            await().atMost(Duration.ofSeconds(60)).until(() -> queued.size() > before && broker.isSynced());
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(1_500));
            while (System.nanoTime() < until) {
                broker.peerSays(
                        BOB,
                        new ServerModel.Entry(
                                new MessageId(7, spoken), new UserName("bob"), Content.ofText("b" + spoken), false));
                spoken++;
                LockSupport.parkNanos(1_000_000);
            }
            child.destroyForcibly().waitFor();
            reader.join();
        } finally {
            child.destroyForcibly();
        }
    }

    private void read(Process child) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(".")) {
                    String said = line.substring(0, line.length() - 1);
                    (said.startsWith(QUEUED) ? queued : troubles).add(said.replace(QUEUED, ""));
                }
            }
        } catch (IOException e) {
            // the child was killed: so far we know what it said
        }
    }

    /** The same application, in this process, until it has all. */
    private void finish(TestBroker broker) throws Exception {
        try (ParleyClient client = ParleyClient.builder()
                .server(broker.uri())
                .user("alice")
                .password(TestBroker.PASSWORD)
                .endpoint("phone")
                .store(folder)
                .onMessageInTransaction((message, transaction) -> {
                    try (var insert = transaction.prepareStatement("insert into app (text) values (?)")) {
                        insert.setString(1, message.text());
                        insert.executeUpdate();
                    }
                })
                .onHandlerFailure(it -> troubles.add(it.error().toString()))
                .open()) {
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        broker.resend();
                        long last;
                        synchronized (broker) {
                            last = broker.model.log(BOB).entries.size();
                        }
                        return client.waiting().isEmpty() && broker.received.getOrDefault("chat/bob", 0L) == last;
                    });
        }
    }

    private List<String> noted() throws Exception {
        List<String> noted = new ArrayList<>();
        try (SqliteStore store = SqliteStore.open(folder, new EndpointId(ALICE, "phone"))) {
            store.begin();
            try (var statement = store.transaction().createStatement();
                    ResultSet row = statement.executeQuery("select text from app order by ordinal")) {
                while (row.next()) {
                    noted.add(row.getString(1));
                }
            }
            store.rollback();
        }
        return noted;
    }
}
