package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.Cleared;
import io.parley.sdk.Hidden;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fear: what the user took away on one device stays on the one that was off at that moment. */
class RemovedTest {
    private static final ConversationId CAROL = ConversationId.chat(Rig.ALICE, new UserName("carol"));

    private final Rig rig = new Rig();

    @Test
    void should_ask_once_a_connection_for_what_came_after_the_last_answer() {
        rig.online();
        assertThat(rig.fresh(Output.WantRemoved.class)).containsExactly(new Output.WantRemoved(0));
        rig.tell(new Input.Removed(List.of(), List.of(), 500));
        rig.tell(new Input.Disconnected(rig.session.connection(), Input.Cause.LOST, "cut"))
                .reconnect()
                .synced();
        assertThat(rig.fresh(Output.WantRemoved.class)).containsExactly(new Output.WantRemoved(500));
        assertThat(rig.store.load().removedUntil()).isEqualTo(500);
    }

    @Test
    void should_tell_once_what_is_told_twice() {
        rig.online().tell(Rig.arrived(1), Rig.arrived(2)).tell(Rig.done(1), Rig.done(2));
        Hidden hidden = new Hidden(Rig.BOB, List.of(1L));
        Cleared cleared = new Cleared(CAROL, 9);
        rig.tell(new Input.HiddenTold(hidden), new Input.ClearedTold(cleared));
        rig.tell(new Input.Removed(List.of(hidden, new Hidden(Rig.BOB, List.of(1L, 2L))), List.of(cleared), 7));
        assertThat(rig.fresh(Output.Happened.class))
                .containsExactly(
                        new Output.Happened(hidden),
                        new Output.Happened(cleared),
                        new Output.Happened(new Hidden(Rig.BOB, List.of(2L))));
        assertThat(rig.store.history(Rig.BOB, 1, 10, 0)).isEmpty();
    }
}
