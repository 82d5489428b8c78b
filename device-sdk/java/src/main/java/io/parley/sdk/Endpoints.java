package io.parley.sdk;

import io.parley.sdk.internal.json.JsonObject;
import io.parley.sdk.internal.json.JsonText;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The endpoints of the own user. All fail with {@link CallFailedException}: {@code not-found} if there is no such one. */
public final class Endpoints {
    private final Asking asking;

    Endpoints(Asking asking) {
        this.asking = asking;
    }

    /**
     * @param endpoint its MQTT client id
     * @param name empty if it has none
     * @param kind what it said it is, as {@code phone}; empty: nothing
     * @param signedOut since when it is not let in; null: it is
     */
    public record Endpoint(
            String endpoint,
            String name,
            String kind,
            boolean online,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable Instant signedOut) {}

    public CompletionStage<List<Endpoint>> list() {
        return asking.ask(
                "endpoint/list",
                JsonText.nothing(),
                answer -> answer.objects("endpoints").stream()
                        .map(it -> new Endpoint(
                                it.text("endpoint").orElse(""),
                                it.text("name").orElse(""),
                                it.text("kind").orElse(""),
                                it.flag("online"),
                                Asking.time(it, "firstSeen"),
                                Asking.time(it, "lastSeen"),
                                Asking.timeOrNull(it, "signedOut")))
                        .toList());
    }

    public CompletionStage<Void> rename(String endpoint, String name) {
        return asking.tell("endpoint/rename", JsonText.of("endpoint", endpoint).and("name", name));
    }

    /** Cuts it off, and lets it in no more until {@link #allow}. */
    public CompletionStage<Void> signOut(String endpoint) {
        return asking.tell("endpoint/sign-out", JsonText.of("endpoint", endpoint));
    }

    public CompletionStage<Void> allow(String endpoint) {
        return asking.tell("endpoint/allow", JsonText.of("endpoint", endpoint));
    }

    /** Which endpoints may be signed in beside each other. */
    public enum Policy {
        ANY("any"),
        /** One that signs in ends those of its kind. */
        ONE_PER_KIND("one-per-kind"),
        /** One that signs in ends all others. */
        NEWEST("newest");

        private final String code;

        Policy(String code) {
            this.code = code;
        }

        private static Policy of(JsonObject answer) {
            String code = answer.text("policy").orElse("");
            return Arrays.stream(values())
                    .filter(it -> it.code.equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a policy this version does not know: " + code));
        }
    }

    public CompletionStage<Policy> policy() {
        return asking.ask("endpoint/policy", JsonText.nothing(), Policy::of);
    }

    /** Holds from the next sign-in on. */
    public CompletionStage<Policy> setPolicy(Policy policy) {
        return asking.ask("endpoint/policy", JsonText.of("policy", policy.code), Policy::of);
    }
}
