package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.BOB;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static io.parley.broker.delivery.SessionBench.chat;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.UserMarks;
import io.parley.protocol.UserName;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody comes back who has missed nothing, or little: whoever has a thousand chats is not to wake a thousand owners. */
class NothingNewTest {
    private final SessionBench bench = new SessionBench(EndpointKind.PARLEY);

    @BeforeEach
    void haveTwoChatsOfWhichEverythingIsReceived() {
        bench.storeTells = true;
        bench.append(ALICE, 5);
        bench.append(CAROL, 3);
        bench.userMarks.put(ALICE, Map.of(BOB, new UserMarks(5, 4), new UserName("alice"), new UserMarks(2, 1)));
        bench.userMarks.put(CAROL, Map.of(BOB, new UserMarks(3, 3)));
    }

    private void comeBack() {
        bench.register();
        bench.sync(Map.of(ALICE, 5L, CAROL, 3L), 200);
    }

    @Test
    void should_be_told_everything_and_wake_nobody() {
        comeBack();
        assertThat(bench.heads).isEmpty();
        assertThat(bench.receipts).isEmpty();
        assertThat(bench.lastReply().complete()).isTrue();
        assertThat(bench.lastReply().last()).isEqualTo(Map.of("chat/alice", 5L, "chat/carol", 3L));
        assertThat(bench.lastReply().peers().received()).isEqualTo(Map.of("chat/alice", 2L));
        assertThat(bench.lastReply().read()).isEqualTo(Map.of("chat/alice", 4L, "chat/carol", 3L));
        bench.pass(1_000);
        assertThat(bench.unread.get(bench.unread.size() - 1).total()).isEqualTo(1);
    }

    @Test
    void should_be_sent_what_comes_then() {
        comeBack();
        bench.commit(ALICE, 2);
        bench.settle();
        assertThat(bench.seqs(ALICE)).containsExactly(6L, 7L);
    }

    @Test
    void should_ask_the_owner_of_what_was_missed_and_no_other() {
        bench.append(CAROL, 2);
        comeBack();
        assertThat(bench.heads).containsExactly(CAROL);
        assertThat(bench.seqs(CAROL)).containsExactly(4L, 5L);
    }

    @Test
    void should_ask_where_an_edit_was_missed() {
        bench.append(CAROL.amendments(), BOB, "elsewhere", 1, 10);
        comeBack();
        assertThat(bench.heads).contains(CAROL).doesNotContain(ALICE);
    }

    @Test
    void should_ask_where_what_it_sent_last_is_not_in_its_marks_yet() {
        bench.append(chat("dave"), BOB, "phone", 2, 10);
        bench.userMarks.put(chat("dave"), Map.of(BOB, UserMarks.NONE));
        bench.register();
        bench.sync(Map.of(ALICE, 5L, CAROL, 3L, chat("dave"), 2L), 200);
        assertThat(bench.heads).containsExactly(chat("dave"));
        assertThat(bench.unread).noneSatisfy(it -> assertThat(it.total()).isGreaterThan(1));
    }

    @Test
    void should_tell_the_owner_what_a_lost_receipt_said() {
        bench.userMarks.put(CAROL, Map.of(BOB, new UserMarks(2, 2), new UserName("carol"), new UserMarks(3, 0)));
        comeBack();
        assertThat(bench.receipts).containsExactly(new SessionBench.Told(CAROL, 3, 0));
    }

    @Test
    void should_tell_nobody_that_it_has_its_own_messages() {
        bench.append(CAROL, BOB, "phone", 2, 10);
        bench.userMarks.put(CAROL, Map.of(BOB, new UserMarks(3, 3, 5, 0), new UserName("carol"), new UserMarks(5, 5)));
        bench.register();
        bench.sync(Map.of(ALICE, 5L, CAROL, 5L), 200);
        assertThat(bench.heads).isEmpty();
        assertThat(bench.receipts).isEmpty();
    }

    @Test
    void should_wake_nobody_when_a_node_is_gone_and_nothing_was_missed() {
        comeBack();
        bench.session.newsMissed(bench.now);
        bench.settle();
        assertThat(bench.heads).isEmpty();
        bench.append(ALICE, 1);
        bench.session.newsMissed(bench.now);
        bench.settle();
        assertThat(bench.heads).containsExactly(ALICE);
        assertThat(bench.seqs(ALICE)).containsExactly(6L);
    }
}
