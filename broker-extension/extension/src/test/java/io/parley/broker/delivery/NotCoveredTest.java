package io.parley.broker.delivery;

import static io.parley.broker.delivery.SessionBench.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.Spans;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of conversations that no subscription reaches. */
class NotCoveredTest {
    private static final ConversationId GROUP = ConversationId.group(new GroupName("climbers"));
    private static final Covered CHATS = new Covered(true, false, false);

    private SessionBench bench = new SessionBench(EndpointKind.PARLEY);

    private void open(EndpointKind kind) {
        bench = new SessionBench(kind);
        bench.visible.put(GROUP, Spans.ALL);
        bench.session.cover(CHATS, bench.now);
    }

    private void start(EndpointKind kind) {
        bench.register();
        if (kind == EndpointKind.PARLEY) {
            bench.sync(Map.of(), 200);
        }
    }

    private void say(ConversationId conversation, int messages) {
        bench.commit(bench.append(conversation, new UserName("alice"), "elsewhere", messages, 10));
        bench.settle();
    }

    @ParameterizedTest
    @EnumSource
    void should_wait_without_hindering_the_others(EndpointKind kind) {
        open(kind);
        start(kind);
        say(GROUP, 400);
        bench.pass(600_000);
        for (int i = 0; i < 300; i++) {
            say(ALICE, 1);
            bench.session.acknowledged(ALICE, i + 1, bench.now);
            bench.receipt(ALICE, i + 1);
        }
        assertThat(bench.seqs(GROUP)).isEmpty();
        assertThat(bench.seqs(ALICE)).hasSize(300);
    }

    @ParameterizedTest
    @EnumSource
    void should_come_once_a_subscription_reaches_them(EndpointKind kind) {
        open(kind);
        start(kind);
        say(GROUP, 3);
        bench.session.cover(Covered.ALL, bench.now);
        bench.settle();
        assertThat(bench.seqs(GROUP)).containsExactly(1L, 2L, 3L);
        say(GROUP, 1);
        assertThat(bench.seqs(GROUP)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void should_not_come_any_more_once_the_subscription_is_withdrawn() {
        open(EndpointKind.PARLEY);
        bench.session.cover(Covered.ALL, bench.now);
        start(EndpointKind.PARLEY);
        say(GROUP, 2);
        bench.session.cover(CHATS, bench.now);
        say(GROUP, 2);
        bench.pass(600_000);
        assertThat(bench.seqs(GROUP)).containsExactly(1L, 2L);
        bench.session.cover(Covered.ALL, bench.now);
        bench.receipt(GROUP, 1);
        bench.settle();
        assertThat(bench.seqs(GROUP)).endsWith(2L, 3L, 4L);
    }

    @Test
    void should_leave_the_place_alone_where_a_plain_endpoint_stands_in_them() {
        open(EndpointKind.PLAIN);
        bench.endpointMarks.put(GROUP, 2L);
        bench.append(GROUP, new UserName("alice"), "elsewhere", 3, 10);
        start(EndpointKind.PLAIN);
        bench.pass(60_000);
        assertThat(bench.endpointMarks).containsEntry(GROUP, 2L);
        bench.session.cover(Covered.ALL, bench.now);
        bench.settle();
        assertThat(bench.seqs(GROUP)).containsExactly(3L);
    }
}
