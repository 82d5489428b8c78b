package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.edge.PointSlot.Offer;
import io.parley.protocol.Content;
import org.junit.jupiter.api.Test;

/** A slow viewer gets the newest point and never a backlog. */
class PointSlotTest {
    private final PointSlot slot = new PointSlot("track/walk/point", 30);

    private static Content point(int number) {
        return Content.ofText("point " + number);
    }

    @Test
    void should_keep_only_the_newest_for_who_has_not_taken_the_former() {
        assertThat(slot.offer(point(1), 0)).isEqualTo(Offer.SEND);
        assertThat(slot.offer(point(2), 1)).isEqualTo(Offer.WAITS);
        for (int i = 3; i < 1_000; i++) {
            assertThat(slot.offer(point(i), 1)).isEqualTo(Offer.REPLACES);
        }
        assertThat(slot.taken(2)).isEqualTo(point(999));
        assertThat(slot.taken(3)).isNull();
        assertThat(slot.offer(point(1_000), 4)).isEqualTo(Offer.SEND);
    }

    @Test
    void should_go_on_after_a_while_if_what_was_sent_got_lost() {
        assertThat(slot.offer(point(1), 0)).isEqualTo(Offer.SEND);
        assertThat(slot.offer(point(2), 30)).isEqualTo(Offer.WAITS);
        assertThat(slot.offer(point(3), 31)).isEqualTo(Offer.SEND);
        assertThat(slot.taken(32)).isNull();
    }

    @Test
    void should_send_nothing_that_waited_when_the_right_ended() {
        assertThat(slot.offer(point(1), 0)).isEqualTo(Offer.SEND);
        assertThat(slot.offer(point(2), 1)).isEqualTo(Offer.WAITS);
        slot.drop();
        assertThat(slot.taken(2)).isNull();
    }
}
