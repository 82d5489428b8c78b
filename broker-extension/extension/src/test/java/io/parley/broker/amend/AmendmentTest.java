package io.parley.broker.amend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.broker.history.Rooms;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After sending: over real owners, by the calls users make. */
@ExtendWith(Rooms.Resolver.class)
class AmendmentTest {
    private final Rooms rooms;
    private final String alice;
    private final String bob;
    private final String carol;

    AmendmentTest(Rooms rooms) {
        this.rooms = rooms;
        this.alice = rooms.name("alice");
        this.bob = rooms.name("bob");
        this.carol = rooms.name("carol");
    }

    private static String about(String conversation, long seq, String more) {
        return "{'conversation':'" + conversation + "','seq':" + seq + more + "}";
    }

    private JsonNode message(String user, String conversation, long seq) {
        return rooms.ask(
                        user,
                        "message/history",
                        "{'conversation':'" + conversation + "','after':" + (seq - 1) + ",'limit':1}")
                .path("messages")
                .get(0);
    }

    @Test
    void should_show_the_newest_content_and_that_it_was_edited() {
        long seq = rooms.say(alice, "chat/" + bob, "coffe at four");
        JsonNode first = rooms.ask(alice, "message/edit", about("chat/" + bob, seq, ",'text':'coffee at four'"));
        assertThat(first.path("conversation").asText()).isEqualTo("amend/chat/" + bob);
        assertThat(first.path("seq").asLong()).isEqualTo(1);
        JsonNode second = rooms.ask(alice, "message/edit", about("chat/" + bob, seq, ",'text':'coffee at five'"));
        assertThat(second.path("seq").asLong()).isEqualTo(2);
        JsonNode seen = message(bob, "chat/" + alice, seq);
        assertThat(seen.path("text").asText()).isEqualTo("coffee at five");
        assertThat(seen.path("amended").path("edited").asBoolean()).isTrue();
        assertThat(seen.path("amended").path("versions").asInt()).isEqualTo(3);
    }

    @Test
    void should_answer_a_repeated_edit_as_the_first_time() {
        long seq = rooms.say(alice, "chat/" + bob, "once");
        MessageId id = rooms.asking().newId();
        String body = about("chat/" + bob, seq, ",'text':'twice'");
        assertThat(rooms.asking()
                        .ask(alice, "message/edit", body, id)
                        .path("status")
                        .asText())
                .isEqualTo("accepted");
        assertThat(rooms.asking()
                        .ask(alice, "message/edit", body, id)
                        .path("status")
                        .asText())
                .isEqualTo("duplicate");
        assertThat(message(bob, "chat/" + alice, seq)
                        .path("amended")
                        .path("versions")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void should_take_a_message_back_from_everybody() {
        long seq = rooms.say(alice, "chat/" + bob, "to the wrong person");
        rooms.ask(alice, "message/recall", about("chat/" + bob, seq, ""));
        JsonNode seen = message(bob, "chat/" + alice, seq);
        assertThat(seen.path("gone").asText()).isEqualTo("recalled");
        assertThat(seen.has("text")).isFalse();
        assertThat(rooms.asking()
                        .refused(alice, "message/edit", about("chat/" + bob, seq, ",'text':'back again'"))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    void should_refuse_one_who_does_not_stop_reacting_and_let_the_others() {
        long seq = rooms.say(alice, "chat/" + bob, "good morning");
        long other = rooms.say(alice, "chat/" + bob, "and good night");
        for (int i = 0; i < 64; i++) {
            rooms.ask(bob, "message/react", about("chat/" + alice, seq, ",'emoji':'" + i + "'"));
        }
        assertThat(rooms.asking()
                        .refused(bob, "message/react", about("chat/" + alice, seq, ",'emoji':'once more'"))
                        .reason())
                .isEqualTo(Reason.LIMIT_REACHED);
        rooms.ask(bob, "message/react", about("chat/" + alice, other, ",'emoji':'once more'"));
        rooms.ask(alice, "message/react", about("chat/" + bob, seq, ",'emoji':'once more'"));
    }

    @Test
    void should_collect_reactions_and_let_them_be_taken_back() {
        long seq = rooms.say(alice, "chat/" + bob, "good news");
        rooms.ask(bob, "message/react", about("chat/" + alice, seq, ",'emoji':'+1'"));
        rooms.ask(alice, "message/react", about("chat/" + bob, seq, ",'emoji':'+1'"));
        rooms.ask(alice, "message/react", about("chat/" + bob, seq, ",'emoji':'+1','remove':true"));
        JsonNode reactions = message(alice, "chat/" + bob, seq).path("amended").path("reactions");
        assertThat(reactions.toString()).isEqualTo("{\"+1\":[\"" + bob + "\"]}");
    }

    @Test
    void should_refuse_what_is_not_ones_own_to_change() {
        long seq = rooms.say(alice, "chat/" + bob, "mine");
        for (String call : new String[] {"message/edit", "message/recall"}) {
            String text = call.equals("message/edit") ? ",'text':'yours'" : "";
            assertThat(rooms.asking()
                            .refused(bob, call, about("chat/" + alice, seq, text))
                            .reason())
                    .isEqualTo(Reason.NOT_ALLOWED);
            assertThat(rooms.asking()
                            .refused(alice, call, about("chat/" + bob, seq + 1, text))
                            .reason())
                    .isEqualTo(Reason.NOT_FOUND);
            assertThat(rooms.asking()
                            .refused(carol, call, about("chat/" + alice, seq, text))
                            .reason())
                    .isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void should_let_admins_recall_in_a_group_and_nobody_from_outside_react() {
        String group = rooms.name("group");
        rooms.ask(alice, "group/create", "{'group':'" + group + "','members':['" + bob + "']}");
        long seq = rooms.say(bob, "group/" + group, "spam");
        assertThat(rooms.asking()
                        .refused(carol, "message/react", about("group/" + group, seq, ",'emoji':'+1'"))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_GROUP);
        rooms.ask(alice, "message/recall", about("group/" + group, seq, ""));
        assertThat(message(bob, "group/" + group, seq).path("gone").asText()).isEqualTo("recalled");
        assertThat(rooms.asking()
                        .refused(alice, "message/edit", about("group/" + group, 1, ",'text':'never created'"))
                        .reason())
                .isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void should_stop_reacting_with_membership() {
        String group = rooms.name("group");
        rooms.ask(alice, "group/create", "{'group':'" + group + "','members':['" + bob + "']}");
        long seq = rooms.say(alice, "group/" + group, "last orders");
        rooms.ask(alice, "group/remove", "{'group':'" + group + "','user':'" + bob + "'}");
        assertThat(rooms.asking()
                        .refused(bob, "message/react", about("group/" + group, seq, ",'emoji':'+1'"))
                        .reason())
                .isEqualTo(Reason.NOT_ALLOWED);
    }
}
