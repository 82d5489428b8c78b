package io.parley.broker.conversation;

import static io.parley.broker.conversation.ConversationFixture.BOBS;
import static io.parley.broker.conversation.ConversationFixture.CHAT;
import static io.parley.broker.conversation.ConversationFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.Reason;
import io.parley.protocol.json.Ack;
import org.junit.jupiter.api.Test;

/** The fear: an id is used twice for different messages, and one of them is acknowledged with the other's seq. */
class ConflictTest {
    private final ConversationFixture chat = new ConversationFixture();

    private Submission as(Submission message, String contentType, String text) {
        return new Submission(CHAT, PHONE, 1, message.id(), null, 0, contentType, Content.ofText(text));
    }

    @Test
    void should_refuse_other_content_and_other_content_type() {
        Submission message = chat.message(PHONE, chat.newId(), "one");
        chat.ask(message);
        assertThat(chat.ask(as(message, "text/plain", "two")).reason()).isEqualTo(Reason.CONFLICT);
        assertThat(chat.ask(as(message, "text/html", "one")).reason()).isEqualTo(Reason.CONFLICT);
        assertThat(chat.ask(message).status()).isEqualTo(Ack.Status.DUPLICATE);
        chat.restart();
        assertThat(chat.ask(as(message, "text/plain", "two")).reason()).isEqualTo(Reason.CONFLICT);
    }

    @Test
    void should_refuse_the_second_while_the_first_waits() {
        chat.ask(PHONE, "opens");
        Submission message = chat.message(PHONE, chat.newId(), "one");
        chat.send(message);
        chat.send(as(message, "text/plain", "two"));
        chat.time.pass(100);
        assertThat(chat.answersTo(message.id())).extracting(Ack::reason).containsExactly(null, Reason.CONFLICT);
    }

    @Test
    void should_not_mistake_the_same_id_of_another_user_for_a_conflict() {
        Submission message = chat.message(PHONE, chat.newId(), "mine");
        chat.ask(message);
        assertThat(chat.ask(chat.message(BOBS, message.id(), "yours")).seq()).isEqualTo(2);
    }
}
