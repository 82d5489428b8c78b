package io.parley.sdk.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class StoreConformance {
    static final EndpointId PHONE = new EndpointId(new UserName("alice"), "phone");
    static final ConversationId BOB = ConversationId.chat(new UserName("alice"), new UserName("bob"));

    Store store;

    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static MessageId id(int number) {
        return new MessageId(1, number);
    }

    private static Outgoing out(int number) {
        return new Outgoing(id(number), BOB, "text/plain", Content.ofText("o" + number), 5, 0, false);
    }

    private static Incoming in(long seq) {
        return new Incoming(
                BOB, seq, new MessageId(2, seq), new UserName("bob"), 7, null, Content.ofText("i" + seq), false);
    }

    private void write(Runnable changes) {
        store.begin();
        changes.run();
        store.commit();
    }

    @Test
    void should_give_back_what_waits_in_order() {
        write(() -> {
            store.addOutgoing(out(2));
            store.addOutgoing(out(1));
            store.addOutgoing(out(3));
            store.accepted(id(1), 4, 9);
        });
        Loaded loaded = store.load();
        assertThat(loaded.waiting()).extracting(Outgoing::id).containsExactly(id(2), id(3));
        assertThat(loaded.accepted()).containsExactly(new Loaded.Accepted(id(1), BOB, 4, 0, false));
    }

    @Test
    void should_undo_everything_on_rollback() {
        write(() -> {
            store.addOutgoing(out(1));
            store.mark(BOB, 3);
        });
        Loaded before = store.load();
        store.begin();
        store.addOutgoing(out(2));
        store.accepted(id(1), 4, 9);
        store.addIncoming(in(5));
        store.mark(BOB, 5);
        store.peer(BOB, 4, 4);
        store.rollback();
        assertThat(store.load()).isEqualTo(before);
        assertThat(store.isOutgoing(id(2))).isFalse();
    }

    @Test
    void should_move_marks_forward_only() {
        write(() -> {
            store.mark(BOB, 5);
            store.read(BOB, 4);
            store.peer(BOB, 3, 2);
            store.mark(BOB, 1);
            store.read(BOB, 1);
            store.peer(BOB, 1, 1);
        });
        assertThat(store.load().conversations()).containsExactly(new Loaded.Conversation(BOB, 5, 0, 4, 3, 2));
    }

    @Test
    void should_know_how_far_messages_were_stored_before_any_was_received() {
        write(() -> store.addIncoming(in(1)));
        assertThat(store.load().conversations()).containsExactly(new Loaded.Conversation(BOB, 0, 1, 0, 0, 0));
    }

    @Test
    void should_tell_the_history_both_ways() {
        write(() -> {
            store.addIncoming(in(1));
            store.addIncoming(in(2));
            store.addOutgoing(out(1));
            store.accepted(id(1), 3, 9);
            store.addOutgoing(out(2));
            store.addIncoming(in(4));
            store.mark(BOB, 3);
            store.peer(BOB, 3, 0);
        });
        assertThat(store.history(BOB, 2, 10, 0)).extracting(HistoryEntry::text).containsExactly("i2", "o1", "o2");
        assertThat(store.history(BOB, -2, 10, 0)).extracting(HistoryEntry::text).containsExactly("o1", "o2");
        assertThat(store.history(BOB, -3, 1, 0)).extracting(HistoryEntry::text).containsExactly("i2");
        assertThat(store.history(BOB, 3, 1, 0).get(0).status()).isEqualTo(MessageStatus.at(Stage.RECEIVED, 3));
    }

    @Test
    void should_remember_that_it_is_new_no_more() {
        assertThat(store.load().synced()).isFalse();
        store.begin();
        store.synced();
        store.rollback();
        assertThat(store.load().synced()).isFalse();
        write(() -> store.synced());
        assertThat(store.load().synced()).isTrue();
    }

    @Test
    void should_remember_what_became_of_a_message() {
        write(() -> {
            store.addOutgoing(out(1));
            store.addOutgoing(out(2));
            store.addOutgoing(out(3));
            store.failed(id(2), "too-large");
            store.accepted(id(3), 1, 9);
            store.failed(id(3), "expired");
        });
        assertThat(store.status(id(1))).contains(MessageStatus.QUEUED);
        assertThat(store.status(id(2))).contains(MessageStatus.failed("too-large", false));
        assertThat(store.status(id(3))).contains(MessageStatus.failed("expired", false));
        assertThat(store.status(id(4))).isEmpty();
        assertThat(store.load().accepted()).containsExactly(new Loaded.Accepted(id(3), BOB, 1, 0, true));
    }
}
