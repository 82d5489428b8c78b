package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import io.parley.sdk.Accepted;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.Contacts;
import io.parley.sdk.Endpoints;
import io.parley.sdk.Groups;
import io.parley.sdk.Page;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.Presence;
import io.parley.sdk.Profiles;
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
                            CAROL, "incoming", "", "", Instant.ofEpochMilli(5), Instant.ofEpochMilli(7)));
            assertThat(page.next()).isEqualTo(Optional.of("c1"));
            assertThat(asked(0)).isEqualTo("contact/list {\"state\":\"incoming\"}");
        }
    }

    @Test
    void should_tell_how_a_group_stands_and_who_changed_in_it() throws Exception {
        String group = "\"group\":\"climbers\",\"title\":\"Climbers\",\"announceOnly\":true,\"join\":\"open\","
                + "\"version\":4,\"createdBy\":\"carol\",\"createdAt\":5,\"state\":\"member\",\"role\":\"admin\"";
        broker.api = it -> TestBroker.Answer.of(
                switch (it.call()) {
                    case "group/get" -> "{" + group + ",\"members\":3,\"joined\":2}";
                    case "group/list" -> "{\"groups\":[{" + group + "}],\"next\":\"c1\"}";
                    default ->
                        "{\"version\":4,\"members\":[{\"user\":\"carol\",\"role\":\"member\",\"state\":\"left\","
                                + "\"joined\":1,\"mutedUntil\":9}]}";
                });
        Groups.Group climbers = new Groups.Group(
                CLIMBERS,
                new GroupSettings("Climbers", true, GroupSettings.Join.OPEN, null, null, null),
                4,
                CAROL,
                Instant.ofEpochMilli(5),
                "member",
                "admin");
        try (ParleyClient client = phone().inMemory().open()) {
            assertThat(get(client.groups().get(CLIMBERS))).isEqualTo(new Groups.Standing(climbers, 3, 2, null));
            assertThat(get(client.groups().list(null))).isEqualTo(new Page<>(List.of(climbers), Optional.of("c1")));
            assertThat(get(client.groups().changes(CLIMBERS, 3, null)))
                    .isEqualTo(new Groups.Members(
                            4,
                            new Page<>(
                                    List.of(new Groups.Member(CAROL, "member", "left", 1, Instant.ofEpochMilli(9))),
                                    Optional.empty())));
            assertThat(asked(2)).isEqualTo("group/members {\"group\":\"climbers\",\"since\":3}");
        }
    }

    @Test
    void should_arrange_conversations_endpoints_and_people() throws Exception {
        broker.api = it -> TestBroker.Answer.of(
                switch (it.call()) {
                    case "endpoint/policy" -> "{\"policy\":\"one-per-kind\"}";
                    case "user/find" -> "{\"users\":[{\"user\":\"carol\",\"name\":\"Carol\"}]}";
                    case "presence/get" ->
                        "{\"presence\":[{\"user\":\"bob\"},{\"user\":\"carol\",\"online\":true,\"lastSeen\":7}]}";
                    case "profile/get" ->
                        "{\"user\":\"alice\",\"name\":\"A\",\"findable\":\"everyone\",\"writable\":\"contacts\","
                                + "\"presence\":\"nobody\",\"addable\":\"contacts\"}";
                    default -> "{}";
                });
        try (ParleyClient client = phone().inMemory().open()) {
            get(client.arranging().pin(BOB, true));
            get(client.arranging().mute(BOB, null));
            get(client.arranging().draft(BOB, ""));
            get(client.arranging().clear(BOB));
            assertThat(List.of(asked(0), asked(1), asked(2), asked(3)))
                    .containsExactly(
                            "conversation/set {\"conversation\":\"chat/bob\",\"pinned\":true}",
                            "conversation/set {\"conversation\":\"chat/bob\",\"mutedUntil\":0}",
                            "conversation/set {\"conversation\":\"chat/bob\",\"draft\":\"\"}",
                            "conversation/clear {\"conversation\":\"chat/bob\"}");
            assertThat(get(client.endpoints().setPolicy(Endpoints.Policy.ONE_PER_KIND)))
                    .isEqualTo(Endpoints.Policy.ONE_PER_KIND);
            assertThat(get(client.profiles().find(CAROL))).contains(new Profiles.Found(CAROL, "Carol", ""));
            assertThat(asked(5)).isEqualTo("user/find {\"handle\":\"carol\"}");
            assertThat(get(client.contacts().presence(List.of(new UserName("bob"), CAROL))))
                    .containsExactly(new Presence(CAROL, true, Instant.ofEpochMilli(7)));
            assertThat(get(client.profiles().own()).presence()).isEqualTo(Profiles.Audience.NOBODY);
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
