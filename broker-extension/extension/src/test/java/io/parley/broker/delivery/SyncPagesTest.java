package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static io.parley.broker.delivery.SessionBench.BOB;
import static io.parley.broker.delivery.SessionBench.CAROL;
import static io.parley.broker.delivery.SlowRecipientTest.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.SyncReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fear: coming back from a week away loses, repeats or floods. */
class SyncPagesTest {
    private final SessionBench bench = new SessionBench(EndpointKind.PARLEY);

    @Test
    void should_send_nothing_before_the_first_sync() {
        bench.append(ALICE, 3);
        bench.register();
        bench.commit(ALICE, 1);
        bench.pass(60_000);
        assertThat(bench.delivered).isEmpty();
        bench.sync(Map.of(ALICE, 2L), 100);
        assertThat(bench.seqs(ALICE)).containsExactly(3L, 4L);
    }

    @Test
    void should_wait_for_its_registration_before_it_asks_for_heads() {
        bench.append(ALICE, 3);
        bench.sync(Map.of(), 100);
        assertThat(bench.heads).isEmpty();
        bench.register();
        assertThat(bench.lastReply().complete()).isTrue();
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(3));
    }

    @Test
    void should_bring_everything_page_by_page_exactly_once() {
        for (int i = 0; i < 30; i++) {
            bench.append(SessionBench.chat("peer" + i), 10 * i + 1);
        }
        bench.register();
        Map<ConversationId, Long> received = new HashMap<>();
        int pages = 0;
        do {
            int before = bench.delivered.size();
            bench.sync(received, 200);
            List<Delivery> page = bench.delivered.subList(before, bench.delivered.size());
            assertThat(page).hasSize(bench.lastReply().sent()).hasSizeLessThanOrEqualTo(200);
            for (Delivery it : page) {
                assertThat(received.merge(it.conversation(), 1L, Long::sum))
                        .isEqualTo(it.message().seq());
            }
            bench.session.receipt(received, Map.of(), bench.now);
            pages++;
        } while (!bench.lastReply().complete());
        bench.log.forEach(
                (conversation, all) -> assertThat(received.get(conversation)).isEqualTo(all.size()));
        assertThat(pages).isEqualTo(bench.delivered.size() / 200 + 1);
        assertThat(bench.heads).as("owners are asked once, not for every page").hasSize(30);
    }

    @Test
    void should_keep_to_the_bytes_of_a_page() {
        bench.append(ALICE, new UserName("alice"), "x", 20, 200 << 10);
        bench.register();
        bench.sync(Map.of(), 200);
        assertThat(bench.lastReply().complete()).isFalse();
        assertThat(bench.lastReply().sent()).isBetween(5, 7);
    }

    @Test
    void should_tell_last_peers_and_own_marks() {
        bench.append(ALICE, 59);
        bench.append(CAROL, 2);
        bench.userMarks.put(ALICE, Map.of(new UserName("alice"), new UserMarks(58, 41), BOB, new UserMarks(59, 57)));
        bench.register();
        bench.sync(Map.of(ALICE, 59L), 10);
        SyncReply reply = bench.lastReply();
        assertThat(reply.last()).containsOnly(Map.entry("chat/alice", 59L), Map.entry("chat/carol", 2L));
        assertThat(reply.peers().received()).containsOnly(Map.entry("chat/alice", 58L));
        assertThat(reply.peers().read()).containsOnly(Map.entry("chat/alice", 41L));
        assertThat(reply.read()).containsOnly(Map.entry("chat/alice", 57L));
    }

    @Test
    void should_go_live_after_the_last_page() {
        bench.append(ALICE, 3);
        bench.register();
        bench.sync(Map.of(), 3);
        assertThat(bench.lastReply().complete()).isTrue();
        bench.commit(ALICE, 1);
        bench.commit(CAROL, 2);
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(4));
        assertThat(bench.seqs(CAROL)).isEqualTo(upTo(2));
        assertThat(bench.reads).hasSize(1);
    }

    @Test
    void should_repeat_the_last_page_if_it_is_not_acknowledged() {
        bench.append(ALICE, 3);
        bench.register();
        bench.sync(Map.of(), 10);
        bench.delivered.clear();
        bench.pass(7_000);
        assertThat(bench.delivered).hasSize(3).allMatch(it -> it.resend() == 1);
    }

    @Test
    void should_replace_a_sync_by_a_newer_one() {
        bench.append(ALICE, 500);
        bench.register();
        bench.session.sync(new SyncDemand(Map.of(), 200, 0, "inbox/bob/reply", null), bench.now);
        for (int i = 0; i < 3; i++) {
            bench.answerNext();
        }
        int before = bench.delivered.size();
        bench.sync(Map.of(ALICE, 400L), 200);
        assertThat(bench.replies).hasSize(1);
        assertThat(bench.lastReply().complete()).isTrue();
        assertThat(bench.seqs(ALICE).subList(before, bench.delivered.size()))
                .hasSize(100)
                .startsWith(401L);
    }

    @Test
    void should_take_a_cursor_beyond_the_end_for_the_end_and_lose_nothing_that_follows() {
        bench.append(ALICE, 3);
        bench.register();
        bench.sync(Map.of(ALICE, 1_000_000L), 10);
        assertThat(bench.lastReply().last()).containsEntry("chat/alice", 3L);
        assertThat(bench.delivered).isEmpty();
        bench.commit(ALICE, 2);
        assertThat(bench.seqs(ALICE)).containsExactly(4L, 5L);
    }

    @Test
    void should_ignore_conversations_that_are_not_there_until_they_are() {
        bench.register();
        bench.sync(Map.of(CAROL, 7L), 10);
        assertThat(bench.lastReply().last()).isEmpty();
        bench.append(CAROL, 7);
        bench.commit(CAROL, 1);
        assertThat(bench.seqs(CAROL)).containsExactly(8L);
    }

    @Test
    void should_read_a_new_conversation_from_its_beginning_if_it_missed_some() {
        bench.register();
        bench.sync(Map.of(), 10);
        bench.append(CAROL, 7);
        bench.commit(CAROL, 1);
        bench.settle();
        assertThat(bench.seqs(CAROL)).isEqualTo(upTo(8));
    }

    @Test
    void should_ask_an_owner_again_that_does_not_answer() {
        bench.append(ALICE, 3);
        bench.silent.add(ALICE);
        bench.register();
        bench.sync(Map.of(), 10);
        bench.pass(3_500);
        assertThat(bench.heads.size()).isBetween(2, 4);
        assertThat(bench.replies).isEmpty();
        bench.silent.clear();
        bench.pass(30_000);
        assertThat(bench.replies).hasSize(1);
        assertThat(bench.seqs(ALICE)).startsWith(1L, 2L, 3L);
    }

    @Test
    void should_have_few_questions_to_owners_under_way() {
        for (int i = 0; i < 500; i++) {
            bench.append(SessionBench.chat("peer" + i), 1);
        }
        bench.log.keySet().forEach(bench.silent::add);
        bench.register();
        bench.sync(Map.of(), 10);
        assertThat(bench.heads).hasSize(DeliverySettings.DEFAULT.headsMax());
    }

    @Test
    void should_finish_when_the_store_is_back() {
        bench.append(ALICE, 3);
        bench.register();
        bench.storeDown = true;
        bench.sync(Map.of(), 10);
        bench.pass(60_000);
        assertThat(bench.replies).isEmpty();
        assertThat(bench.loads).isLessThan(10);
        bench.storeDown = false;
        bench.pass(60_000);
        assertThat(bench.replies).hasSize(1);
        assertThat(bench.lastReply().complete()).isTrue();
        assertThat(bench.seqs(ALICE)).startsWith(1L, 2L, 3L);
    }

    @Test
    void should_look_again_when_the_user_entity_did_not_know_it_any_more() {
        bench.register();
        bench.sync(Map.of(), 10);
        bench.append(ALICE, 3);
        bench.session.registered(false, bench.now);
        bench.settle();
        assertThat(bench.delivered).isEmpty();
        bench.session.registered(true, bench.now);
        bench.settle();
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(3));
    }

    @Test
    void should_notice_by_the_next_block_that_one_was_lost() {
        bench.register();
        bench.sync(Map.of(), 10);
        bench.commit(ALICE, 1);
        bench.append(ALICE, 1);
        bench.commit(ALICE, 1);
        bench.settle();
        assertThat(bench.seqs(ALICE)).isEqualTo(upTo(3));
    }

    @Test
    void should_make_up_for_a_receipt_that_was_lost_with_the_connection() {
        bench.append(ALICE, 3);
        bench.register();
        bench.sync(Map.of(ALICE, 3L), 10);
        assertThat(bench.receipts).containsExactly(new SessionBench.Told(ALICE, 3, 0));
    }

    @Test
    void should_send_what_expired_without_its_content() {
        StoredMessage first = bench.append(ALICE, 2).messages().get(0);
        bench.log
                .get(ALICE)
                .set(
                        0,
                        new StoredMessage(
                                1,
                                first.id(),
                                first.from(),
                                "x",
                                first.at(),
                                bench.unixMillis,
                                "text/plain",
                                first.content()));
        bench.register();
        bench.sync(Map.of(), 10);
        assertThat(bench.delivered).extracting(Delivery::gone).containsExactly(true, false);
        assertThat(bench.delivered.get(0).message().content().size()).isZero();
    }

    @Test
    void should_store_marks_of_receipts_together_and_at_the_end() {
        bench.append(ALICE, 100);
        bench.register();
        bench.sync(Map.of(), 200);
        for (long seq = 1; seq <= 50; seq++) {
            bench.receipt(ALICE, seq);
        }
        bench.pass(2_000);
        assertThat(bench.saves).isEqualTo(1);
        assertThat(bench.endpointMarks).containsEntry(ALICE, 50L);
        bench.receipt(ALICE, 60);
        bench.session.close(bench.now);
        assertThat(bench.endpointMarks).containsEntry(ALICE, 60L);
    }
}
