package io.parley.broker.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.KnownEndpoint;
import io.parley.broker.storage.SignInPolicy;
import io.parley.protocol.EndpointId;
import io.parley.protocol.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The calls about one's own endpoints. A sign-out is durable before any connection ends, so that the endpoint cannot slip
 * in again between the two.
 */
public final class EndpointCalls {
    /** The last seen ones; who has more has a program that invents client ids. */
    static final int LISTED_MAX = 200;

    private final EndpointDirectory directory;
    private final ConnectionsEverywhere connections;
    private final Clock clock;

    public EndpointCalls(EndpointDirectory directory, ConnectionsEverywhere connections, Clock clock) {
        this.directory = directory;
        this.connections = connections;
        this.clock = clock;
    }

    public List<Call> calls() {
        Field endpoint = Field.endpoint("endpoint");
        String[] policies =
                Arrays.stream(SignInPolicy.values()).map(SignInPolicy::code).toArray(String[]::new);
        return List.of(
                Call.of("endpoint/list", "One's own endpoints, the last seen first", List.of(), this::list),
                Call.of(
                        "endpoint/rename",
                        "Gives an endpoint a name; an empty one takes it away",
                        List.of(endpoint, Field.text("name", 0, KnownEndpoint.NAME_LENGTH_MAX)),
                        this::rename),
                Call.of(
                        "endpoint/sign-out",
                        "Ends an endpoint's connection and refuses it until it is allowed or the password changes",
                        List.of(endpoint),
                        this::signOut),
                Call.of("endpoint/allow", "Ends a sign-out", List.of(endpoint), this::allow),
                Call.of(
                        "endpoint/policy",
                        "Says, and with policy sets, which endpoints may be signed in beside each other",
                        List.of(Field.oneOf("policy", policies).optional()),
                        this::policy));
    }

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        return directory.ofUser(caller.user()).thenCombine(connections.of(caller.user()), (known, online) -> {
            List<KnownEndpoint> listed = known.stream()
                    .sorted(Comparator.comparingLong(KnownEndpoint::lastSeen)
                            .reversed()
                            .thenComparing(it -> it.endpoint().clientId()))
                    .limit(LISTED_MAX)
                    .toList();
            return Reply.of(json -> {
                json.writeArrayFieldStart("endpoints");
                for (KnownEndpoint it : listed) {
                    write(json, it, online);
                }
                json.writeEndArray();
            });
        });
    }

    private static void write(JsonGenerator json, KnownEndpoint it, Set<String> online) throws IOException {
        json.writeStartObject();
        json.writeStringField("endpoint", it.endpoint().clientId());
        if (!it.name().isEmpty()) {
            json.writeStringField("name", it.name());
        }
        if (!it.kind().isEmpty()) {
            json.writeStringField("kind", it.kind());
        }
        json.writeBooleanField("online", online.contains(it.endpoint().clientId()));
        json.writeNumberField("firstSeen", it.firstSeen());
        json.writeNumberField("lastSeen", it.lastSeen());
        if (it.isSignedOut()) {
            json.writeNumberField("signedOut", it.signedOut());
        }
        json.writeEndObject();
    }

    private CompletionStage<Reply> rename(Caller caller, Arguments arguments) {
        EndpointId endpoint = arguments.endpoint("endpoint");
        return directory.rename(endpoint, arguments.text("name")).thenApply(present -> done(present, endpoint));
    }

    private CompletionStage<Reply> signOut(Caller caller, Arguments arguments) {
        EndpointId endpoint = arguments.endpoint("endpoint");
        return directory.signOut(endpoint, clock.millis()).thenApply(present -> {
            Reply reply = done(present, endpoint);
            connections.signOut(endpoint);
            return reply;
        });
    }

    private CompletionStage<Reply> allow(Caller caller, Arguments arguments) {
        EndpointId endpoint = arguments.endpoint("endpoint");
        if (endpoint.equals(caller.endpoint())) {
            throw new RefusalException(Reason.NOT_ALLOWED, "an endpoint cannot allow itself");
        }
        return directory.allow(endpoint).thenApply(present -> done(present, endpoint));
    }

    private static Reply done(boolean present, EndpointId endpoint) {
        if (!present) {
            throw new RefusalException(Reason.NOT_FOUND, "no endpoint of yours is called " + endpoint.clientId());
        }
        return Reply.NOTHING;
    }

    private CompletionStage<Reply> policy(Caller caller, Arguments arguments) {
        Optional<SignInPolicy> chosen = arguments.textIf("policy").flatMap(SignInPolicy::ofCode);
        CompletionStage<SignInPolicy> now = chosen.isEmpty()
                ? directory.policy(caller.user())
                : directory.setPolicy(caller.user(), chosen.get()).thenApply(done -> chosen.get());
        return now.thenApply(policy -> Reply.of(json -> json.writeStringField("policy", policy.code())));
    }
}
