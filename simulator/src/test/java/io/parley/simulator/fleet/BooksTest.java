package io.parley.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.simulator.history.Fate;
import io.parley.simulator.history.Sent;
import org.junit.jupiter.api.Test;

class BooksTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final EndpointId PHONE = new EndpointId(ALICE, "phone");
    private static final EndpointId LAPTOP = new EndpointId(ALICE, "laptop");
    private static final EndpointId BOBS = new EndpointId(BOB, "b");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);

    private final Books books = new Books();

    @Test
    void should_list_sends_in_the_order_they_were_numbered() {
        books.queued(PHONE, id(2), CHAT, 20);
        books.queued(PHONE, id(1), CHAT, 10);
        assertThat(books.sent(PHONE)).extracting(Sent::id).containsExactly(id(1), id(2));
    }

    @Test
    void should_leave_a_send_unknown_until_its_sender_is_told() {
        books.queued(PHONE, id(1), CHAT, 1);
        assertThat(books.sent(PHONE).get(0).fate()).isEqualTo(new Fate.Unknown());
        assertThat(books.waiting(PHONE)).isEqualTo(1);
        books.fate(PHONE, id(1), CHAT, new Fate.Accepted(7));
        assertThat(books.sent(PHONE).get(0).fate()).isEqualTo(new Fate.Accepted(7));
        assertThat(books.waiting(PHONE)).isZero();
    }

    @Test
    void should_count_an_acceptance_told_twice_once() {
        books.fate(PHONE, id(1), CHAT, new Fate.Accepted(7));
        books.fate(PHONE, id(1), CHAT, new Fate.Accepted(7));
        assertThat(books.accepted()).isEqualTo(1);
        assertThat(books.sent(PHONE)).hasSize(1);
    }

    @Test
    void should_list_contradicting_fates_side_by_side() {
        books.fate(PHONE, id(1), CHAT, new Fate.Accepted(7));
        books.fate(PHONE, id(1), CHAT, new Fate.Accepted(8));
        assertThat(books.sent(PHONE))
                .extracting(Sent::fate)
                .containsExactly(new Fate.Accepted(7), new Fate.Accepted(8));
    }

    @Test
    void should_miss_what_others_sent_and_not_what_it_sent_itself() {
        books.fate(PHONE, id(1), CHAT, new Fate.Accepted(1));
        books.fate(BOBS, id(2), CHAT, new Fate.Accepted(2));
        assertThat(books.missing(PHONE)).isEqualTo(1);
        assertThat(books.missing(LAPTOP)).isEqualTo(2);
        books.handed(LAPTOP, 2);
        books.handed(LAPTOP, 1);
        assertThat(books.missing(LAPTOP)).isZero();
    }

    @Test
    void should_count_a_chat_with_oneself_once() {
        books.fate(PHONE, id(1), ConversationId.chat(ALICE, ALICE), new Fate.Accepted(1));
        assertThat(books.missing(LAPTOP)).isEqualTo(1);
    }

    private static MessageId id(long number) {
        return new MessageId(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }
}
