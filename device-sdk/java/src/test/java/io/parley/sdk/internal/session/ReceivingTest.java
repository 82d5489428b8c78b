package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.json.Ack;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.Incoming;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fear: handed twice, out of order, acknowledged before it was handled, or never pulled. */
class ReceivingTest {
    private final Rig rig = new Rig();

    private List<Long> handed() {
        return rig.fresh(Output.Hand.class).stream()
                .map(it -> it.message().seq())
                .toList();
    }

    @Test
    void should_acknowledge_only_after_the_handler() {
        rig.online().tell(Rig.arrived(1)).pass(200);
        assertThat(rig.all(Output.PublishReceipt.class)).isEmpty();
        rig.tell(Rig.done(1));
        assertThat(rig.last(Output.PublishReceipt.class).marks().received()).isEqualTo(Map.of("chat/bob", 1L));
    }

    @Test
    void should_hold_what_comes_early_and_pull_what_is_missing() {
        rig.online();
        rig.outputs.clear();
        rig.tell(Rig.arrived(1), Rig.arrived(3)).pass(400);
        assertThat(rig.all(Output.GapSeen.class))
                .extracting(it -> it.gap().firstMissing())
                .containsExactly(2L);
        assertThat(rig.all(Output.PublishSync.class)).hasSize(1);
        rig.tell(Rig.arrived(2));
        assertThat(rig.all(Output.GapSeen.class))
                .extracting(it -> it.gap().closed())
                .containsExactly(false, true);
        assertThat(handed()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void should_not_pull_what_comes_in_time() {
        rig.online();
        rig.outputs.clear();
        rig.tell(Rig.arrived(2)).pass(100).tell(Rig.arrived(1)).pass(1_000);
        assertThat(rig.all(Output.PublishSync.class)).isEmpty();
        assertThat(rig.all(Output.GapSeen.class)).isEmpty();
    }

    @Test
    void should_drop_and_acknowledge_again_what_it_has() {
        rig.online().tell(Rig.arrived(1)).tell(Rig.done(1));
        rig.tell(new Input.Answered(rig.last(Output.PublishReceipt.class).token(), null))
                .pass(1_000);
        rig.outputs.clear();
        rig.tell(Rig.arrived(1));
        assertThat(rig.all(Output.PublishReceipt.class)).hasSize(1);
        assertThat(handed()).isEmpty();
    }

    @Test
    void should_gather_receipts() {
        rig.online();
        for (long seq = 1; seq <= 20; seq++) {
            rig.tell(Rig.arrived(seq)).tell(Rig.done(seq)).pass(1);
        }
        rig.pass(SessionLimits.DEFAULT.receiptDelay());
        assertThat(rig.all(Output.PublishReceipt.class)).hasSizeBetween(2, 3);
        assertThat(rig.last(Output.PublishReceipt.class).marks().received()).isEqualTo(Map.of("chat/bob", 20L));
    }

    @Test
    void should_repeat_a_receipt_that_was_not_answered() {
        rig.online().tell(Rig.arrived(1)).tell(Rig.done(1));
        rig.outputs.clear();
        rig.pass(12_000);
        assertThat(rig.last(Output.PublishReceipt.class).marks().received()).isEqualTo(Map.of("chat/bob", 1L));
    }

    @Test
    void should_count_own_and_gone_messages_without_handing_them() {
        rig.online().send(1).tell(new Input.Acks(List.of(Ack.accepted(Rig.id(1), 1, 1))));
        Incoming expired = ((Input.Arrived) Rig.arrived(2)).message();
        rig.tell(new Input.Arrived(new Incoming(
                expired.conversation(), 2, expired.id(), expired.from(), 1, null, expired.content(), true)));
        rig.tell(Rig.arrived(3));
        assertThat(handed()).containsExactly(3L);
        assertThat(rig.session.mark(Rig.BOB)).isEqualTo(2);
    }

    @Test
    void should_take_its_own_message_in_a_sync_for_the_ack_that_was_lost() {
        rig.online().send(1);
        Incoming own = new Incoming(
                Rig.BOB, 1, Rig.id(1), Rig.ALICE, 1, null, rig.message(1, 0).content(), false);
        rig.tell(new Input.Arrived(own));
        assertThat(rig.session.waiting()).isEmpty();
        assertThat(rig.session.mark(Rig.BOB)).isEqualTo(1);
        assertThat(handed()).isEmpty();
    }

    @Test
    void should_hand_again_from_where_the_handler_threw() {
        rig.online().tell(Rig.arrived(1), Rig.arrived(2), Rig.arrived(3));
        assertThat(handed()).containsExactly(1L, 2L, 3L);
        rig.tell(Rig.done(1), new Input.HandlerFailed(Rig.BOB, 2, new Exception("no")))
                .pass(1_000);
        List<Output.Hand> again = rig.fresh(Output.Hand.class);
        assertThat(again).extracting(it -> it.message().seq()).containsExactly(2L, 3L);
        assertThat(again).extracting(Output.Hand::retry).containsExactly(true, false);
        assertThat(rig.session.mark(Rig.BOB)).isEqualTo(1);
    }

    @Test
    void should_ask_for_the_next_page_when_this_one_is_handled_and_not_before() {
        rig.tell(new Input.Connected(rig.session.connection()));
        Output.PublishSync first = rig.last(Output.PublishSync.class);
        rig.outputs.clear();
        rig.tell(Rig.arrived(1), Rig.arrived(2), new Input.SyncAnswered(first.request(), Rig.reply(false, 2, Map.of())))
                .tell(Rig.done(1))
                .pass(1_000);
        assertThat(rig.all(Output.PublishSync.class)).isEmpty();
        rig.tell(Rig.done(2));
        assertThat(rig.last(Output.PublishSync.class).body().received()).isEqualTo(Map.of("chat/bob", 2L));
        int receipt = rig.outputs.indexOf(rig.last(Output.PublishReceipt.class));
        assertThat(receipt).isLessThan(rig.outputs.indexOf(rig.last(Output.PublishSync.class)));
    }

    @Test
    void should_wait_for_the_application_in_manual_mode() {
        Rig manual = new Rig(ReceiptMode.MANUAL, SessionLimits.DEFAULT);
        manual.online().tell(Rig.arrived(1), Rig.arrived(2)).tell(Rig.done(1), Rig.done(2));
        assertThat(manual.session.mark(Rig.BOB)).isZero();
        manual.tell(new Input.MarkReceived(Rig.BOB, 2));
        assertThat(manual.session.mark(Rig.BOB)).isEqualTo(2);
    }

    @Test
    void should_say_read_again_until_the_server_has_it() {
        rig.online().tell(Rig.arrived(1)).tell(Rig.done(1)).tell(new Input.MarkRead(Rig.BOB, 99));
        rig.pass(SessionLimits.DEFAULT.receiptDelay());
        assertThat(rig.last(Output.PublishReceipt.class).marks().read()).isEqualTo(Map.of("chat/bob", 1L));
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"))
                .pass(1_000);
        rig.outputs.clear();
        rig.online().pass(100);
        assertThat(rig.last(Output.PublishReceipt.class).marks().read()).isEqualTo(Map.of("chat/bob", 1L));
    }

    @Test
    void should_bound_what_waits_for_a_slow_handler_and_pull_it_later() {
        rig.online();
        int bound = SessionLimits.DEFAULT.pendingMessagesMax();
        for (long seq = 1; seq <= bound + 10; seq++) {
            rig.tell(Rig.arrived(seq));
        }
        rig.pass(60_000);
        rig.outputs.clear();
        for (long seq = 1; seq <= bound; seq++) {
            rig.tell(Rig.done(seq));
        }
        rig.pass(60_000);
        assertThat(rig.all(Output.PublishSync.class)).isNotEmpty();
        assertThat(rig.session.mark(Rig.BOB)).isEqualTo(bound);
    }
}
