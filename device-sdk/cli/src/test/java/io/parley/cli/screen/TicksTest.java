package io.parley.cli.screen;

import static io.parley.cli.screen.Rig.BOB;
import static io.parley.cli.screen.Rig.CLIMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.messenger.Delivery;
import io.parley.cli.messenger.Delivery.Stage;
import io.parley.cli.messenger.Item;
import io.parley.protocol.ConversationId;
import io.parley.protocol.json.CountsEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever sent something sees what became of it, and never less than before. */
class TicksTest {
    private final Rig rig = new Rig(80, 12);

    private Item sent(ConversationId to, String text) {
        Item item = rig.messenger.item(0, "alice", text).with(Delivery.at(Stage.WAITING));
        rig.screen.shown(to, List.of(item));
        return item;
    }

    @Test
    void should_tick_step_by_step_in_a_chat() {
        rig.begin(BOB);
        Item item = sent(BOB, "hello");
        assertThat(rig.text()).contains("alice hello ·");
        rig.screen.delivered(BOB, item.id(), 7, Delivery.at(Stage.ACCEPTED));
        assertThat(rig.text()).contains("alice hello ✓").doesNotContain("✓✓");
        rig.screen.delivered(BOB, item.id(), 7, Delivery.at(Stage.RECEIVED));
        assertThat(rig.text()).contains("alice hello ✓✓");
        assertThat(rig.styled(Style.READ)).isEmpty();
        rig.screen.marked(BOB, 7, 7);
        assertThat(rig.styled(Style.READ)).containsExactly("✓✓");
    }

    @Test
    void should_say_read_in_words_without_colours() {
        Rig plain = new Rig(80, 12, false);
        plain.begin(BOB);
        Item item = plain.messenger.item(3, "alice", "hello").with(Delivery.at(Stage.READ));
        plain.screen.shown(BOB, List.of(item));
        assertThat(plain.text()).contains("alice hello ✓✓ read");
    }

    @Test
    void should_not_take_back_a_tick_when_the_same_message_comes_again() {
        rig.begin(BOB);
        Item item = sent(BOB, "hello");
        rig.screen.delivered(BOB, item.id(), 7, Delivery.at(Stage.READ));
        rig.screen.paged(BOB, List.of(item.with(Delivery.at(Stage.WAITING))), false);
        rig.screen.delivered(BOB, item.id(), 7, Delivery.at(Stage.ACCEPTED));
        assertThat(rig.styled(Style.READ)).containsExactly("✓✓");
        assertThat(rig.text().split("alice hello", -1)).hasSize(2);
    }

    @Test
    void should_count_in_groups_and_turn_blue_when_somebody_read_it() {
        rig.begin(CLIMBERS);
        Item first = sent(CLIMBERS, "first");
        Item second = sent(CLIMBERS, "second");
        rig.screen.delivered(CLIMBERS, first.id(), 41, Delivery.at(Stage.ACCEPTED));
        rig.screen.delivered(CLIMBERS, second.id(), 42, Delivery.at(Stage.ACCEPTED));
        rig.screen.counted(CLIMBERS, 9, List.of(new CountsEvent.Count(42, 0, 0)));
        assertThat(rig.text()).contains("alice second ✓ 0/9");
        rig.screen.counted(CLIMBERS, 9, List.of(new CountsEvent.Count(42, 7, 0), new CountsEvent.Count(41, 9, 3)));
        assertThat(rig.text()).contains("alice first ✓✓ 3/9").contains("alice second ✓✓ 7/9");
        assertThat(rig.styled(Style.READ)).containsExactly("✓✓ 3/9");
        rig.screen.counted(CLIMBERS, 9, List.of(new CountsEvent.Count(42, 9, 9)));
        assertThat(rig.styled(Style.READ)).containsExactly("✓✓ 9/9", "✓✓ 9/9");
        rig.screen.counted(CLIMBERS, 10, List.of(new CountsEvent.Count(42, 10, 10)));
        assertThat(rig.styled(Style.READ)).containsExactly("✓✓ 9/9", "✓✓ 9/9");
    }

    @Test
    void should_say_why_it_failed() {
        rig.begin(BOB);
        Item item = sent(BOB, "hello");
        rig.screen.delivered(BOB, item.id(), 0, Delivery.failed("not-delivered"));
        assertThat(rig.text()).contains("alice hello ✗ not-delivered");
        assertThat(rig.styled(Style.ERROR)).containsExactly("✗ not-delivered");
    }

    @Test
    void should_keep_waiting_messages_below_what_comes_meanwhile() {
        rig.begin(BOB);
        sent(BOB, "mine");
        rig.comes(BOB, 1, "bob", "theirs");
        assertThat(rig.text().indexOf("theirs")).isLessThan(rig.text().lastIndexOf("mine"));
    }
}
