package io.parley.broker.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.broker.history.Rooms;
import io.parley.protocol.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's list: over real owners, by the calls users make. */
@ExtendWith(Rooms.Resolver.class)
class ConversationListTest {
    private final Rooms rooms;
    private final String alice;

    ConversationListTest(Rooms rooms) {
        this.rooms = rooms;
        this.alice = rooms.name("alice");
    }

    /** Somebody who wrote to alice. */
    private String peer(String... texts) {
        String peer = rooms.name("peer");
        for (String text : texts) {
            rooms.say(peer, "chat/" + alice, text);
        }
        return "chat/" + peer;
    }

    private JsonNode list(String rest) {
        return rooms.ask(alice, "conversation/list", "{" + rest + "}");
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("conversations")
                .forEach(it -> names.add(it.path("conversation").asText()));
        return names;
    }

    private JsonNode entry(String conversation) {
        for (JsonNode it : list("").path("conversations")) {
            if (it.path("conversation").asText().equals(conversation)) {
                return it;
            }
        }
        throw new AssertionError(conversation + " is not in the list");
    }

    private void set(String conversation, String rest) {
        rooms.ask(alice, "conversation/set", "{'conversation':'" + conversation + "'," + rest + "}");
    }

    @Test
    void should_be_empty_for_who_never_spoke() {
        assertThat(list("").toString()).isEqualTo("{\"conversations\":[],\"total\":0}");
    }

    @Test
    void should_show_the_newest_activity_first_with_what_is_unread_and_the_last_words() {
        String one = peer("a", "b");
        String two = peer("hello\\nalice");
        rooms.say(alice, one, "my own");
        rooms.say(one.substring(5), "chat/" + alice, "and hers");
        JsonNode list = list("");
        assertThat(names(list)).containsExactly(one, two);
        assertThat(list.path("total").asLong()).isEqualTo(2);
        JsonNode first = list.path("conversations").get(0);
        assertThat(first.path("last").asLong()).isEqualTo(4);
        assertThat(first.path("unread").asLong()).isEqualTo(1);
        assertThat(first.path("preview").path("text").asText()).isEqualTo("and hers");
        assertThat(first.path("preview").path("seq").asLong()).isEqualTo(4);
        assertThat(first.path("at")).isEqualTo(first.path("preview").path("at"));
        assertThat(list.path("conversations")
                        .get(1)
                        .path("preview")
                        .path("text")
                        .asText())
                .isEqualTo("hello\nalice");
    }

    @Test
    void should_put_pinned_ones_above_and_archived_ones_away() {
        String one = peer("1");
        String two = peer("2");
        String three = peer("3");
        set(one, "'pinned':true");
        set(two, "'archived':true");
        assertThat(names(list(""))).containsExactly(one, three);
        assertThat(names(list("'archived':true"))).containsExactly(two);
        assertThat(list("").path("total").asLong()).isEqualTo(3);
        set(one, "'pinned':false");
        set(two, "'archived':false");
        assertThat(names(list(""))).containsExactly(three, two, one);
    }

    @Test
    void should_keep_what_a_user_arranged_field_by_field_and_tell_the_other_endpoints() {
        String one = peer("1");
        List<String> laptop = rooms.eventsOf(alice);
        set(one, "'mutedUntil':4102444800000");
        set(one, "'draft':'half a sent','markedUnread':true");
        JsonNode entry = entry(one);
        assertThat(entry.path("mutedUntil").asLong()).isEqualTo(4102444800000L);
        assertThat(entry.path("draft").asText()).isEqualTo("half a sent");
        assertThat(entry.path("markedUnread").asBoolean()).isTrue();
        assertThat(entry.path("pinned").asBoolean()).isFalse();
        await().untilAsserted(() -> assertThat(laptop)
                .contains("conversation {\"conversation\":\"" + one
                        + "\",\"markedUnread\":true,\"draft\":\"half a sent\"}"));
        set(one, "'mutedUntil':1000");
        assertThat(entry(one).path("mutedUntil").asLong()).as("is over").isZero();
    }

    @Test
    void should_refuse_to_arrange_nothing_or_what_is_not_there() {
        String one = peer("1");
        assertThat(rooms.asking()
                        .refused(alice, "conversation/set", "{'conversation':'" + one + "'}")
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        for (String nothing : List.of("chat/" + rooms.name("stranger"), "group/" + rooms.name("none"))) {
            assertThat(rooms.asking()
                            .refused(alice, "conversation/set", "{'conversation':'" + nothing + "','pinned':true}")
                            .reason())
                    .isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void should_page_through_a_long_list_missing_and_repeating_nothing() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            expected.add(0, peer("hi"));
        }
        set(expected.get(20), "'pinned':true");
        expected.add(0, expected.remove(20));
        List<String> found = new ArrayList<>();
        JsonNode page = list("'limit':5");
        found.addAll(names(page));
        while (page.has("next")) {
            page = list("'limit':5,'cursor':'" + page.path("next").asText() + "'");
            found.addAll(names(page));
        }
        assertThat(found).isEqualTo(expected);
        assertThat(rooms.asking()
                        .refused(alice, "conversation/list", "{'cursor':'Zm9v'}")
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void should_preview_what_the_user_is_shown_and_nothing_else() {
        String one = peer("first", "second", "third");
        rooms.ask(alice, "message/hide", "{'conversation':'" + one + "','seqs':[3]}");
        assertThat(entry(one).path("preview").path("text").asText()).isEqualTo("second");
        rooms.ask(alice, "conversation/clear", "{'conversation':'" + one + "'}");
        JsonNode cleared = entry(one);
        assertThat(cleared.has("preview")).isFalse();
        assertThat(cleared.path("unread").asLong()).isZero();
        assertThat(cleared.path("at").asLong()).as("it keeps its place").isPositive();
    }

    @Test
    void should_shorten_long_texts_and_never_show_what_expired() {
        String one = peer("x".repeat(500));
        assertThat(entry(one).path("preview").path("text").asText()).isEqualTo("x".repeat(200) + "…");
        rooms.ask(
                one.substring(5),
                "message/send",
                "{'conversation':'chat/" + alice + "','text':'for a minute','expirySeconds':60}");
        assertThat(entry(one).path("preview").path("text").asText()).isEqualTo("for a minute");
        JsonNode later = rooms.tomorrow().ask(alice, "conversation/list", "{}");
        assertThat(later.toString()).contains("\"gone\":\"expired\"").doesNotContain("for a minute");
    }

    @Test
    void should_show_groups_by_their_title_and_what_remains_of_those_left() {
        String group = rooms.name("g");
        String bob = rooms.name("bob");
        rooms.ask(bob, "group/create", "{'group':'" + group + "','title':'Climbers','members':['" + alice + "']}");
        rooms.say(bob, "group/" + group, "hello");
        JsonNode entry = entry("group/" + group);
        assertThat(entry.path("title").asText()).isEqualTo("Climbers");
        assertThat(entry.path("state").asText()).isEqualTo("member");
        rooms.ask(alice, "group/leave", "{'group':'" + group + "'}");
        rooms.say(bob, "group/" + group, "secret of those who stayed");
        entry = entry("group/" + group);
        assertThat(entry.path("state").asText()).isEqualTo("left");
        assertThat(list("").toString()).doesNotContain("secret");
    }
}
