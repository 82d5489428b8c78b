package io.parley.broker.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Users who make calls and read the answers. In bodies {@code '} stands for {@code "}. */
public final class Asking {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final AtomicLong ids = new AtomicLong(System.nanoTime());

    public Asking(Calls calls) {
        this.api = new Api(calls, ApiSettings.DEFAULT, System::nanoTime, ApiObserver.NONE);
    }

    public MessageId newId() {
        return new MessageId(0x7000, Long.MIN_VALUE | ids.incrementAndGet());
    }

    /** From the user's phone. */
    public JsonNode ask(String user, String call, String body) {
        return ask(user, call, body, newId());
    }

    public JsonNode ask(String user, String call, String body, MessageId requestId) {
        return answer(user, call, body, requestId).match(reply -> read(reply.body()), refusal -> {
            throw new AssertionError(call + " " + body + " is refused: " + refusal);
        });
    }

    public Refusal refused(String user, String call, String body) {
        return refused(user, call, body, newId());
    }

    public Refusal refused(String user, String call, String body, MessageId requestId) {
        try {
            return answer(user, call, body, requestId)
                    .match(
                            reply -> {
                                throw new AssertionError(call + " " + body + " is answered: " + read(reply.body()));
                            },
                            refusal -> refusal);
        } catch (RefusalException malformed) {
            return malformed.refusal();
        }
    }

    private Answer answer(String user, String call, String body, MessageId requestId) {
        UserName name = new UserName(user);
        Caller caller = new Caller(name, new EndpointId(name, "phone"), requestId);
        byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try {
            return api.run(api.calls().named(call), caller, json)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
