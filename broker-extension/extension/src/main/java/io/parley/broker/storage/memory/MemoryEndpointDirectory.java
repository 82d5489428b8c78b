package io.parley.broker.storage.memory;

import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.KnownEndpoint;
import io.parley.broker.storage.SignInPolicy;
import io.parley.broker.storage.SignInTerms;
import io.parley.broker.storage.memory.MemoryStorage.Calls;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

final class MemoryEndpointDirectory implements EndpointDirectory {
    private final Calls calls;
    private final Map<EndpointId, KnownEndpoint> endpoints = new HashMap<>();
    private final Map<UserName, SignInPolicy> policies = new HashMap<>();

    MemoryEndpointDirectory(Calls calls) {
        this.calls = calls;
    }

    @Override
    public CompletionStage<SignInTerms> terms(EndpointId endpoint) {
        return calls.call(
                () -> new SignInTerms(Optional.ofNullable(endpoints.get(endpoint)), policyNow(endpoint.user())));
    }

    private SignInPolicy policyNow(UserName user) {
        return policies.getOrDefault(user, SignInPolicy.ANY);
    }

    @Override
    public CompletionStage<Void> seen(EndpointId endpoint, String kind, long firstSeen, long lastSeen) {
        return calls.run(() -> endpoints.merge(
                endpoint,
                new KnownEndpoint(endpoint, "", kind, firstSeen, lastSeen, 0),
                (old, seen) -> old.lastSeen() > lastSeen
                        ? old
                        : new KnownEndpoint(endpoint, old.name(), kind, firstSeen, lastSeen, old.signedOut())));
    }

    @Override
    public CompletionStage<List<KnownEndpoint>> ofUser(UserName user) {
        return calls.call(() -> endpoints.values().stream()
                .filter(it -> it.endpoint().user().equals(user))
                .limit(ENDPOINTS_READ_MAX)
                .toList());
    }

    @Override
    public CompletionStage<Boolean> rename(EndpointId endpoint, String name) {
        return change(
                endpoint,
                it -> new KnownEndpoint(endpoint, name, it.kind(), it.firstSeen(), it.lastSeen(), it.signedOut()));
    }

    @Override
    public CompletionStage<Boolean> signOut(EndpointId endpoint, long at) {
        return change(endpoint, it -> signedOut(it, at));
    }

    @Override
    public CompletionStage<Boolean> allow(EndpointId endpoint) {
        return change(endpoint, it -> signedOut(it, 0));
    }

    private static KnownEndpoint signedOut(KnownEndpoint it, long at) {
        return new KnownEndpoint(it.endpoint(), it.name(), it.kind(), it.firstSeen(), it.lastSeen(), at);
    }

    private CompletionStage<Boolean> change(EndpointId endpoint, UnaryOperator<KnownEndpoint> change) {
        return calls.call(() -> endpoints.computeIfPresent(endpoint, (same, known) -> change.apply(known)) != null);
    }

    @Override
    public CompletionStage<Void> allowAll(UserName user) {
        return calls.run(() ->
                endpoints.replaceAll((endpoint, known) -> endpoint.user().equals(user) ? signedOut(known, 0) : known));
    }

    @Override
    public CompletionStage<SignInPolicy> policy(UserName user) {
        return calls.call(() -> policyNow(user));
    }

    @Override
    public CompletionStage<Void> setPolicy(UserName user, SignInPolicy policy) {
        return calls.run(() -> policies.put(user, policy));
    }
}
