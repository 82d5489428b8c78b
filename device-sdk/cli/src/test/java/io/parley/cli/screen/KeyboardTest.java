package io.parley.cli.screen;

import static io.parley.cli.screen.Rig.BOB;
import static io.parley.cli.screen.Rig.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.messenger.Hit;
import io.parley.cli.messenger.Item;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What alice does. */
class KeyboardTest {
    private final Rig rig = new Rig(80, 14);

    @BeforeEach
    void twoChats() {
        rig.listed(rig.summary(BOB, "", 1, "from bob"));
        rig.now = rig.now.minusSeconds(60);
        rig.listed(rig.summary(CAROL, "", 1, "from carol"));
        rig.messenger.holds(BOB, rig.messenger.item(1, "bob", "from bob"));
        rig.messenger.holds(CAROL, rig.messenger.item(1, "carol", "from carol"));
    }

    private String title() {
        return rig.text().lines().skip(1).findFirst().orElseThrow().replaceAll(".*│ ", "");
    }

    @Test
    void should_send_what_was_typed_and_clear_the_input() {
        rig.begin(BOB).enter("hello bob");
        assertThat(rig.asked()).contains("send chat/bob hello bob");
        assertThat(rig.text()).contains("alice hello bob ·").endsWith("\n>");
    }

    @Test
    void should_send_a_paste_of_many_lines_as_one_message() {
        rig.begin(BOB);
        rig.screen.press(Key.paste("one\r\ntwo\r\n\tthree"));
        assertThat(rig.text()).endsWith("> one\n  two\n      three");
        rig.press(Key.Kind.ENTER);
        assertThat(rig.asked()).contains("send chat/bob one\\ntwo\\n    three");
    }

    @Test
    void should_send_a_line_that_begins_with_a_slash_when_it_is_doubled() {
        rig.begin(BOB).enter("//help me");
        assertThat(rig.asked()).contains("send chat/bob /help me");
    }

    @Test
    void should_go_round_the_conversations_with_tab() {
        rig.begin(BOB);
        assertThat(title()).isEqualTo("bob");
        rig.press(Key.Kind.NEXT_CONVERSATION);
        assertThat(title()).isEqualTo("carol");
        rig.press(Key.Kind.NEXT_CONVERSATION);
        assertThat(title()).isEqualTo("bob");
        rig.press(Key.Kind.PREVIOUS_CONVERSATION);
        assertThat(title()).isEqualTo("carol");
    }

    @Test
    void should_look_through_the_list_without_opening() {
        rig.begin();
        rig.press(Key.Kind.DOWN);
        assertThat(rig.styled(Style.CHOSEN)).first().asString().contains("carol");
        assertThat(rig.asked()).noneMatch(it -> it.startsWith("read"));
        rig.press(Key.Kind.ENTER);
        assertThat(title()).isEqualTo("carol");
    }

    @Test
    void should_keep_a_draft_where_it_was_typed() {
        rig.begin(BOB).type("half a thou");
        rig.press(Key.Kind.NEXT_CONVERSATION);
        assertThat(rig.text()).contains("draft: half a thou").endsWith("\n>");
        assertThat(rig.asked()).contains("conversation/set {conversation=chat/bob, draft=half a thou}");
        rig.press(Key.Kind.NEXT_CONVERSATION);
        assertThat(rig.text()).endsWith("> half a thou");
    }

    @Test
    void should_say_that_one_types_and_that_one_stopped() {
        rig.begin(BOB).type("hello");
        assertThat(rig.asked().stream().filter(it -> it.startsWith("typing"))).containsExactly("typing chat/bob true");
        rig.now = rig.now.plusSeconds(6);
        rig.type(" bob").press(Key.Kind.ENTER);
        assertThat(rig.asked().stream().filter(it -> it.startsWith("typing")))
                .containsExactly("typing chat/bob true", "typing chat/bob true", "typing chat/bob false");
        rig.type("/help");
        assertThat(rig.asked().stream().filter(it -> it.startsWith("typing"))).hasSize(3);
    }

    @Test
    void should_find_a_message_and_go_to_it_however_old() {
        for (int seq = 2; seq <= 200; seq++) {
            rig.messenger.holds(CAROL, rig.messenger.item(seq, "carol", "number " + seq + "."));
        }
        Item old = rig.messenger.logs.get(CAROL).get(12L);
        rig.messenger.hits.add(new Hit(CAROL, old));
        rig.begin(BOB).press(Key.Kind.SEARCH).type("number").press(Key.Kind.ENTER);
        assertThat(rig.asked()).contains("search number");
        assertThat(rig.text()).contains("found: number").contains("▸ carol carol: number 12.");
        rig.press(Key.Kind.ENTER);
        assertThat(title()).isEqualTo("carol");
        assertThat(rig.text()).contains("10:01▸carol number 12.").doesNotContain("carol number 200.");
    }

    @Test
    void should_say_that_nothing_was_found() {
        rig.begin(BOB).press(Key.Kind.SEARCH).type("xyz").press(Key.Kind.ENTER);
        assertThat(rig.text()).contains("nothing found for “xyz”");
    }

    @Test
    void should_leave_step_by_step() {
        rig.begin(BOB).type("text").press(Key.Kind.SEARCH);
        rig.press(Key.Kind.INTERRUPT);
        assertThat(rig.text()).endsWith("> text");
        rig.press(Key.Kind.INTERRUPT);
        assertThat(rig.text()).endsWith("\n>");
        assertThat(rig.screen.isOver()).isFalse();
        rig.press(Key.Kind.INTERRUPT);
        assertThat(rig.screen.isOver()).isTrue();
    }

    @Test
    void should_edit_what_is_typed() {
        rig.begin(BOB).type("hello 宽world");
        rig.press(Key.Kind.WORD_LEFT, Key.Kind.DELETE).type("my ");
        rig.press(Key.Kind.HOME).type(">").press(Key.Kind.END, Key.Kind.BACKSPACE);
        assertThat(rig.text()).endsWith("> >hello my worl");
        rig.press(Key.Kind.ERASE_WORD, Key.Kind.ERASE_WORD);
        assertThat(rig.text()).endsWith("> >hello");
        rig.press(Key.Kind.ERASE_TO_START);
        assertThat(rig.text()).endsWith("\n>");
    }

    @Test
    void should_remember_what_was_sent() {
        rig.begin(BOB).enter("one").enter("two").type("thr");
        rig.press(Key.Kind.UP);
        assertThat(rig.text()).endsWith("> two");
        rig.press(Key.Kind.UP);
        assertThat(rig.text()).endsWith("> one");
        rig.press(Key.Kind.DOWN, Key.Kind.DOWN);
        assertThat(rig.text()).endsWith("> thr");
    }

    @Test
    void should_refuse_more_than_a_message_may_hold_and_keep_what_is_there() {
        rig.begin(BOB).type("kept");
        rig.screen.press(Key.paste("x".repeat(Editor.LENGTH_MAX)));
        assertThat(rig.text()).contains("at most 32000 characters").endsWith("> kept");
    }
}
