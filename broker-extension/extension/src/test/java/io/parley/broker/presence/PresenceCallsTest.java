package io.parley.broker.presence;

import static io.parley.broker.storage.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.api.Answer;
import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.CallTester;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Calls;
import io.parley.broker.contact.Policies;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.Audience;
import io.parley.broker.storage.Presence;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileChange;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who is told of whom, over the real policies. */
class PresenceCallsTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final UserName CAROL = new UserName("carol");

    private final MemoryStorage people = new MemoryStorage(Runnable::run);
    private final Policies policies = new Policies(people.profiles(), people.contacts());
    private boolean silent;
    private final Calls calls = new Calls(
            new PresenceCalls(new Everybody(), (watched, viewer) -> policies.allows(watched, viewer, Profile::presence))
                    .calls());
    private final Api api = new Api(calls, ApiSettings.DEFAULT, () -> 0, ApiObserver.NONE);

    PresenceCallsTest() {
        for (UserName user : List.of(ALICE, BOB, CAROL)) {
            await(people.accounts().create(new Account(user, "$argon2id$one", 1)));
        }
    }

    /** Bob is online, carol is not and never was. */
    private final class Everybody implements Presences {
        @Override
        public CompletionStage<Presence> of(UserName user) {
            return silent
                    ? CompletableFuture.failedStage(new TimeoutException())
                    : CompletableFuture.completedStage(user.equals(BOB) ? new Presence(true, 7) : Presence.NEVER);
        }

        @Override
        public Watcher open(UserName viewer, Sink sink) {
            throw new AssertionError("a call does not watch");
        }
    }

    private void shows(UserName user, Audience audience) {
        await(people.profiles().set(user, new ProfileChange(null, null, null, null, null, audience, null)));
    }

    private Answer ask(String json) {
        return await(api.run(
                calls.named("presence/get"),
                new Caller(ALICE, null, new MessageId(1, 1)),
                json.getBytes(StandardCharsets.UTF_8)));
    }

    private String get(String users) {
        return ask("{\"users\":" + users + "}")
                .match(reply -> new String(reply.body(), StandardCharsets.UTF_8), refusal -> {
                    throw new AssertionError(refusal.toString());
                });
    }

    @Test
    void should_refuse_every_body_that_is_not_declared() {
        CallTester.check(calls);
    }

    @Test
    void should_tell_of_who_lets_it_and_the_name_alone_of_everybody_else() {
        assertThat(get("[\"bob\",\"carol\",\"nobody\"]"))
                .isEqualTo("{\"presence\":[{\"user\":\"bob\"},{\"user\":\"carol\"},{\"user\":\"nobody\"}]}");
        shows(BOB, Audience.EVERYONE);
        shows(CAROL, Audience.EVERYONE);
        assertThat(get("[\"bob\",\"carol\"]"))
                .isEqualTo("{\"presence\":[{\"user\":\"bob\",\"online\":true,\"lastSeen\":7},"
                        + "{\"user\":\"carol\",\"online\":false}]}");
        await(people.contacts().block(BOB, ALICE, 1));
        assertThat(get("[\"bob\"]")).isEqualTo("{\"presence\":[{\"user\":\"bob\"}]}");
    }

    @Test
    void should_tell_of_oneself_whatever_the_policy() {
        shows(ALICE, Audience.NOBODY);
        assertThat(get("[\"alice\"]")).contains("\"online\":false");
    }

    @Test
    void should_say_that_it_does_not_know_when_nobody_answers() {
        shows(BOB, Audience.EVERYONE);
        silent = true;
        Reason reason = ask("{\"users\":[\"bob\"]}")
                .match(
                        reply -> {
                            throw new AssertionError("answered");
                        },
                        Refusal::reason);
        assertThat(reason).isEqualTo(Reason.UNKNOWN_OUTCOME);
    }
}
