package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Contents;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.SyncReply;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.Incoming;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fear: waiting for ever for what will never come, or losing what had come already. */
class FloorTest {
    private static final ConversationId GROUP = ConversationId.group(new GroupName("climbers"));

    private final Rig rig = new Rig(new Session.Settings(ReceiptMode.AUTOMATIC, false, 20, SessionLimits.DEFAULT));

    private static Input arrived(ConversationId conversation, long seq, long floor) {
        return new Input.Arrived(
                new Incoming(
                        conversation,
                        seq,
                        new MessageId(3, seq),
                        new UserName("bob"),
                        1,
                        null,
                        conversation.isAmendments() ? thumb() : Content.ofText("g" + seq),
                        false),
                floor);
    }

    private static Content thumb() {
        return Content.wrap(Contents.write(new Amendment(Amendment.Kind.REACT, 1, "👍", "", "")));
    }

    private List<Long> handed() {
        return rig.fresh(Output.Hand.class).stream()
                .map(it -> it.message().seq())
                .toList();
    }

    private static SyncReply reply(boolean complete, Map<String, Long> last, Map<String, Long> floors) {
        return new SyncReply(complete, 0, last, Marks.NONE, Map.of(), floors);
    }

    private void connectAnswering(SyncReply reply) {
        rig.tell(new Input.Connected(rig.session.connection()));
        rig.tell(new Input.SyncAnswered(rig.last(Output.PublishSync.class).request(), reply));
    }

    @Test
    void should_begin_above_the_floor_without_asking_for_what_lies_below() {
        rig.online();
        rig.outputs.clear();
        rig.tell(arrived(GROUP, 1_000_001, 1_000_000)).pass(60_000);
        assertThat(rig.all(Output.PublishSync.class)).isEmpty();
        assertThat(handed()).containsExactly(1_000_001L);
        assertThat(rig.session.mark(GROUP)).isEqualTo(1_000_000);
        rig.tell(new Input.HandlerDone(GROUP, 1_000_001), arrived(GROUP, 1_000_002, 0));
        assertThat(rig.session.mark(GROUP)).isEqualTo(1_000_001);
        assertThat(handed()).containsExactly(1_000_002L);
    }

    @Test
    void should_hand_what_had_come_before_the_floor_rose_above_it() {
        rig.online().tell(arrived(GROUP, 1, 0), arrived(GROUP, 4, 0));
        rig.tell(arrived(GROUP, 11, 10));
        assertThat(handed()).containsExactly(1L, 4L, 11L);
        assertThat(rig.session.mark(GROUP)).isZero();
        rig.tell(new Input.HandlerDone(GROUP, 1), new Input.HandlerDone(GROUP, 4));
        assertThat(rig.session.mark(GROUP)).isEqualTo(10);
        rig.tell(arrived(GROUP, 7, 0));
        assertThat(handed()).isEmpty();
    }

    /** Asked again without naming it, as the answer is late, it would begin anew at what is the newest by then. */
    @Test
    void should_go_on_where_it_began_though_nothing_is_processed_yet() {
        rig.tell(new Input.Connected(rig.session.connection()));
        rig.tell(arrived(GROUP, 1, 0), arrived(GROUP, 2, 0)).pass(60_000);
        assertThat(rig.all(Output.PublishSync.class)).hasSizeGreaterThan(1);
        assertThat(rig.last(Output.PublishSync.class).body().received()).isEqualTo(Map.of("group/climbers", 0L));
    }

    @Test
    void should_take_the_floor_of_a_sync_for_received() {
        connectAnswering(reply(true, Map.of("group/climbers", 40L), Map.of("group/climbers", 40L)));
        rig.outputs.clear();
        rig.pass(60_000);
        assertThat(rig.all(Output.PublishSync.class)).isEmpty();
        assertThat(rig.session.mark(GROUP)).isEqualTo(40);
        assertThat(rig.store.load().conversations()).extracting(it -> it.mark()).containsExactly(40L);
    }

    @Test
    void should_ask_for_the_newest_only_until_a_new_store_has_been_told_everything() {
        connectAnswering(reply(false, Map.of(), Map.of()));
        assertThat(rig.last(Output.PublishSync.class).body().latest()).isEqualTo(20);
        rig.pass(2_000);
        assertThat(rig.all(Output.PublishSync.class).size()).isGreaterThan(1);
        assertThat(rig.last(Output.PublishSync.class).body().latest()).isEqualTo(20);
        assertThat(rig.store.load().synced()).isFalse();
        rig.tell(new Input.SyncAnswered(
                rig.last(Output.PublishSync.class).request(), reply(true, Map.of("chat/bob", 3L), Map.of())));
        assertThat(rig.store.load().synced()).isTrue();
        rig.pass(2_000);
        assertThat(rig.last(Output.PublishSync.class).body().latest()).isZero();
        Rig restarted =
                new Rig(rig.store, new Session.Settings(ReceiptMode.AUTOMATIC, false, 20, SessionLimits.DEFAULT));
        restarted.tell(new Input.Connected(restarted.session.connection()));
        assertThat(restarted.last(Output.PublishSync.class).body().latest()).isZero();
    }

    @Test
    void should_tell_a_side_log_in_order_and_never_hand_it() {
        ConversationId side = GROUP.amendments();
        rig.online().tell(arrived(side, 2, 0), arrived(side, 1, 0), arrived(side, 2, 0));
        assertThat(rig.all(Output.Amended.class))
                .extracting(it -> it.entry().seq())
                .containsExactly(1L, 2L);
        assertThat(rig.session.mark(side)).isEqualTo(2);
        rig.pass(1_000);
        assertThat(rig.last(Output.PublishReceipt.class).marks().received())
                .isEqualTo(Map.of("amend/group/climbers", 2L));
        assertThat(handed()).isEmpty();
    }

    @Test
    void should_not_wait_for_receipts_of_a_group() {
        rig.online()
                .tell(new Input.Send(new io.parley.sdk.internal.store.Outgoing(
                        Rig.id(1), GROUP, null, Content.ofText("hello"), rig.now, 0, false)))
                .tell(new Input.Acks(List.of(io.parley.protocol.json.Ack.accepted(Rig.id(1), 1, 1))))
                .tell(new Input.Receipted(GROUP, Rig.ALICE, 1, 1));
        assertThat(rig.all(Output.ReceiptSeen.class))
                .extracting(it -> it.receipt().read())
                .containsExactly(1L);
        rig.outputs.clear();
        rig.pass(SessionLimits.DEFAULT.refresh() * 2);
        assertThat(rig.all(Output.PublishSync.class)).isEmpty();
    }
}
