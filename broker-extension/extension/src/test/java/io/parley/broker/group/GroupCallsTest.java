package io.parley.broker.group;

import io.parley.broker.api.Call;
import io.parley.broker.api.CallTester;
import io.parley.broker.api.Calls;
import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Proposals;
import io.parley.broker.storage.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GroupCallsTest {
    @Test
    void should_refuse_every_bad_body_of_every_call() {
        Owners nobody = (Owners) Proxy.newProxyInstance(
                Owners.class.getClassLoader(), new Class<?>[] {Owners.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                });
        GroupCalls.Consent yes = (by, user) -> CompletableFuture.completedFuture(true);
        MemoryStorage storage = new MemoryStorage(Runnable::run);
        List<Call> calls = Stream.concat(
                        new GroupCalls(new Proposals(nobody, storage.conversations()), yes, yes, Clock.systemUTC())
                                .calls().stream(),
                        new GroupReads(storage.groups(), storage.endpoints()).calls().stream())
                .toList();
        CallTester.check(new Calls(calls));
    }
}
