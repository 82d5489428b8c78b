package io.parley.sdk.internal.client;

import com.github.f4b6a3.uuid.UuidCreator;
import io.parley.protocol.Address;
import io.parley.protocol.MessageId;
import io.parley.protocol.Topics;
import io.parley.sdk.CallFailedException;
import io.parley.sdk.internal.session.Input;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who waits for the answer to which call. Safe from any thread; stages complete on the user's executor. */
final class CallHandles {
    static final int CALLS_MAX = 1_000;
    static final int BODY_BYTES_MAX = 512 * 1024;

    private record Waiting(String call, CompletableFuture<String> answer) {}

    private final UserCode userCode;
    private final Consumer<Input> session;
    private final Map<MessageId, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    CallHandles(UserCode userCode, Consumer<Input> session) {
        this.userCode = userCode;
        this.session = session;
    }

    CompletionStage<String> call(String call, String json, Duration timeout) {
        check(call, json);
        CompletableFuture<String> answer = new CompletableFuture<>();
        MessageId request = MessageId.of(UuidCreator.getTimeOrderedEpochPlus1());
        if (waiting.size() >= CALLS_MAX) {
            answer.completeExceptionally(new CallFailedException(
                    call, CallFailedException.TOO_MANY, CALLS_MAX + " calls wait for an answer already"));
            return answer;
        }
        waiting.put(request, new Waiting(call, answer));
        session.accept(new Input.Call(request, call, json, timeout.toMillis()));
        if (closed) {
            closeAll();
        }
        return answer.copy();
    }

    private static void check(String call, String json) {
        boolean known = Topics.parse("api/" + call, refusal -> {})
                .filter(Address.Api.class::isInstance)
                .isPresent();
        if (!known || Topics.SYNC.equals("api/" + call)) {
            throw new IllegalArgumentException("no call is named " + Topics.quote(call));
        }
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > BODY_BYTES_MAX) {
            throw new IllegalArgumentException("the call has " + bytes + " bytes, at most " + BODY_BYTES_MAX);
        }
    }

    void done(MessageId request, String json) {
        Waiting it = waiting.remove(request);
        if (it != null) {
            userCode.free(() -> it.answer().complete(json));
        }
    }

    void failed(MessageId request, String code, String detail) {
        fail(waiting.remove(request), code, detail);
    }

    private void fail(@Nullable Waiting it, String code, String detail) {
        if (it != null) {
            CallFailedException error = new CallFailedException(it.call(), code, detail);
            userCode.free(() -> it.answer().completeExceptionally(error));
        }
    }

    /** No answer will come any more. */
    void close() {
        closed = true;
        closeAll();
    }

    private void closeAll() {
        waiting.keySet().forEach(it -> failed(it, CallFailedException.CLOSED, "the client is closed"));
    }
}
