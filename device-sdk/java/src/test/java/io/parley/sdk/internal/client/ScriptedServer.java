package io.parley.sdk.internal.client;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.ClientBuilder;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.internal.session.ServerModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What a test of the whole client starts from: a scripted server on a socket, and alice with a phone. */
abstract class ScriptedServer {
    static final UserName ALICE = new UserName("alice");
    static final ConversationId BOB = ConversationId.chat(ALICE, new UserName("bob"));
    static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    TestBroker broker;
    private int ids;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new TestBroker(ALICE, new ServerModel(ALICE, new SplittableRandom(1)));
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    /** Where it keeps what it must not forget is for the test to say. */
    ClientBuilder phone() {
        return ParleyClient.builder()
                .server(broker.uri())
                .user("alice")
                .password(TestBroker.PASSWORD)
                .endpoint("phone");
    }

    void bobSays(String text) {
        broker.peerSays(
                BOB, new ServerModel.Entry(new MessageId(7, ++ids), new UserName("bob"), Content.ofText(text), false));
    }
}
