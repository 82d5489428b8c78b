package io.parley.broker.endpoint;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.Answer;
import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.CallTester;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Calls;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The calls over the memory directory. */
class EndpointCallsTest {
    private static final UserName ALICE = new UserName("alice");
    private static final EndpointId PHONE = new EndpointId(ALICE, "phone");
    private static final EndpointId LAPTOP = new EndpointId(ALICE, "laptop");

    private final EndpointDirectory directory = new MemoryStorage(Runnable::run).directory();
    private final List<EndpointId> ended = new ArrayList<>();
    private final Calls calls = new Calls(
            new EndpointCalls(directory, new Everywhere(), Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC))
                    .calls());
    private final Api api = new Api(calls, ApiSettings.DEFAULT, () -> 0, ApiObserver.NONE);

    /** The laptop is connected; a connection ends only after the directory refuses it. */
    private final class Everywhere implements ConnectionsEverywhere {
        @Override
        public CompletionStage<Set<String>> of(UserName user) {
            return CompletableFuture.completedStage(Set.of("laptop"));
        }

        @Override
        public void signOut(EndpointId endpoint) {
            assertThat(await(directory.terms(endpoint)).isSignedOut()).isTrue();
            ended.add(endpoint);
        }

        @Override
        public void lookAtTracks(Set<UserName> users) {
            throw new AssertionError("no call shares");
        }

        @Override
        public void arrived(Arrival arrival) {
            throw new AssertionError("no call signs in");
        }
    }

    private Answer ask(UserName user, String name, String json) {
        Caller caller = new Caller(user, new EndpointId(user, "laptop"), new MessageId(1, 1));
        return await(api.run(calls.named(name), caller, json.getBytes(StandardCharsets.UTF_8)));
    }

    private String call(String name, String json) {
        return ask(ALICE, name, json).match(reply -> new String(reply.body(), StandardCharsets.UTF_8), refusal -> {
            throw new AssertionError(name + ": " + refusal);
        });
    }

    private Reason refused(UserName user, String name, String json) {
        return ask(user, name, json)
                .match(
                        reply -> {
                            throw new AssertionError(name + " was done");
                        },
                        Refusal::reason);
    }

    private void seen() {
        await(directory.seen(PHONE, "phone", 1, 2));
        await(directory.seen(LAPTOP, "", 3, 4));
    }

    @Test
    void should_refuse_every_body_that_is_not_declared() {
        CallTester.check(calls);
    }

    @Test
    void should_list_the_last_seen_first_and_say_who_is_online() {
        assertThat(call("endpoint/list", "{}")).isEqualTo("{\"endpoints\":[]}");
        seen();
        call("endpoint/rename", "{\"endpoint\":\"phone\",\"name\":\"my phone\"}");
        assertThat(call("endpoint/list", "{}"))
                .isEqualTo("{\"endpoints\":["
                        + "{\"endpoint\":\"laptop\",\"online\":true,\"firstSeen\":3,\"lastSeen\":4},"
                        + "{\"endpoint\":\"phone\",\"name\":\"my phone\",\"kind\":\"phone\",\"online\":false,"
                        + "\"firstSeen\":1,\"lastSeen\":2}]}");
    }

    @Test
    void should_sign_out_durably_before_the_connection_ends_and_allow_again() {
        seen();
        assertThat(call("endpoint/sign-out", "{\"endpoint\":\"phone\"}")).isEqualTo("{}");
        assertThat(ended).containsExactly(PHONE);
        assertThat(call("endpoint/list", "{}")).contains("\"lastSeen\":2,\"signedOut\":77}");
        assertThat(call("endpoint/allow", "{\"endpoint\":\"phone\"}")).isEqualTo("{}");
        assertThat(await(directory.terms(PHONE)).isSignedOut()).isFalse();
    }

    @Test
    void should_touch_no_endpoint_of_another_user_and_none_that_is_not_known() {
        seen();
        UserName mallory = new UserName("mallory");
        for (String name : List.of("endpoint/sign-out", "endpoint/allow")) {
            assertThat(refused(mallory, name, "{\"endpoint\":\"phone\"}")).isEqualTo(Reason.NOT_FOUND);
        }
        assertThat(refused(mallory, "endpoint/rename", "{\"endpoint\":\"phone\",\"name\":\"mine\"}"))
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(ended).isEmpty();
        assertThat(await(directory.terms(PHONE)).isSignedOut()).isFalse();
    }

    @Test
    void should_let_no_endpoint_allow_itself() {
        seen();
        call("endpoint/sign-out", "{\"endpoint\":\"laptop\"}");
        assertThat(refused(ALICE, "endpoint/allow", "{\"endpoint\":\"laptop\"}"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(await(directory.terms(LAPTOP)).isSignedOut()).isTrue();
    }

    @Test
    void should_say_and_set_the_policy() {
        assertThat(call("endpoint/policy", "{}")).isEqualTo("{\"policy\":\"any\"}");
        assertThat(call("endpoint/policy", "{\"policy\":\"newest\"}")).isEqualTo("{\"policy\":\"newest\"}");
        assertThat(call("endpoint/policy", "{}")).isEqualTo("{\"policy\":\"newest\"}");
    }
}
