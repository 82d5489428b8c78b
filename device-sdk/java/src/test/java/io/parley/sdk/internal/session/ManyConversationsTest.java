package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Bodies;
import io.parley.sdk.ConnectionState.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fear: with more conversations than one packet may name, some stand still. */
class ManyConversationsTest {
    private static final int MANY = 2_500;

    private final ServerModel server = new ServerModel(Rig.ALICE, new SplittableRandom(1));
    private final Rig rig = new Rig();
    private final List<ConversationId> conversations = IntStream.range(0, MANY)
            .mapToObj(it -> ConversationId.chat(Rig.ALICE, new UserName("a-rather-long-name-of-some-user-" + it)))
            .toList();
    private final Map<ConversationId, List<Long>> handed = new HashMap<>();
    private int ids;

    private void somebodyWritesInEach() {
        for (ConversationId conversation : conversations) {
            server.peerSays(
                    conversation,
                    new ServerModel.Entry(
                            new MessageId(9, ++ids), conversation.peerOf(Rig.ALICE), Content.ofText("x"), false));
        }
    }

    /** The server and the application answer until nothing is left to answer. */
    private void serve() {
        while (!rig.outputs.isEmpty()) {
            List<Output> outputs = List.copyOf(rig.outputs);
            rig.outputs.clear();
            List<Input> inputs = new ArrayList<>();
            for (Output output : outputs) {
                if (output instanceof Output.PublishSync it) {
                    assertThat(Bodies.write(it.body())).hasSizeLessThan(Limits.DEFAULT.controlBytesMax());
                    ServerModel.Page page = server.sync(it.body());
                    inputs.addAll(page.messages());
                    inputs.add(new Input.SyncAnswered(it.request(), page.reply()));
                } else if (output instanceof Output.PublishReceipt it) {
                    assertThat(Bodies.write(it.marks())).hasSizeLessThan(Limits.DEFAULT.controlBytesMax());
                    it.marks()
                            .received()
                            .forEach((seen, mark) -> server.receipt(
                                    ConversationId.parse(seen, Rig.ALICE).orElseThrow(), mark));
                    inputs.add(new Input.Answered(it.token(), null));
                } else if (output instanceof Output.Hand it) {
                    handed.computeIfAbsent(it.message().conversation(), id -> new ArrayList<>())
                            .add(it.message().seq());
                    inputs.add(new Input.HandlerDone(
                            it.message().conversation(), it.message().seq()));
                }
            }
            if (!inputs.isEmpty()) {
                rig.tell(inputs.toArray(Input[]::new));
            }
            if (rig.outputs.isEmpty()) {
                rig.pass(1_000);
            }
        }
    }

    private void connect() {
        rig.tell(new Input.Connected(rig.session.connection()));
        serve();
        rig.pass(10_000);
        serve();
    }

    @Test
    void should_go_on_with_all_of_them_after_a_reconnect() {
        somebodyWritesInEach();
        somebodyWritesInEach();
        connect();
        assertThat(rig.session.state().phase()).isEqualTo(Phase.ONLINE);
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"));
        server.connectionChanged();
        somebodyWritesInEach();
        rig.pass(1_000);
        rig.outputs.clear();
        connect();
        assertThat(rig.session.state().phase()).isEqualTo(Phase.ONLINE);
        assertThat(handed)
                .hasSize(MANY)
                .allSatisfy((id, seqs) -> assertThat(seqs).as(id.value()).containsExactly(1L, 2L, 3L));
    }

    @Test
    void should_tell_where_it_stands_in_each_before_it_asks() {
        somebodyWritesInEach();
        connect();
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"))
                .pass(1_000);
        rig.outputs.clear();
        rig.tell(new Input.Connected(rig.session.connection()));
        Set<String> told = new HashSet<>();
        while (rig.all(Output.PublishSync.class).isEmpty()) {
            List<Output.PublishReceipt> receipts = rig.fresh(Output.PublishReceipt.class);
            receipts.forEach(it -> told.addAll(it.marks().received().keySet()));
            receipts.forEach(it -> rig.tell(new Input.Answered(it.token(), null)));
            rig.pass(SessionLimits.DEFAULT.receiptDelay());
        }
        told.addAll(rig.last(Output.PublishSync.class).body().received().keySet());
        assertThat(told).hasSize(MANY);
    }
}
