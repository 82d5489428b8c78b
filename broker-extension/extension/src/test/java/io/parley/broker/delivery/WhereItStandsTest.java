package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.BOB;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Spans;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where an endpoint starts that does not name everything, and what it is told of what it is not sent. */
class WhereItStandsTest {
    private static final ConversationId GROUP = ConversationId.group(new GroupName("g"));

    private final SessionBench bench = new SessionBench(EndpointKind.PARLEY);

    private void sync(Map<ConversationId, Long> received, int latest) {
        bench.session.sync(new SyncDemand(received, 200, latest, "inbox/bob/reply", null), bench.now);
        bench.settle();
    }

    @Test
    void should_start_where_a_receipt_before_the_first_sync_said() {
        bench.append(ALICE, 10);
        bench.register();
        bench.receipt(ALICE, 7);
        bench.receipt(ALICE, 4);
        sync(Map.of(), 2);
        assertThat(bench.seqs(ALICE)).containsExactly(8L, 9L, 10L);
        assertThat(bench.lastReply().floors()).isEmpty();
    }

    @Test
    void should_start_where_an_earlier_sync_said() {
        bench.append(ALICE, 10);
        bench.append(CAROL, 3);
        bench.register();
        sync(Map.of(ALICE, 8L), 0);
        bench.delivered.clear();
        sync(Map.of(CAROL, 3L), 0);
        assertThat(bench.seqs(ALICE)).containsExactly(9L, 10L);
        assertThat(bench.seqs(CAROL)).isEmpty();
    }

    @Test
    void should_not_build_on_what_nobody_can_have() {
        bench.append(ALICE, 10);
        bench.register();
        sync(Map.of(ALICE, Long.MAX_VALUE), 0);
        assertThat(bench.seqs(ALICE)).isEmpty();
        sync(Map.of(), 0);
        assertThat(bench.seqs(ALICE)).hasSize(10);
    }

    @Test
    void should_start_anew_where_it_says_it_does() {
        bench.append(ALICE, 10);
        bench.register();
        bench.receipt(ALICE, 10);
        sync(Map.of(ALICE, 6L), 0);
        assertThat(bench.seqs(ALICE)).containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void should_send_the_latest_of_what_was_never_spoken_of_and_name_the_floor() {
        bench.append(ALICE, 10);
        bench.append(CAROL, 10);
        bench.register();
        bench.receipt(CAROL, 5);
        sync(Map.of(), 3);
        assertThat(bench.seqs(ALICE)).containsExactly(8L, 9L, 10L);
        assertThat(bench.seqs(CAROL)).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(bench.delivered)
                .filteredOn(it -> it.conversation().equals(ALICE))
                .allSatisfy(it -> assertThat(it.floor()).isEqualTo(7));
        assertThat(bench.lastReply().floors()).isEqualTo(Map.of("chat/alice", 7L));
    }

    /** The log grows between two pages of a sync; where the endpoint began must not move with it. */
    @Test
    void should_keep_the_beginning_of_the_first_page_and_not_tell_it_as_received() {
        bench.append(ALICE, 10);
        bench.register();
        sync(Map.of(), 3);
        assertThat(bench.seqs(ALICE)).containsExactly(8L, 9L, 10L);
        bench.append(ALICE, 10);
        bench.session.newsMissed(bench.now);
        bench.settle();
        sync(Map.of(), 3);
        sync(Map.of(ALICE, 7L), 3);
        assertThat(bench.seqs(ALICE)).startsWith(8L, 9L, 10L).endsWith(18L, 19L, 20L);
        assertThat(bench.delivered).allSatisfy(it -> assertThat(it.floor()).isIn(0L, 7L));
        assertThat(bench.receipts).isEmpty();
    }

    /** A floor takes away what is missing below it, so it must not be told while something is. */
    @Test
    void should_pass_a_hole_only_when_all_before_it_is_acknowledged() {
        bench.append(GROUP, new UserName("alice"), "elsewhere", 9, 10);
        bench.visible.put(GROUP, Spans.ofText("1-3,7-"));
        bench.register();
        sync(Map.of(), 0);
        assertThat(bench.seqs(GROUP)).containsExactly(1L, 2L, 3L);
        assertThat(bench.lastReply().complete()).isFalse();
        assertThat(bench.lastReply().floors()).isEmpty();
        sync(Map.of(GROUP, 2L), 0);
        assertThat(bench.seqs(GROUP)).endsWith(3L);
        sync(Map.of(GROUP, 3L), 0);
        assertThat(bench.seqs(GROUP)).endsWith(7L, 8L, 9L);
        assertThat(bench.lastReply().complete()).isTrue();
        assertThat(bench.lastReply().floors()).isEqualTo(Map.of("group/g", 6L));
    }

    @Test
    void should_say_of_what_is_cleared_that_nothing_of_it_comes() {
        bench.append(ALICE, 10);
        bench.userMarks.put(ALICE, Map.of(BOB, UserMarks.ofCleared(10)));
        bench.register();
        sync(Map.of(ALICE, 4L), 0);
        assertThat(bench.seqs(ALICE)).isEmpty();
        assertThat(bench.lastReply().floors()).isEqualTo(Map.of("chat/alice", 10L));
        bench.commit(ALICE, 1);
        assertThat(bench.delivered)
                .singleElement()
                .satisfies(it -> assertThat(it.floor()).isEqualTo(10));
    }

    @Test
    void should_not_wake_an_owner_for_a_mark_that_stands() {
        bench.append(ALICE, 10);
        bench.register();
        sync(Map.of(), 0);
        bench.receipt(ALICE, 10);
        bench.session.receipted(ALICE, BOB, new UserMarks(10, 0), bench.now);
        bench.receipts.clear();
        bench.receipt(ALICE, 10);
        bench.receipt(ALICE, 9);
        assertThat(bench.receipts).isEqualTo(List.of());
    }
}
