package io.parley.broker.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.protocol.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looking back: over real owners, by the calls users make. */
@ExtendWith(Rooms.Resolver.class)
class HistoryTest {
    private final Rooms rooms;
    private final String alice;
    private final String bob;

    HistoryTest(Rooms rooms) {
        this.rooms = rooms;
        this.alice = rooms.name("alice");
        this.bob = rooms.name("bob");
    }

    private JsonNode history(String user, String conversation, String rest) {
        return rooms.ask(user, "message/history", "{'conversation':'" + conversation + "'" + rest + "}");
    }

    private static List<Long> seqs(JsonNode history) {
        List<Long> seqs = new ArrayList<>();
        history.path("messages").forEach(it -> seqs.add(it.path("seq").asLong()));
        return seqs;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private void say(int count) {
        for (int i = 1; i <= count; i++) {
            rooms.say(i % 2 == 0 ? alice : bob, "chat/" + (i % 2 == 0 ? bob : alice), "message " + i);
        }
    }

    @Test
    void should_page_from_the_newest_to_the_oldest_and_back_missing_nothing() {
        say(25);
        JsonNode newest = history(alice, "chat/" + bob, ",'limit':10");
        assertThat(seqs(newest)).isEqualTo(range(16, 25));
        assertThat(newest.path("last").asLong()).isEqualTo(25);
        assertThat(newest.path("floor").asLong()).isZero();
        assertThat(newest.path("messages").get(9).path("text").asText()).isEqualTo("message 25");
        assertThat(newest.path("messages").get(9).path("from").asText()).isEqualTo(bob);
        assertThat(seqs(history(alice, "chat/" + bob, ",'limit':10,'before':16")))
                .isEqualTo(range(6, 15));
        assertThat(seqs(history(alice, "chat/" + bob, ",'limit':10,'before':6")))
                .isEqualTo(range(1, 5));
        assertThat(seqs(history(alice, "chat/" + bob, ",'limit':10,'before':1")))
                .isEmpty();
        assertThat(seqs(history(bob, "chat/" + alice, ",'limit':20,'after':0"))).isEqualTo(range(1, 20));
        assertThat(seqs(history(bob, "chat/" + alice, ",'limit':20,'after':20")))
                .isEqualTo(range(21, 25));
        assertThat(seqs(history(bob, "chat/" + alice, ",'after':25"))).isEmpty();
    }

    @Test
    void should_begin_at_a_time() {
        say(9);
        JsonNode all = history(alice, "chat/" + bob, "");
        for (JsonNode message : all.path("messages")) {
            long at = message.path("at").asLong();
            List<Long> expected = new ArrayList<>();
            all.path("messages").forEach(it -> {
                if (it.path("at").asLong() >= at) {
                    expected.add(it.path("seq").asLong());
                }
            });
            assertThat(seqs(history(alice, "chat/" + bob, ",'at':" + at))).isEqualTo(expected);
        }
        assertThat(seqs(history(alice, "chat/" + bob, ",'at':0"))).isEqualTo(range(1, 9));
        assertThat(seqs(history(alice, "chat/" + bob, ",'at':253402300799999"))).isEmpty();
    }

    @Test
    void should_give_text_as_text_and_all_else_as_base64() {
        String chat = "chat/" + bob;
        byte[] bytes = {(byte) 0xff, 0, 1};
        String base64 = Base64.getEncoder().encodeToString(bytes);
        for (String type : List.of("text/plain", "image/png", "", "text/plain; charset=iso-8859-1")) {
            rooms.ask(
                    alice,
                    "message/send",
                    "{'conversation':'" + chat + "','content':'" + base64 + "','contentType':'" + type + "'}");
        }
        rooms.ask(
                alice,
                "message/send",
                "{'conversation':'" + chat
                        + "','content':'eyJhIjoxfQ==','contentType':'application/vnd.parley.rich+json'}");
        JsonNode messages = history(alice, chat, "").path("messages");
        for (int i = 0; i < 4; i++) {
            assertThat(messages.get(i).path("content").asText()).isEqualTo(base64);
            assertThat(messages.get(i).has("text")).isFalse();
        }
        assertThat(messages.get(4).path("text").asText()).isEqualTo("{\"a\":1}");
    }

    @Test
    void should_not_show_what_a_user_deleted_for_themself_and_show_it_to_the_other() {
        say(10);
        List<String> laptop = rooms.eventsOf(alice);
        rooms.ask(alice, "message/hide", "{'conversation':'chat/" + bob + "','seqs':[3,4,10]}");
        JsonNode history = history(alice, "chat/" + bob, ",'limit':4");
        assertThat(seqs(history)).containsExactly(6L, 7L, 8L, 9L);
        assertThat(history.path("last").asLong()).isEqualTo(9);
        assertThat(seqs(history(alice, "chat/" + bob, ",'limit':4,'before':6"))).containsExactly(1L, 2L, 5L);
        assertThat(seqs(history(bob, "chat/" + alice, ""))).isEqualTo(range(1, 10));
        await().untilAsserted(() ->
                assertThat(laptop).contains("hidden {\"conversation\":\"chat/" + bob + "\",\"seqs\":[3,4,10]}"));
        assertThat(rooms.asking()
                        .refused(alice, "message/hide", "{'conversation':'chat/" + bob + "','seqs':[11]}")
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void should_not_show_what_a_user_cleared() {
        say(6);
        rooms.ask(alice, "message/hide", "{'conversation':'chat/" + bob + "','seqs':[2]}");
        rooms.ask(alice, "conversation/clear", "{'conversation':'chat/" + bob + "'}");
        assertThat(history(alice, "chat/" + bob, "").toString()).isEqualTo("{\"messages\":[],\"floor\":6,\"last\":0}");
        rooms.say(bob, "chat/" + alice, "after");
        JsonNode history = history(alice, "chat/" + bob, "");
        assertThat(seqs(history)).containsExactly(7L);
        assertThat(history.path("floor").asLong()).isEqualTo(6);
        assertThat(seqs(history(alice, "chat/" + bob, ",'at':0"))).containsExactly(7L);
        assertThat(seqs(history(bob, "chat/" + alice, ""))).isEqualTo(range(1, 7));
    }

    @Test
    void should_tell_an_endpoint_that_was_away_what_was_hidden_and_cleared_and_nobody_else() {
        say(6);
        assertThat(rooms.ask(alice, "message/removed", "{}").path("removed")).isEmpty();
        rooms.ask(alice, "message/hide", "{'conversation':'chat/" + bob + "','seqs':[4,2]}");
        rooms.ask(alice, "conversation/clear", "{'conversation':'chat/" + bob + "'}");
        JsonNode removed = rooms.ask(alice, "message/removed", "{'since':0}");
        assertThat(removed.path("removed").toString())
                .contains("\"conversation\":\"chat/" + bob + "\"", "\"seqs\":[2,4]", "\"cleared\":6");
        assertThat(rooms.ask(bob, "message/removed", "{}").path("removed")).isEmpty();

        long until = removed.path("until").asLong();
        assertThat(rooms.ask(alice, "message/removed", "{'since':" + until + "}")
                        .path("removed"))
                .as("what just happened is told again rather than missed")
                .isEqualTo(removed.path("removed"));
        long tomorrow = rooms.tomorrow()
                .ask(alice, "message/removed", "{}")
                .path("until")
                .asLong();
        assertThat(rooms.ask(alice, "message/removed", "{'since':" + tomorrow + "}")
                        .path("removed"))
                .isEmpty();
    }

    @Test
    void should_say_that_a_message_expired_and_not_what_it_was() {
        String chat = "chat/" + bob;
        rooms.ask(
                alice,
                "message/send",
                "{'conversation':'" + chat + "','text':'secret for a minute','expirySeconds':60}");
        assertThat(history(alice, chat, "").toString()).contains("secret for a minute");
        JsonNode later = rooms.tomorrow().ask(alice, "message/history", "{'conversation':'" + chat + "'}");
        assertThat(later.path("messages").get(0).path("gone").asText()).isEqualTo("expired");
        assertThat(later.toString()).doesNotContain("secret").doesNotContain("content\"");
    }

    @Test
    void should_bound_a_page_by_its_bytes_either_way_and_still_miss_nothing() {
        String chat = "chat/" + bob;
        String large = "x".repeat(100 * 1024);
        for (int i = 0; i < 7; i++) {
            rooms.say(alice, chat, large);
        }
        rooms.say(alice, chat, "y".repeat(256 * 1024));
        assertThat(seqs(history(alice, chat, ""))).containsExactly(8L);
        assertThat(seqs(history(alice, chat, ",'before':8"))).containsExactly(6L, 7L);
        assertThat(seqs(history(alice, chat, ",'before':6"))).containsExactly(4L, 5L);
        assertThat(seqs(history(alice, chat, ",'after':0"))).containsExactly(1L, 2L);
        assertThat(seqs(history(alice, chat, ",'after':7"))).containsExactly(8L);
    }

    @Test
    void should_show_of_a_group_what_membership_gives_and_nothing_to_others() {
        String group = "group/" + rooms.name("g");
        String carol = rooms.name("carol");
        String named = "{'group':'" + group.substring(6) + "'";
        rooms.ask(alice, "group/create", named + ",'members':['" + bob + "']}");
        rooms.say(alice, group, "before carol");
        assertThat(rooms.asking()
                        .refused(carol, "message/history", "{'conversation':'" + group + "'}")
                        .reason())
                .isEqualTo(Reason.UNKNOWN_GROUP);
        rooms.ask(alice, "group/add", named + ",'users':['" + carol + "']}");
        rooms.say(bob, group, "hello carol");
        rooms.ask(alice, "group/remove", named + ",'user':'" + carol + "'}");
        rooms.say(bob, group, "she is gone");
        JsonNode seen = history(carol, group, "");
        assertThat(seen.toString())
                .contains("hello carol")
                .doesNotContain("before carol")
                .doesNotContain("gone\"");
        assertThat(seqs(seen)).containsExactly(3L, 4L, 5L);
        assertThat(seqs(history(carol, group, ",'at':0"))).containsExactly(3L, 4L, 5L);
        assertThat(seqs(history(carol, group, ",'after':5"))).isEmpty();
        assertThat(seqs(history(bob, group, ""))).isEqualTo(range(1, 6));
    }

    @Test
    void should_send_once_what_is_asked_twice_and_refuse_what_only_the_server_makes() {
        String body = "{'conversation':'chat/" + bob + "','text':'once'}";
        var id = rooms.asking().newId();
        JsonNode first = rooms.asking().ask(alice, "message/send", body, id);
        JsonNode again = rooms.asking().ask(alice, "message/send", body, id);
        assertThat(first.path("status").asText()).isEqualTo("accepted");
        assertThat(again.path("status").asText()).isEqualTo("duplicate");
        assertThat(again.path("seq")).isEqualTo(first.path("seq"));
        assertThat(rooms.asking()
                        .refused(
                                alice,
                                "message/send",
                                "{'conversation':'chat/" + bob
                                        + "','content':'e30=','contentType':'application/vnd.parley.change+json'}")
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void should_show_receipts_to_the_sender_only() {
        long seq = rooms.say(alice, "chat/" + bob, "seen?");
        JsonNode readers =
                rooms.ask(alice, "message/receipts", "{'conversation':'chat/" + bob + "','seq':" + seq + "}");
        assertThat(readers.path("of").asInt()).isEqualTo(1);
        assertThat(readers.path("read").asInt()).isZero();
        assertThat(rooms.asking()
                        .refused(bob, "message/receipts", "{'conversation':'chat/" + alice + "','seq':" + seq + "}")
                        .reason())
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(rooms.asking()
                        .refused(alice, "message/receipts", "{'conversation':'chat/" + bob + "','seq':99}")
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }
}
