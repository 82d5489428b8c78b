package io.parley.broker.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.conversation.VirtualTime;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.Scheduled.Status;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final UserName ALICE = new UserName("alice");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, new UserName("bob"));

    private final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    private final FaultySchedules store = new FaultySchedules(time, new Random(1));
    private final VirtualOwners owners = new VirtualOwners(time, new Random(2));
    private final List<Scheduled> told = new ArrayList<>();
    private long ids;

    private VirtualScheduler start() {
        InstantSource source = () -> Instant.ofEpochMilli(time.millis());
        Clock clock = source.withZone(ZoneOffset.UTC);
        return new VirtualScheduler(
                time, store, new Sending(store, owners, told::add, clock), SchedulerSettings.DEFAULT, 3);
    }

    private ScheduledMessage schedule(UserName user, long inMillis) {
        ScheduledMessage message = new ScheduledMessage(
                user,
                new MessageId(0x7000, Long.MIN_VALUE | ++ids),
                CHAT,
                time.millis() + inMillis,
                "text/plain",
                Content.ofText("later"));
        store.create(message);
        return message;
    }

    private UserName user(int number) {
        return new UserName("user" + number);
    }

    @Test
    void should_send_within_two_seconds_of_its_time_and_tell_the_user() {
        start();
        ScheduledMessage message = schedule(ALICE, 90_000);
        time.pass(89_999);
        assertThat(owners.log).isEmpty();
        time.pass(2_000);
        assertThat(owners.log).hasSize(1);
        assertThat(told).containsExactly(Scheduled.accepted(message, told.get(0).attemptedAt(), 1));
    }

    @Test
    void should_catch_up_after_a_year_oldest_first() {
        for (int day = 1; day <= 365; day++) {
            schedule(user(day), Duration.ofDays(day).toMillis());
        }
        time.pass(Duration.ofDays(366).toMillis());
        start();
        time.pass(10_000);
        assertThat(owners.log).hasSize(365);
        assertThat(owners.log.get(0).message().user()).isEqualTo(user(1));
    }

    @Test
    void should_send_a_thousand_of_one_moment_a_bounded_number_at_a_time() {
        VirtualScheduler scheduler = start();
        for (int number = 1; number <= 1_000; number++) {
            schedule(user(number), 60_000);
        }
        time.pass(65_000);
        assertThat(owners.log).hasSize(1_000);
        assertThat(scheduler.underWayMax).isLessThanOrEqualTo(SchedulerSettings.DEFAULT.inFlightMax());
    }

    @Test
    void should_tell_the_user_when_it_is_rejected_and_not_try_again() {
        owners.refusing.put(CHAT, Reason.NOT_DELIVERED);
        start();
        schedule(ALICE, 1_000);
        time.pass(Duration.ofMinutes(30).toMillis());
        assertThat(told).hasSize(1);
        assertThat(told.get(0).reason()).isEqualTo(Reason.NOT_DELIVERED);
    }

    @Test
    void should_try_for_a_day_and_then_tell_the_user_that_it_gave_up() {
        owners.refusing.put(CHAT, Reason.BUSY);
        start();
        schedule(ALICE, 1_000);
        time.pass(Duration.ofHours(23).toMillis());
        assertThat(told).isEmpty();
        time.pass(Duration.ofHours(2).toMillis());
        assertThat(told).extracting(Scheduled::status).containsExactly(Status.REJECTED);
        assertThat(told).extracting(Scheduled::reason).containsExactly(Reason.BUSY);
    }

    @Test
    void should_send_what_a_busy_owner_refused_as_soon_as_it_is_not() {
        owners.refusing.put(CHAT, Reason.BUSY);
        start();
        schedule(ALICE, 1_000);
        time.pass(Duration.ofMinutes(3).toMillis());
        owners.refusing.clear();
        time.pass(Duration.ofMinutes(7).toMillis());
        assertThat(told).extracting(Scheduled::status).containsExactly(Status.ACCEPTED);
    }

    @Test
    void should_not_let_one_conversation_hold_up_the_others() {
        owners.refusing.put(CHAT, Reason.BUSY);
        start();
        schedule(ALICE, 1_000);
        time.pass(30_000);
        ScheduledMessage other = new ScheduledMessage(
                ALICE,
                new MessageId(1, 1),
                ConversationId.chat(ALICE, ALICE),
                time.millis() + 1_000,
                "",
                Content.EMPTY);
        store.create(other);
        time.pass(3_500);
        assertThat(owners.logOf(other.id())).hasSize(1);
    }
}
