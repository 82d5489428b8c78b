package io.parley.broker.contact;

import static io.parley.broker.contact.Town.ALICE;
import static io.parley.broker.contact.Town.BOB;
import static io.parley.broker.contact.Town.CAROL;
import static io.parley.broker.contact.Town.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.CallTester;
import io.parley.broker.api.Caller;
import io.parley.broker.conversation.MessageIds;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContactCallsTest {
    private static final String ASK_BOB = "{\"user\":\"bob\"}";
    private static final String ASK_ALICE = "{\"user\":\"alice\"}";

    private final Town town = new Town();

    @Test
    void should_refuse_every_bad_body_of_every_call() {
        CallTester.check(town.calls);
        assertThat(town.calls.all()).hasSize(11);
    }

    @Test
    void should_answer_with_the_place_in_the_chat_and_list_the_request_on_both_sides() {
        String reply = town.call(ALICE, "contact/request", "{\"user\":\"bob\",\"note\":\"from the lake\"}");
        long at = town.log.log(CHAT).get(0).at();
        assertThat(reply)
                .isEqualTo("{\"status\":\"accepted\",\"conversation\":\"chat/bob\",\"seq\":1,\"at\":" + at + "}");
        long month = Duration.ofDays(30).toMillis();
        assertThat(town.contact(BOB, ALICE).orElseThrow().expiresAt()).isBetween(at + month - 1_000, at + month);
        assertThat(town.call(BOB, "contact/list", "{\"state\":\"incoming\"}"))
                .startsWith(
                        "{\"contacts\":[{\"user\":\"alice\",\"state\":\"incoming\",\"note\":\"from the lake\",\"since\":"
                                + at + ",\"expires\":");
        assertThat(town.call(ALICE, "contact/list", "{}")).contains("\"user\":\"bob\",\"state\":\"outgoing\"");
        assertThat(town.call(ALICE, "contact/list", "{\"state\":\"contact\"}")).isEqualTo("{\"contacts\":[]}");
    }

    @Test
    void should_give_a_repeated_request_the_first_answer_whenever_it_comes() {
        for (MessageId id : new MessageId[] {town.newId(), MessageIds.other(1)}) {
            String first = town.call(ALICE, id, "contact/request", ASK_BOB);
            town.time.pass(90_000);
            String again = town.call(ALICE, id, "contact/request", ASK_BOB);
            assertThat(again).isEqualTo(first.replace("accepted", "duplicate"));
            town.restart();
            assertThat(town.call(ALICE, id, "contact/request", ASK_BOB)).isEqualTo(again);
            town.call(BOB, "contact/reject", ASK_ALICE);
        }
        assertThat(town.log.log(CHAT)).hasSize(4);
    }

    @Test
    void should_refuse_another_request_with_a_used_id() {
        MessageId id = town.newId();
        town.call(ALICE, id, "contact/request", ASK_BOB);
        Refusal refusal = town.in(town.ask(ALICE, id, "contact/request", "{\"user\":\"bob\",\"note\":\"other\"}"))
                .match(reply -> null, no -> no);
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(town.log.log(CHAT)).hasSize(1);
    }

    @Test
    void should_say_why_a_change_makes_no_sense() {
        assertThat(town.refused(BOB, "contact/accept", ASK_ALICE))
                .isEqualTo(new Refusal(Reason.NOT_FOUND, "no request of alice waits"));
        assertThat(town.refused(BOB, "contact/withdraw", ASK_ALICE))
                .isEqualTo(new Refusal(Reason.NOT_FOUND, "no request of yours waits for alice"));
        assertThat(town.refused(BOB, "contact/remove", ASK_ALICE))
                .isEqualTo(new Refusal(Reason.NOT_FOUND, "alice is no contact of yours"));
        assertThat(town.refused(BOB, "contact/request", "{\"user\":\"dave\"}"))
                .isEqualTo(new Refusal(Reason.UNKNOWN_USER, "there is no user dave"));
        assertThat(town.refused(BOB, "contact/block", "{\"user\":\"dave\"}").reason())
                .isEqualTo(Reason.UNKNOWN_USER);
        town.call(ALICE, "contact/request", ASK_BOB);
        assertThat(town.refused(ALICE, "contact/request", ASK_BOB).reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(town.refused(ALICE, "contact/accept", ASK_BOB).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void should_let_a_request_lapse() {
        town.call(ALICE, "contact/request", "{\"user\":\"bob\",\"expirySeconds\":60}");
        town.time.pass(61_000);
        assertThat(town.call(BOB, "contact/list", "{}")).isEqualTo("{\"contacts\":[]}");
        assertThat(town.refused(BOB, "contact/accept", ASK_ALICE))
                .isEqualTo(new Refusal(Reason.EXPIRED, "the request has lapsed"));
        assertThat(town.call(ALICE, "contact/request", ASK_BOB)).contains("\"seq\":2");
    }

    @Test
    void should_take_so_many_requests_a_day_and_no_more() {
        for (int i = 0; i < Town.REQUESTS_MAX; i++) {
            town.call(ALICE, "contact/request", ASK_BOB);
            town.call(ALICE, "contact/withdraw", ASK_BOB);
        }
        Refusal refusal = town.refused(ALICE, "contact/request", "{\"user\":\"carol\"}");
        assertThat(refusal.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(refusal.detail()).contains("3 requests");
        assertThat(town.call(BOB, "contact/request", "{\"user\":\"carol\"}")).contains("accepted");
        town.time.pass(Duration.ofDays(1).toMillis());
        assertThat(town.call(ALICE, "contact/request", "{\"user\":\"carol\"}")).contains("accepted");
    }

    @Test
    void should_end_being_contacts_for_both() {
        town.befriend(ALICE, BOB);
        assertThat(town.contactsOf(ALICE)).containsExactly("bob contact");
        town.call(BOB, "contact/remove", ASK_ALICE);
        assertThat(town.contactsOf(ALICE)).isEmpty();
        assertThat(town.contactsOf(BOB)).isEmpty();
    }

    @Test
    void should_list_page_by_page_and_take_no_foreign_cursor() {
        town.befriend(ALICE, BOB);
        town.befriend(ALICE, CAROL);
        String first = town.call(ALICE, "contact/list", "{\"limit\":1}");
        assertThat(first).contains("\"bob\"").doesNotContain("carol");
        String cursor = first.replaceAll(".*\"next\":\"([^\"]*)\".*", "$1");
        assertThat(town.call(ALICE, "contact/list", "{\"limit\":1,\"cursor\":\"" + cursor + "\"}"))
                .contains("\"carol\"")
                .doesNotContain("next");
        for (String foreign : new String[] {"?", "x", "_w"}) {
            assertThat(town.refused(ALICE, "contact/list", "{\"cursor\":\"" + foreign + "\"}")
                            .reason())
                    .as(foreign)
                    .isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void should_list_the_blocked_to_who_blocks_them_only() {
        town.befriend(ALICE, BOB);
        town.call(BOB, "contact/block", ASK_ALICE);
        town.call(BOB, "contact/block", ASK_ALICE);
        assertThat(town.call(BOB, "contact/list", "{\"state\":\"blocked\"}"))
                .contains("\"user\":\"alice\",\"state\":\"blocked\"");
        assertThat(town.call(ALICE, "contact/list", "{}")).contains("\"user\":\"bob\",\"state\":\"contact\"");
        assertThat(town.call(ALICE, "contact/list", "{\"state\":\"blocked\"}")).isEqualTo("{\"contacts\":[]}");
        town.call(BOB, "contact/unblock", ASK_ALICE);
        town.call(BOB, "contact/unblock", ASK_ALICE);
        assertThat(town.call(BOB, "contact/list", "{\"state\":\"blocked\"}")).isEqualTo("{\"contacts\":[]}");
    }

    @Test
    void should_name_contacts_and_who_asks_but_not_who_does_not_want_to_be_found() {
        town.call(ALICE, "profile/set", "{\"name\":\"Alice A.\",\"findable\":\"nobody\"}");
        town.call(BOB, "profile/set", "{\"name\":\"Bob B.\",\"findable\":\"nobody\"}");
        town.call(ALICE, "contact/request", ASK_BOB);
        assertThat(town.call(BOB, "contact/list", "{}")).contains("Alice A.");
        assertThat(town.call(ALICE, "contact/list", "{}")).doesNotContain("Bob B.");
        town.call(BOB, "contact/accept", ASK_ALICE);
        assertThat(town.call(ALICE, "contact/list", "{}")).contains("Bob B.");
    }

    @Test
    void should_take_a_call_without_a_connection() {
        Caller caller = new Caller(ALICE, null, town.newId());
        assertThat(town.in(town.ask(caller, "contact/request", ASK_BOB)).match(reply -> "", Refusal::detail))
                .isEmpty();
        assertThat(town.log.log(CHAT).get(0).endpoint()).isEqualTo("$api");
    }
}
