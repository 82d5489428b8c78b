package io.parley.sdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.internal.store.Incoming;
import org.junit.jupiter.api.Test;

/** The fear: what was to be gone by now is handed or kept; or what is not handed holds up the rest. */
class ExpiryTest {
    private final Rig rig = new Rig();

    private Input arrived(long seq, long expiresAt) {
        return new Input.Arrived(new Incoming(
                Rig.BOB,
                seq,
                new MessageId(2, seq),
                new UserName("bob"),
                1,
                "text/plain",
                Content.ofText("secret"),
                expiresAt,
                false));
    }

    @Test
    void should_not_hand_what_expired_while_it_waited_for_a_retry() {
        rig.online().tell(arrived(1, rig.now + 100), Rig.arrived(2));
        rig.outputs.clear();
        rig.tell(new Input.HandlerFailed(Rig.BOB, 1, new Exception("no"))).pass(5_000);
        assertThat(rig.all(Output.Hand.class)).singleElement().satisfies(it -> {
            assertThat(it.message().seq()).isEqualTo(2);
            assertThat(it.retry()).isTrue();
        });
        rig.tell(Rig.done(2));
        assertThat(rig.session.mark(Rig.BOB)).isEqualTo(2);
    }

    @Test
    void should_overwrite_what_expires_without_being_asked() {
        rig.online().tell(arrived(1, rig.now + 60_000)).tell(Rig.done(1));
        assertThat(rig.store.history(Rig.BOB, 1, 10, 0)).hasSize(1);
        rig.pass(60_000);
        assertThat(rig.store.history(Rig.BOB, 1, 10, 0)).isEmpty();
        assertThat(rig.store.nextExpiry()).isEqualTo(Long.MAX_VALUE);
    }
}
