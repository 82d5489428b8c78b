package io.parley.cli.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Change.Kind;
import io.parley.protocol.json.GroupSettings;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeWordsTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final UserName CAROL = new UserName("carol");

    private final ChangeWords words = new ChangeWords(CAROL, ZoneOffset.UTC);

    @Test
    void should_say_who_did_what_to_whom() {
        assertThat(words.say(Change.of(Kind.ADDED, BOB), ALICE)).isEqualTo("alice added bob");
        assertThat(words.say(Change.of(Kind.ADDED, BOB, CAROL), ALICE)).isEqualTo("alice added bob and you");
        assertThat(words.say(Change.of(Kind.REMOVED, BOB), CAROL)).isEqualTo("you removed bob");
        assertThat(words.say(Change.of(Kind.LEFT), BOB)).isEqualTo("bob left");
        assertThat(words.say(new Change(Kind.ROLE, List.of(BOB), "admin", 0, "", null), ALICE))
                .isEqualTo("alice made bob admin");
    }

    @Test
    void should_not_fill_the_screen_with_names() {
        List<UserName> many =
                IntStream.range(0, 40).mapToObj(it -> new UserName("user" + it)).toList();
        assertThat(words.say(new Change(Kind.ADDED, many, null, 0, "", null), ALICE))
                .isEqualTo("alice added user0, user1, user2, user3 and 36 others");
    }

    @Test
    void should_say_what_one_can_do_about_it() {
        assertThat(words.say(new Change(Kind.REQUESTED, List.of(), null, 0, "it is me", null), BOB))
                .isEqualTo("bob asked to be contacts: “it is me”; /contact accept or /contact reject");
        assertThat(words.say(Change.of(Kind.INVITED, CAROL), ALICE))
                .isEqualTo("alice invited you; /accept or /decline");
        assertThat(words.say(Change.of(Kind.ASKED), BOB)).contains("/approve bob");
    }

    @Test
    void should_say_how_a_group_is_set() {
        GroupSettings title = new GroupSettings("Sunday", true, null, null, null, 172_800L);
        assertThat(words.say(new Change(Kind.SETTINGS, List.of(), null, 0, "", title), ALICE))
                .isEqualTo("alice named the group “Sunday”, let only admins write, let messages stay for 2 days");
    }

    @ParameterizedTest
    @EnumSource
    void should_have_words_for_every_change(Kind kind) {
        assertThat(words.say(Change.of(kind, BOB), ALICE)).startsWith("alice ");
    }
}
