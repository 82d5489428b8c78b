package io.parley.broker.http;

import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.RefusalException;
import io.parley.broker.identity.TokenGate;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request for a call: who is it, may there be one more, read the body, run, answer. Nothing of the body is read before
 * it is known who sends it. Each step runs on the thread that ended the one before, of Jetty or of whoever answered.
 */
final class ApiExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ApiExchange.class);
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String BEARER = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"parley\"";
    private static final int UUID_LENGTH = 36;

    private final HttpApi parts;
    private final UnderWay underWay;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private boolean entered;
    private @Nullable UserName user;
    private @Nullable MessageId requestId;

    ApiExchange(HttpApi parts, UnderWay underWay, Request request, Response response, Callback callback) {
        this.parts = parts;
        this.underWay = underWay;
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** Ends the request before its call has run. */
    private static final class EarlyAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient HttpAnswer answer;

        EarlyAnswerException(HttpAnswer answer) {
            super(null, null, false, false);
            this.answer = answer;
        }
    }

    void run(String name) {
        entered = underWay.enter();
        if (!entered) {
            write(HttpAnswer.of(Reason.BUSY, "this node has as many requests under way as it may"));
            return;
        }
        CompletableFuture.completedStage(name)
                .thenCompose(it -> authenticate())
                .thenComposeAsync(it -> call(it, name), request.getComponents().getExecutor())
                .exceptionally(ApiExchange::failed)
                .thenAccept(this::write);
    }

    private CompletionStage<UserName> authenticate() {
        String secret = bearer(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .orElseThrow(() -> new EarlyAnswerException(
                        HttpAnswer.of(401, "Unauthorized", "send Authorization: Bearer and a token")
                                .with(HttpHeader.WWW_AUTHENTICATE.asString(), CHALLENGE)));
        return parts.gate()
                .admit(secret, Request.getRemoteAddr(request))
                .thenApply(verdict -> verdict.match(admitted -> admitted, why -> {
                    throw new EarlyAnswerException(refused(why));
                }));
    }

    private static Optional<String> bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static HttpAnswer refused(TokenGate.Why why) {
        return switch (why) {
            case DENIED ->
                HttpAnswer.of(401, "Unauthorized", "no such token, or it was revoked")
                        .with(HttpHeader.WWW_AUTHENTICATE.asString(), CHALLENGE + ", error=\"invalid_token\"");
            case TOO_MANY_WRONG ->
                HttpAnswer.of(429, "Too Many Requests", "too many wrong tokens came from your address")
                        .retryAfter(TokenGate.patience().toSeconds());
            case BUSY -> HttpAnswer.of(Reason.BUSY, "tokens cannot be looked up right now, try again");
        };
    }

    private CompletionStage<HttpAnswer> call(UserName caller, String name) {
        if (!underWay.enter(caller)) {
            int most = parts.api().settings().underWayMax();
            throw new EarlyAnswerException(HttpAnswer.of(
                    429,
                    new Refusal(Reason.BUSY, caller + " has " + most + " requests under way, the most a user may")));
        }
        user = caller;
        Call call = parts.api()
                .calls()
                .find(name)
                .orElseThrow(() -> new RefusalException(Reason.NOT_FOUND, "there is no call " + Topics.quote(name)));
        MessageId id = requestId();
        requestId = id;
        if (parts.store().fault().isPresent()) {
            throw new RefusalException(Reason.BUSY, "the store is away, try again");
        }
        return body(call)
                .thenCompose(body -> parts.api().run(call, new Caller(caller, null, id), body))
                .thenApply(HttpAnswer::of);
    }

    /** The key as it is, or as a string of RFC 8941, in quotes. */
    private MessageId requestId() {
        String key = request.getHeaders().get(IDEMPOTENCY_KEY);
        if (key == null) {
            return parts.newIds().get();
        }
        boolean quoted = key.length() == UUID_LENGTH + 2 && key.startsWith("\"") && key.endsWith("\"");
        String uuid = quoted ? key.substring(1, UUID_LENGTH + 1) : key;
        try {
            if (uuid.length() == UUID_LENGTH) {
                return MessageId.parse(uuid);
            }
        } catch (IllegalArgumentException noUuid) {
            throw badKey();
        }
        throw badKey();
    }

    private static RefusalException badKey() {
        return new RefusalException(Reason.BAD_ID, IDEMPOTENCY_KEY + " must be a UUID of 36 characters");
    }

    private CompletionStage<byte[]> body(Call call) {
        if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            throw new EarlyAnswerException(
                    HttpAnswer.of(415, "Unsupported Media Type", "send the body without Content-Encoding"));
        }
        call.checkSize(Math.max(request.getLength(), 0));
        return RequestBody.read(request, call.bodyBytesMax())
                .orTimeout(parts.bodyPatience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static HttpAnswer failed(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof EarlyAnswerException early) {
            return early.answer;
        }
        if (cause instanceof RefusalException refused) {
            return HttpAnswer.of(refused.refusal());
        }
        if (cause instanceof TimeoutException) {
            return HttpAnswer.of(408, "Request Timeout", "the body took too long to come");
        }
        if (cause instanceof IOException gone) {
            return HttpAnswer.of(400, "Bad Request", String.valueOf(gone.getMessage()));
        }
        LOG.error("A request failed because of a fault here", cause);
        return HttpAnswer.of(500, "Internal Server Error", "internal error");
    }

    /** Ends the request. Its place is free again when the client has what it asked for, or is gone. */
    void write(HttpAnswer answer) {
        parts.observer().answered(answer.status());
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        if (requestId != null) {
            response.getHeaders().put(IDEMPOTENCY_KEY, requestId.toString());
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().size());
        response.write(true, answer.body().asBuffer(), Callback.from(callback, this::leave));
    }

    private void leave() {
        if (user != null) {
            underWay.leave(user);
        }
        if (entered) {
            underWay.leave();
        }
    }
}
