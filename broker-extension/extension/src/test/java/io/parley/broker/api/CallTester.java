package io.parley.broker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what calls declare, with a handler that only counts. For any registry. */
public final class CallTester {
    private static final UserName ALICE = new UserName("alice");

    private final AtomicInteger runs = new AtomicInteger();

    /** Every bad body of every call is refused for what is wrong with it, and nothing runs; every good one runs. */
    public static void check(Calls calls) {
        CallTester tester = new CallTester();
        calls.all().forEach(tester::check);
    }

    private void check(Call call) {
        for (BadBodies.Bad bad : BadBodies.of(call)) {
            RefusalException refused = catchThrowableOfType(RefusalException.class, () -> run(call, bad.body()));
            assertThat(refused).as(bad.toString()).isNotNull();
            Refusal refusal = refused.refusal();
            if (bad.body().length() > call.bodyBytesMax()) {
                assertThat(refusal.reason().code()).as(bad.toString()).isEqualTo("too-large");
            } else {
                assertThat(refusal.reason()).as(bad.toString()).isEqualTo(bad.reason());
                assertThat(refusal.detail()).as(bad.toString()).contains(bad.named());
            }
        }
        assertThat(runs).as("runs of " + call.name() + " with a bad body").hasValue(0);
        for (String good : BadBodies.good(call)) {
            assertThat(run(call, good)).as(call.name() + " with " + good).isInstanceOf(Answer.Done.class);
        }
        assertThat(runs.getAndSet(0)).isEqualTo(2);
    }

    private Answer run(Call call, String body) {
        Call counted =
                new Call(call.name(), call.summary(), call.fields(), call.bodyBytesMax(), (caller, arguments) -> {
                    runs.incrementAndGet();
                    return CompletableFuture.completedFuture(Reply.NOTHING);
                });
        Caller caller = new Caller(ALICE, new EndpointId(ALICE, "phone"), new MessageId(1, 1));
        return new Api(Calls.NONE, ApiSettings.DEFAULT, () -> 0, ApiObserver.NONE)
                .run(counted, caller, body.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
    }
}
