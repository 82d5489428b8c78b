package io.parley.broker.storage;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.ScheduleStore.Cancellation;
import io.parley.broker.storage.ScheduleStore.Creation;
import io.parley.broker.storage.Scheduled.Status;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every {@link ScheduleStore} must do. */
public abstract class ScheduleStoreConformanceTest {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final ConversationId chat = Stores.freshChat();
    private final UserName alice = chat.first();
    /** Minutes that no other test uses; far in the past, so that they come first. */
    private final long base = 60_000L * (System.nanoTime() / 1_000 % 1_000_000 + 100 * NUMBERS.incrementAndGet());

    protected abstract Stores stores();

    private ScheduleStore store() {
        return stores().schedules();
    }

    private ScheduledMessage message(long due, String text) {
        MessageId id = Stores.id(Stores.AT, NUMBERS.incrementAndGet());
        return new ScheduledMessage(alice, id, chat, due, "text/plain", Content.ofText(text));
    }

    private ScheduledMessage created(long due, String text) {
        ScheduledMessage message = message(due, text);
        assertThat(await(store().create(message))).isEqualTo(Creation.CREATED);
        return message;
    }

    private Scheduled only() {
        List<Scheduled> all = await(store().ofUser(alice));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private DuePage page(long minuteStart, DueMessage after, long dueMax, int max) {
        return await(store().due(DueMessage.minuteOf(minuteStart), after, dueMax, max));
    }

    @Test
    void should_list_what_waits_earliest_first() {
        ScheduledMessage later = created(base + 70_000, "later");
        ScheduledMessage sooner = created(base + 10_000, "sooner");
        assertThat(await(store().ofUser(alice))).containsExactly(Scheduled.waiting(sooner), Scheduled.waiting(later));
        assertThat(await(store().ofUser(chat.second()))).isEmpty();
    }

    @Test
    void should_make_a_message_once_however_often_it_is_told() {
        ScheduledMessage message = created(base, "once");
        assertThat(await(store().create(message))).isEqualTo(Creation.KNOWN);
        ScheduledMessage forged =
                new ScheduledMessage(alice, message.id(), chat, base, "text/plain", Content.ofText("forged"));
        assertThat(await(store().create(forged))).isEqualTo(Creation.CONFLICT);
        ScheduledMessage moved =
                new ScheduledMessage(alice, message.id(), chat, base + 120_000, "text/plain", message.content());
        assertThat(await(store().create(moved))).isEqualTo(Creation.CONFLICT);
        assertThat(only()).isEqualTo(Scheduled.waiting(message));
    }

    @Test
    void should_find_by_minute_what_is_due() {
        ScheduledMessage first = created(base + 1_000, "one");
        ScheduledMessage second = created(base + 1_000, "two");
        ScheduledMessage third = created(base + 59_999, "three");
        ScheduledMessage next = created(base + 60_000, "next minute");
        long minute = DueMessage.minuteOf(base);
        assertThat(await(store().minutes(minute, minute, 10))).containsExactly(minute);
        assertThat(await(store().minutes(minute, minute + 50, 10))).containsExactly(minute, minute + 1);
        assertThat(await(store().minutes(minute, minute + 50, 1))).containsExactly(minute);

        DuePage page = page(base, null, base + 1_000, 10);
        assertThat(page.open()).containsExactlyInAnyOrder(DueMessage.of(first), DueMessage.of(second));
        assertThat(page.more()).isFalse();
        assertThat(page(base, page.last(), base + 1_000, 10).open()).isEmpty();
        assertThat(page(base, page.last(), base + 1_000, 10).last()).isNull();
        assertThat(page(base, page.last(), Long.MAX_VALUE, 10).open()).containsExactly(DueMessage.of(third));
        assertThat(page(base + 60_000, null, Long.MAX_VALUE, 10).open()).containsExactly(DueMessage.of(next));
    }

    @Test
    void should_page_through_a_full_minute_and_pass_over_what_is_settled() {
        List<DueMessage> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            DueMessage due = DueMessage.of(created(base + i % 3, "message " + i));
            if (i % 2 == 0) {
                await(store().settle(due));
            } else {
                expected.add(due);
            }
        }
        List<DueMessage> found = new ArrayList<>();
        DuePage page = page(base, null, Long.MAX_VALUE, 4);
        found.addAll(page.open());
        while (page.more()) {
            page = page(base, page.last(), Long.MAX_VALUE, 4);
            found.addAll(page.open());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void should_let_either_cancel_or_send_win() {
        ScheduledMessage cancelled = created(base, "cancelled");
        assertThat(await(store().cancel(alice, cancelled.id()))).isEqualTo(Cancellation.CANCELLED);
        assertThat(await(store().cancel(alice, cancelled.id()))).as("again").isEqualTo(Cancellation.CANCELLED);
        assertThat(await(store().begin(DueMessage.of(cancelled), base))).contains(Scheduled.cancelled(cancelled));
        assertThat(await(store().create(cancelled))).isEqualTo(Creation.KNOWN);

        ScheduledMessage sent = created(base, "sent");
        assertThat(await(store().begin(DueMessage.of(sent), base))).isPresent();
        assertThat(await(store().cancel(alice, sent.id()))).isEqualTo(Cancellation.TOO_LATE);
        await(store().finish(Scheduled.accepted(sent, base, 41)));
        assertThat(await(store().cancel(alice, sent.id()))).isEqualTo(Cancellation.TOO_LATE);

        assertThat(await(store().cancel(alice, Stores.id(Stores.AT, NUMBERS.incrementAndGet()))))
                .isEqualTo(Cancellation.UNKNOWN);
        assertThat(await(store().cancel(chat.second(), sent.id()))).isEqualTo(Cancellation.UNKNOWN);
    }

    @Test
    void should_tell_each_attempt_when_the_first_was() {
        ScheduledMessage message = created(base, "tried twice");
        Scheduled sending = new Scheduled(message, Status.SENDING, 1_000, 0, null);
        assertThat(await(store().begin(DueMessage.of(message), 1_000))).contains(sending);
        assertThat(await(store().begin(DueMessage.of(message), 2_000))).contains(sending);
        assertThat(only()).isEqualTo(sending);
    }

    @Test
    void should_begin_nothing_that_is_not_there_at_that_time() {
        ScheduledMessage message = created(base, "here");
        DueMessage elsewhen = new DueMessage(base + 1, alice, message.id());
        assertThat(await(store().begin(elsewhen, base))).isEmpty();
        assertThat(await(store().begin(DueMessage.of(message(base, "never created")), base)))
                .isEmpty();
        assertThat(only().status()).isEqualTo(Status.WAITING);
    }

    @Test
    void should_keep_what_became_of_a_message_and_not_its_content() {
        ScheduledMessage message = created(base, "secret");
        await(store().finish(Scheduled.rejected(message, base, Reason.BUSY)));
        assertThat(only().status()).as("it was not being sent").isEqualTo(Status.WAITING);

        await(store().begin(DueMessage.of(message), base));
        await(store().finish(Scheduled.rejected(message, base, Reason.NOT_ALLOWED)));
        await(store().finish(Scheduled.accepted(message, base, 9)));
        Scheduled over = only();
        assertThat(over).isEqualTo(Scheduled.rejected(message, base, Reason.NOT_ALLOWED));
        assertThat(over.message().content()).isEqualTo(Content.EMPTY);
        assertThat(await(store().begin(DueMessage.of(message), base))).isEqualTo(Optional.of(over));
    }

    @Test
    void should_forget_a_minute_but_not_the_messages() {
        ScheduledMessage message = created(base, "kept");
        long minute = DueMessage.minuteOf(base);
        await(store().drop(minute));
        assertThat(await(store().minutes(minute, minute, 10))).isEmpty();
        assertThat(page(base, null, Long.MAX_VALUE, 10).open()).isEmpty();
        assertThat(only()).isEqualTo(Scheduled.waiting(message));
    }

    @Test
    void should_refuse_more_than_a_user_may_have_waiting() {
        ScheduledMessage first = created(base, "0");
        for (int i = 1; i < ScheduleStore.WAITING_MAX; i++) {
            created(base, "message " + i);
        }
        assertThat(await(store().create(message(base, "too many")))).isEqualTo(Creation.LIMIT_REACHED);
        assertThat(await(store().create(first))).isEqualTo(Creation.KNOWN);
        await(store().cancel(alice, first.id()));
        created(base, "in its place");
    }

    @Test
    void should_refuse_more_content_than_a_user_may_have_waiting() {
        String quarter = "x".repeat((int) ScheduleStore.WAITING_BYTES_MAX / 4);
        for (int i = 0; i < 4; i++) {
            created(base, quarter);
        }
        assertThat(await(store().create(message(base, "x")))).isEqualTo(Creation.LIMIT_REACHED);
    }
}
