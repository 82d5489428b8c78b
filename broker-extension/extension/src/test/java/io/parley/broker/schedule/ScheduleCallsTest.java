package io.parley.broker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.broker.history.Rooms;
import io.parley.broker.storage.ScheduleStore;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sending later: over the real scheduler and real owners, by the calls users make. */
@ExtendWith(Rooms.Resolver.class)
class ScheduleCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Rooms rooms;
    private final String alice;
    private final String bob;

    ScheduleCallsTest(Rooms rooms) {
        this.rooms = rooms;
        this.alice = rooms.name("alice");
        this.bob = rooms.name("bob");
    }

    private String body(long inMillis, String text) {
        return "{'conversation':'chat/" + bob + "','due':" + (System.currentTimeMillis() + inMillis) + ",'text':'"
                + text + "'}";
    }

    private JsonNode list() {
        return rooms.ask(alice, "schedule/list", "{}").path("scheduled");
    }

    @Test
    void should_send_at_its_time_and_tell_the_user() {
        List<String> laptop = rooms.eventsOf(alice);
        String id = rooms.ask(alice, "schedule/create", body(1_000, "good morning"))
                .path("id")
                .asText();
        assertThat(list().get(0).path("status").asText()).isIn("waiting", "sending", "accepted");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(laptop)
                        .contains("scheduled {\"id\":\"" + id + "\",\"status\":\"accepted\",\"seq\":1,\"conversation\":"
                                + "\"chat/" + bob + "\"}"));
        JsonNode history = rooms.ask(bob, "message/history", "{'conversation':'chat/" + alice + "'}");
        assertThat(history.path("messages")).hasSize(1);
        assertThat(history.path("messages").get(0).path("text").asText()).isEqualTo("good morning");
        assertThat(history.path("messages").get(0).path("id").asText()).isEqualTo(id);
        assertThat(list().get(0).path("status").asText()).isEqualTo("accepted");
        assertThat(list().get(0).has("text")).isFalse();
        assertThat(rooms.asking()
                        .refused(alice, "schedule/cancel", "{'id':'" + id + "'}")
                        .reason())
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    void should_tell_the_user_why_it_was_not_sent() {
        List<String> laptop = rooms.eventsOf(alice);
        rooms.ask(
                alice,
                "schedule/create",
                body(500, "anybody?").replace("chat/" + bob, "group/" + rooms.name("nowhere")));
        await().atMost(PATIENCE)
                .until(() -> laptop.stream()
                        .anyMatch(it -> it.startsWith("scheduled ") && it.contains("\"reason\":\"unknown-group\"")));
    }

    @Test
    void should_list_and_cancel_what_waits() {
        rooms.ask(alice, "schedule/create", body(900_000, "later"));
        String id = rooms.ask(alice, "schedule/create", body(600_000, "sooner"))
                .path("id")
                .asText();
        assertThat(list()).hasSize(2);
        assertThat(list().get(0).path("text").asText()).isEqualTo("sooner");
        assertThat(list().get(0).path("conversation").asText()).isEqualTo("chat/" + bob);
        rooms.ask(alice, "schedule/cancel", "{'id':'" + id + "'}");
        rooms.ask(alice, "schedule/cancel", "{'id':'" + id + "'}");
        assertThat(list().get(0).path("status").asText()).isEqualTo("cancelled");
        assertThat(rooms.asking()
                        .refused(bob, "schedule/cancel", "{'id':'" + id + "'}")
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void should_schedule_once_what_is_asked_twice_also_when_its_time_has_come() {
        MessageId id = rooms.asking().newId();
        String body = body(700_000, "once");
        rooms.asking().ask(alice, "schedule/create", body, id);
        rooms.asking().ask(alice, "schedule/create", body, id);
        rooms.tomorrow().ask(alice, "schedule/create", body, id);
        assertThat(list()).hasSize(1);
        assertThat(rooms.asking()
                        .refused(alice, "schedule/create", body(700_001, "other"), id)
                        .reason())
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    void should_refuse_times_past_and_far_away_and_more_than_may_wait() {
        assertThat(rooms.asking()
                        .refused(alice, "schedule/create", body(-1, "past"))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(rooms.asking()
                        .refused(
                                alice,
                                "schedule/create",
                                body(Duration.ofDays(367).toMillis(), "far"))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        for (int i = 0; i < ScheduleStore.WAITING_MAX; i++) {
            rooms.ask(alice, "schedule/create", body(600_000 + i, "number " + i));
        }
        assertThat(rooms.asking()
                        .refused(alice, "schedule/create", body(600_000, "too many"))
                        .reason())
                .isEqualTo(Reason.LIMIT_REACHED);
        JsonNode page = rooms.ask(alice, "schedule/list", "{'limit':60}");
        JsonNode rest = rooms.ask(
                alice,
                "schedule/list",
                "{'limit':60,'cursor':'" + page.path("next").asText() + "'}");
        assertThat(page.path("scheduled")).hasSize(60);
        assertThat(rest.path("scheduled")).hasSize(40);
        assertThat(rest.has("next")).isFalse();
    }
}
