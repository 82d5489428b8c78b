package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import io.parley.sdk.Accepted;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.Contacts;
import io.parley.sdk.Page;
import io.parley.sdk.ParleyClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Typed calls ask what docs/protocol.md says, and read what it answers. */
@Timeout(60)
class ClientFacadeTest extends ScriptedServer {
    private static final UserName CAROL = new UserName("carol");
    private static final GroupName CLIMBERS = new GroupName("climbers");

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private String asked(int number) {
        TestBroker.Request it = broker.requests.get(number);
        return it.call() + " " + it.json();
    }

    @Test
    void should_write_as_documented() throws Exception {
        broker.api = it -> TestBroker.Answer.of(
                "{\"status\":\"duplicate\",\"conversation\":\"amend/chat/bob\",\"seq\":4,\"at\":9}");
        try (ParleyClient client = phone().inMemory().open()) {
            assertThat(get(client.messages().edit(BOB, 3, "better \"now\"")))
                    .isEqualTo(new Accepted(true, BOB.amendments(), 4, Instant.ofEpochMilli(9)));
            assertThat(asked(0))
                    .isEqualTo(
                            "message/edit {\"conversation\":\"chat/bob\",\"seq\":3,\"text\":\"better \\\"now\\\"\"}");
            assertThat(get(client.messages().unreact(BOB, 3, "👍")).seq()).isEqualTo(4);
            assertThat(asked(1)).contains("\"emoji\":\"👍\",\"remove\":true");
            GroupSettings settings = new GroupSettings("Climbers", null, GroupSettings.Join.OPEN, null, null, null);
            assertThat(get(client.groups().create(CLIMBERS, settings, List.of(CAROL)))
                            .seq())
                    .isEqualTo(4);
            assertThat(asked(2))
                    .isEqualTo("group/create {\"group\":\"climbers\",\"title\":\"Climbers\",\"join\":\"open\","
                            + "\"members\":[\"carol\"]}");
            assertThat(get(client.groups().mute(CLIMBERS, CAROL, Duration.ofMinutes(1)))
                            .seq())
                    .isEqualTo(4);
            assertThat(asked(3)).isEqualTo("group/mute {\"group\":\"climbers\",\"user\":\"carol\",\"seconds\":60}");
        }
    }

    @Test
    void should_read_pages() throws Exception {
        broker.api = it -> TestBroker.Answer.of("{\"contacts\":[{\"user\":\"carol\",\"state\":\"incoming\",\"since\":5,"
                + "\"expires\":7,\"new\":{\"field\":1}}],\"next\":\"c1\"}");
        try (ParleyClient client = phone().inMemory().open()) {
            Page<Contacts.Contact> page = get(client.contacts().list("incoming", null));
            assertThat(page.items())
                    .containsExactly(new Contacts.Contact(
                            CAROL, "incoming", "", Instant.ofEpochMilli(5), Instant.ofEpochMilli(7)));
            assertThat(page.next()).isEqualTo(Optional.of("c1"));
            assertThat(asked(0)).isEqualTo("contact/list {\"state\":\"incoming\"}");
        }
    }

    @Test
    void should_say_that_an_answer_is_not_as_documented() {
        broker.api = it -> TestBroker.Answer.of("{}");
        try (ParleyClient client = phone().inMemory().open()) {
            assertThatThrownBy(() -> get(client.groups().leave(CLIMBERS)))
                    .cause()
                    .isInstanceOf(CallFailedException.class)
                    .hasMessageContaining(CallFailedException.BAD_ANSWER);
        }
    }
}
