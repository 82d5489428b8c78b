package io.parley.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.UserName;
import org.junit.jupiter.api.Test;

class NameQueryTest {
    private static final UserName ANNA = new UserName("anna.k");

    @Test
    void should_index_every_beginning_of_the_handle_and_of_each_word() {
        assertThat(NameQuery.prefixes(ANNA, "José  Li"))
                .containsExactly("an", "ann", "anna", "anna.", "anna.k", "jo", "jos", "jose", "li");
        assertThat(NameQuery.prefixes(new UserName("a"), "B 中文名")).containsExactly("中文", "中文名");
    }

    @Test
    void should_bound_the_length_of_what_is_indexed_and_compare_the_rest() {
        UserName user = new UserName("abcdefghijklmnop");
        assertThat(NameQuery.prefixes(user, "")).hasSize(11).contains("abcdefghijkl");
        NameQuery longer = NameQuery.parse("abcdefghijklmN").orElseThrow();
        assertThat(NameQuery.prefixes(user, "")).contains(longer.indexed());
        assertThat(longer.matches(user, "")).isTrue();
        assertThat(NameQuery.parse("abcdefghijklmx").orElseThrow().matches(user, ""))
                .isFalse();
    }

    @Test
    void should_never_cut_a_character_in_two() {
        String clef = "\uD834\uDD1E";
        assertThat(NameQuery.prefixes(new UserName("a"), clef + clef + "x"))
                .containsExactly(clef + clef, clef + clef + "x");
        assertThat(NameQuery.parse(clef)).isEmpty();
    }

    @Test
    void should_want_one_word_of_two_characters_and_match_them_all() {
        assertThat(NameQuery.parse("")).isEmpty();
        assertThat(NameQuery.parse("a b")).isEmpty();
        assertThat(NameQuery.parse("x".repeat(65))).isEmpty();
        NameQuery both = NameQuery.parse("  K JOSÉ ").orElseThrow();
        assertThat(both.matches(ANNA, "José Kim")).isTrue();
        assertThat(both.matches(ANNA, "José Lim")).isFalse();
    }

    @Test
    void should_find_whatever_matches_by_what_is_indexed() {
        for (String text : new String[] {"an", "ANNA.K", "o'br", "jose o", "ﬁ", "Straße"}) {
            NameQuery query = NameQuery.parse(text).orElseThrow();
            String name = "José O'Brien ﬁnn straßenbau";
            assertThat(query.matches(ANNA, name)).as(text).isTrue();
            assertThat(NameQuery.prefixes(ANNA, name)).as(text).contains(query.indexed());
        }
    }
}
