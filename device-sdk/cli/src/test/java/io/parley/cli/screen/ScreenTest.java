package io.parley.cli.screen;

import static io.parley.cli.screen.Rig.BOB;
import static io.parley.cli.screen.Rig.CAROL;
import static io.parley.cli.screen.Rig.CLIMBERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.messenger.Item;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.UserName;
import io.parley.sdk.ConnectionState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What alice sees. */
class ScreenTest {
    @Test
    void should_show_list_and_conversation_side_by_side() {
        Rig rig = new Rig(70, 12);
        rig.messenger.holds(BOB, rig.messenger.item(1, "bob", "shall we climb on Sunday?"));
        rig.messenger.holds(BOB, rig.messenger.item(2, "alice", "yes"));
        rig.listed(rig.summary(BOB, "", 2, "you: yes")).listed(rig.summary(CLIMBERS, "The climbers", 0, ""));
        rig.begin(BOB);
        rig.type("when");
        assertThat(rig.text()).isEqualTo("""
                 alice · online
                ▸bob              10:02 │ bob
                  you: yes              │
                 #The climbers          │
                                        │
                                        │
                                        │
                                        │ ────────────── Mon 3 Mar 2025 ──────────────
                                        │ 10:02 bob shall we climb on Sunday?
                                        │ 10:02 alice yes
                 Tab next · Esc list · Ctrl-N new · Ctrl-F search · /help
                > when""");
    }

    @Test
    void should_say_that_there_is_nothing_yet_and_what_to_do() {
        Rig rig = new Rig(70, 8).begin();
        assertThat(rig.text()).contains("no conversations yet").contains("Ctrl-N");
    }

    @Test
    void should_count_what_is_unread_and_mark_it_read_when_opened() {
        Rig rig = new Rig(70, 12);
        rig.listed(rig.summary(BOB, "", 4, "old"));
        rig.messenger.holds(BOB, rig.messenger.item(4, "bob", "old"));
        rig.begin();
        rig.comes(BOB, 5, "bob", "first");
        rig.comes(BOB, 6, "bob", "second");
        rig.unread(BOB, 2);
        assertThat(rig.text()).contains("2 unread").contains("second            (2)");
        assertThat(rig.asked()).noneMatch(it -> it.startsWith("read"));

        rig.press(Key.Kind.ENTER);
        assertThat(rig.asked()).contains("read chat/bob 6");
        assertThat(rig.text().lines().map(line -> line.replaceAll(".*│ ?", "")).toList())
                .containsSubsequence(
                        "10:02 bob old",
                        "─────────────────── new ───────────────────",
                        "10:02 bob first",
                        "10:02 bob second");
        rig.unread(BOB, 0);
        assertThat(rig.text()).doesNotContain("unread").doesNotContain("(2)");
    }

    @Test
    void should_put_pinned_conversations_first_and_archived_ones_away() {
        Rig rig = new Rig(70, 12);
        Summary bob = rig.summary(BOB, "", 1, "");
        rig.now = rig.now.plusSeconds(60);
        rig.listed(rig.summary(CAROL, "", 1, ""))
                .listed(bob.flags(new Summary.Flags(true, true, false, false)))
                .listed(rig.summary(CLIMBERS, "", 1, "").flags(new Summary.Flags(false, false, true, false)));
        rig.begin();
        assertThat(rig.text()
                        .lines()
                        .map(line -> line.replaceAll("│.*", "").strip())
                        .toList())
                .containsSubsequence("▸bob           ⚑☾ 10:02", "carol            10:03");
        assertThat(rig.text()).doesNotContain("climbers");
        rig.press(Key.Kind.ENTER).enter("/archived");
        assertThat(rig.text()).contains("#climbers").doesNotContain(" carol");
    }

    @Test
    void should_move_a_conversation_up_when_something_comes() {
        Rig rig = new Rig(70, 12);
        rig.listed(rig.summary(BOB, "", 1, "hi"));
        rig.now = rig.now.plusSeconds(60);
        rig.listed(rig.summary(CAROL, "", 1, "ho"));
        rig.begin();
        rig.now = rig.now.plusSeconds(60);
        rig.comes(BOB, 2, "bob", "me first");
        assertThat(rig.text()
                        .lines()
                        .map(line -> line.replaceAll("│.*", "").strip())
                        .toList())
                .containsSubsequence("bob              10:04", "me first", "▸carol            10:03");
    }

    @Test
    void should_show_one_side_at_a_time_on_a_narrow_terminal() {
        Rig rig = new Rig(40, 9);
        rig.listed(rig.summary(BOB, "", 1, "hi"));
        rig.messenger.holds(BOB, rig.messenger.item(1, "bob", "hi"));
        rig.begin();
        assertThat(rig.text()).contains("▸bob").doesNotContain("│");
        rig.press(Key.Kind.ENTER);
        assertThat(rig.text()).contains("10:02 bob hi").doesNotContain("▸bob");
        rig.press(Key.Kind.ESCAPE);
        assertThat(rig.text()).contains("▸bob").doesNotContain("10:02 bob hi");
        rig.comes(BOB, 2, "bob", "not seen yet");
        assertThat(rig.asked()).doesNotContain("read chat/bob 2");
        rig.screen.resize(80, 9);
        assertThat(rig.text()).contains("│ 10:02 bob hi");
        assertThat(rig.asked()).contains("read chat/bob 2");
    }

    @Test
    void should_fill_every_row_at_every_size() {
        Rig rig = new Rig(80, 24);
        rig.listed(rig.summary(BOB, "", 1, "宽字符和表情 👍 and more of it than fits"));
        rig.messenger.holds(BOB, rig.messenger.item(1, "bob", "宽字符 ".repeat(40)));
        rig.begin(BOB);
        rig.type("line one").press(Key.Kind.NEWLINE).type("宽".repeat(60));
        for (int columns = 1; columns <= 130; columns++) {
            for (int rows : new int[] {1, 5, 6, 9, 24, 60}) {
                rig.screen.resize(columns, rows);
                Frame frame = rig.screen.draw();
                assertThat(frame.lines()).as("%d x %d", columns, rows).hasSize(rows);
                int width = columns;
                assertThat(frame.lines()).as("%d x %d", columns, rows).allMatch(line -> line.width() <= width);
                assertThat(frame.cursorRow()).isLessThan(rows);
                assertThat(frame.cursorColumn()).isLessThan(columns);
            }
        }
    }

    @Test
    void should_never_let_a_message_steer_the_terminal() {
        Rig rig = new Rig(70, 10).begin(BOB);
        rig.comes(BOB, 1, "bob", "a\u001b[2Jb\u0007c\u202Ed\te");
        assertThat(rig.text())
                .contains("a?[2Jb?c?d    e")
                .doesNotContain("\u001b")
                .doesNotContain("\u0007");
    }

    @Test
    void should_say_how_the_connection_stands() {
        Rig rig = new Rig(80, 8).begin();
        assertThat(rig.styled(Style.BAR)).hasSize(1);
        rig.screen.connected(ConnectionState.waiting(Duration.ofSeconds(2), "connection refused"));
        assertThat(rig.text()).contains("alice · not connected, trying again (connection refused)");
        assertThat(rig.styled(Style.BAR_OFFLINE)).hasSize(1);
        rig.screen.connected(ConnectionState.refused("wrong password"));
        assertThat(rig.text()).contains("refused: wrong password; Ctrl-C leaves");
    }

    @Test
    void should_show_who_types_until_they_stop_or_say_it() {
        Rig rig = new Rig(70, 10);
        rig.listed(rig.summary(BOB, "", 1, "hi"));
        rig.begin(BOB);
        rig.screen.typing(BOB, new UserName("bob"), true);
        assertThat(rig.text()).contains("bob is typing…");
        rig.comes(BOB, 2, "bob", "said");
        assertThat(rig.text()).doesNotContain("typing");
        rig.screen.typing(BOB, new UserName("bob"), true);
        rig.now = rig.now.plusSeconds(30);
        assertThat(rig.text()).doesNotContain("typing");
    }

    @Test
    void should_colour_senders_of_a_group_apart_and_name_them_in_the_list() {
        Rig rig = new Rig(80, 12).begin(CLIMBERS);
        rig.comes(CLIMBERS, 1, "bob", "one");
        rig.comes(CLIMBERS, 2, "dave", "two @alice, come");
        assertThat(rig.screen.draw().lines().stream()
                        .flatMap(line -> line.spans().stream())
                        .filter(span -> span.text().equals("bob") || span.text().equals("dave"))
                        .map(Line.Span::style)
                        .distinct())
                .hasSize(2);
        assertThat(rig.styled(Style.MENTION)).containsExactly("two @alice, come");
        assertThat(rig.text()).contains("  dave: two @alice,");
    }

    @Test
    void should_keep_the_place_when_scrolled_back_while_something_comes() {
        Rig rig = new Rig(70, 10);
        for (int seq = 1; seq <= 30; seq++) {
            rig.messenger.holds(BOB, rig.messenger.item(seq, "bob", "number " + seq));
        }
        rig.begin(BOB);
        assertThat(rig.text()).contains("number 30");
        rig.press(Key.Kind.PAGE_UP);
        String before = rig.text();
        assertThat(before).doesNotContain("bob number 30").contains("newer messages are below");
        int read = rig.asked().size();
        rig.comes(BOB, 31, "bob", "number 31");
        assertThat(rig.text().lines().skip(2).filter(it -> it.contains("│")).map(it -> it.replaceAll(".*│", "")))
                .isEqualTo(before.lines()
                        .skip(2)
                        .filter(it -> it.contains("│"))
                        .map(it -> it.replaceAll(".*│", ""))
                        .toList());
        assertThat(rig.asked()).hasSize(read);
        rig.press(Key.Kind.END);
        assertThat(rig.text()).contains("number 31");
        assertThat(rig.asked()).contains("read chat/bob 31");
    }

    @Test
    void should_fetch_older_pages_only_when_scrolled_to_them() {
        Rig rig = new Rig(70, 12);
        for (int seq = 1; seq <= 120; seq++) {
            rig.messenger.holds(BOB, rig.messenger.item(seq, "bob", "number " + seq + "."));
        }
        rig.begin(BOB);
        rig.press(Key.Kind.PAGE_UP);
        assertThat(rig.asked()).noneMatch(it -> it.startsWith("older"));
        for (int page = 0; page < 40; page++) {
            rig.press(Key.Kind.PAGE_UP);
        }
        assertThat(rig.asked().stream().filter(it -> it.startsWith("older")))
                .containsExactly("older chat/bob 71", "older chat/bob 21");
        assertThat(rig.text()).contains("number 1.");
    }

    @Test
    void should_show_replies_edits_recalls_and_reactions() {
        Rig rig = new Rig(80, 14).begin(BOB);
        Item asked = rig.comes(BOB, 1, "bob", "shall we?");
        Item said = rig.comes(BOB, 2, "bob", "yess");
        Item answer = rig.messenger.item(3, "bob", "on Sunday").with(new Item.Body(Item.Kind.SAID, "on Sunday", 1));
        rig.screen.shown(BOB, List.of(answer));
        rig.screen.shown(
                BOB,
                List.of(
                        asked.with(new Item.Amendments(
                                false, false, Map.of("👍", List.of(Rig.ALICE, new UserName("bob"))))),
                        said.with(Item.Body.said("yes")).with(new Item.Amendments(true, false, Map.of()))));
        assertThat(rig.text().lines().map(line -> line.replaceAll(".*│ ?", "")).toList())
                .containsSubsequence(
                        "10:02 bob shall we?",
                        "      👍 2",
                        "10:02 bob yes (edited)",
                        "      ╭ bob: shall we?",
                        "10:02 bob on Sunday");
        rig.screen.shown(BOB, List.of(said.with(new Item.Amendments(true, true, Map.of()))));
        assertThat(rig.text()).contains("bob message recalled").doesNotContain("(edited)");
    }
}
