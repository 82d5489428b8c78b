package io.parley.broker.contact;

import static io.parley.broker.contact.Town.ALICE;
import static io.parley.broker.contact.Town.BOB;
import static io.parley.broker.contact.Town.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Account;
import io.parley.broker.storage.Stores;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people show, and how they find each other. */
class ProfileCallsTest {
    private final Town town = new Town();

    @Test
    void should_show_the_own_profile_with_whom_it_lets_do_what() {
        assertThat(town.call(ALICE, "profile/get", "{}"))
                .isEqualTo("{\"user\":\"alice\",\"name\":\"\",\"picture\":\"\",\"note\":\"\",\"findable\":\"everyone\","
                        + "\"writable\":\"everyone\",\"presence\":\"contacts\",\"addable\":\"contacts\"}");
        assertThat(town.call(ALICE, "profile/get", "{\"user\":\"alice\"}")).contains("addable");
    }

    @Test
    void should_set_what_is_given_leave_the_rest_and_tell_the_own_endpoints() {
        town.call(ALICE, "profile/set", "{\"name\":\"Alice\",\"note\":\"away\"}");
        assertThat(town.call(ALICE, "profile/set", "{\"note\":\"\",\"presence\":\"nobody\"}"))
                .isEqualTo("{}");
        String now = town.call(ALICE, "profile/get", "{}");
        assertThat(now)
                .contains("\"name\":\"Alice\"", "\"note\":\"\"", "\"presence\":\"nobody\"", "\"addable\":\"contacts\"");
        assertThat(town.events).hasSize(2).last().isEqualTo("alice profile " + now);
    }

    @Test
    void should_refuse_to_set_nothing() {
        assertThat(town.refused(ALICE, "profile/set", "{}").reason()).isEqualTo(Reason.MALFORMED);
        assertThat(town.events).isEmpty();
    }

    @Test
    void should_show_a_profile_to_whom_its_user_lets_and_never_its_policies() {
        town.call(BOB, "profile/set", "{\"name\":\"Bob\",\"picture\":\"https://p/1\"}");
        assertThat(town.call(ALICE, "profile/get", "{\"user\":\"bob\"}"))
                .isEqualTo("{\"user\":\"bob\",\"name\":\"Bob\",\"picture\":\"https://p/1\",\"note\":\"\"}");
        town.call(BOB, "profile/set", "{\"findable\":\"contacts\"}");
        assertThat(town.call(ALICE, "profile/get", "{\"user\":\"bob\"}")).isEqualTo("{\"user\":\"bob\"}");
        town.befriend(ALICE, BOB);
        assertThat(town.call(ALICE, "profile/get", "{\"user\":\"bob\"}")).contains("Bob");
        town.call(BOB, "contact/block", "{\"user\":\"alice\"}");
        assertThat(town.call(ALICE, "profile/get", "{\"user\":\"bob\"}")).isEqualTo("{\"user\":\"bob\"}");
        assertThat(town.refused(ALICE, "profile/get", "{\"user\":\"dave\"}").reason())
                .isEqualTo(Reason.UNKNOWN_USER);
    }

    @Test
    void should_find_by_handle_and_by_how_a_name_begins() {
        town.call(BOB, "profile/set", "{\"name\":\"Robert Björnsson\",\"picture\":\"https://p/1\"}");
        String bob = "{\"users\":[{\"user\":\"bob\",\"name\":\"Robert Björnsson\",\"picture\":\"https://p/1\"}]}";
        assertThat(town.call(ALICE, "user/find", "{\"handle\":\"bob\"}")).isEqualTo(bob);
        assertThat(town.call(ALICE, "user/find", "{\"prefix\":\"bo\"}")).isEqualTo(bob);
        assertThat(town.call(ALICE, "user/find", "{\"prefix\":\"bjorn ROB\"}")).isEqualTo(bob);
        assertThat(town.call(ALICE, "user/find", "{\"prefix\":\"sson\"}")).isEqualTo("{\"users\":[]}");
        assertThat(town.call(ALICE, "user/find", "{\"handle\":\"dave\"}")).isEqualTo("{\"users\":[]}");
    }

    @Test
    void should_find_nobody_who_does_not_want_to_be_found_by_the_caller() {
        town.call(BOB, "profile/set", "{\"findable\":\"nobody\"}");
        town.call(CAROL, "profile/set", "{\"findable\":\"contacts\"}");
        for (String question : List.of(
                "{\"handle\":\"bob\"}", "{\"prefix\":\"bob\"}", "{\"handle\":\"carol\"}", "{\"prefix\":\"car\"}")) {
            assertThat(town.call(ALICE, "user/find", question)).as(question).isEqualTo("{\"users\":[]}");
        }
        town.befriend(ALICE, CAROL);
        assertThat(town.call(ALICE, "user/find", "{\"prefix\":\"car\"}")).contains("carol");
        town.call(CAROL, "contact/block", "{\"user\":\"alice\"}");
        assertThat(town.call(ALICE, "user/find", "{\"handle\":\"carol\"}")).isEqualTo("{\"users\":[]}");
    }

    @Test
    void should_refuse_a_question_that_is_none() {
        for (String question : List.of(
                "{}",
                "{\"handle\":\"bob\",\"prefix\":\"bob\"}",
                "{\"prefix\":\"b \"}",
                "{\"prefix\":\"bob\",\"cursor\":\"?\"}",
                "{\"prefix\":\"bob\",\"cursor\":\"x\"}")) {
            assertThat(town.refused(ALICE, "user/find", question).reason())
                    .as(question)
                    .isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void should_give_everybody_once_page_by_page_past_those_who_hide() {
        List<String> findable = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            UserName user = new UserName("walker" + (10 + i));
            Stores.await(town.people.accounts().create(new Account(user, "$argon2id$one", 1)));
            if (i % 4 != 0) {
                town.call(user, "profile/set", "{\"findable\":\"nobody\"}");
            } else {
                findable.add(user.value());
            }
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            String page = town.call(ALICE, "user/find", "{\"prefix\":\"walker\",\"limit\":3" + cursor + "}");
            List<String> names = Pattern.compile("walker\\d+")
                    .matcher(page)
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(names).hasSizeLessThanOrEqualTo(3);
            found.addAll(names);
            cursor = page.contains("next") ? page.replaceAll(".*\"next\":(\"[^\"]*\").*", ",\"cursor\":$1") : "";
        } while (!cursor.isEmpty());
        assertThat(found).isEqualTo(findable);
    }
}
