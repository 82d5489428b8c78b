package io.parley.broker.http;

import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.StorageException;
import io.parley.protocol.Content;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /guest/{token}}: where a track is, for whoever has the link. Anybody may ask; the token is the right. Jetty's
 * threads; no thread waits.
 */
final class GuestHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(GuestHandler.class);

    /** Requests of all guests under way on this node. */
    static final int REQUESTS_MAX = 256;

    private static final String ROOT = "/guest/";
    private static final int TOKEN_LENGTH_MAX = 64;

    private final HttpServer.Guests guests;
    private final HttpObserver observer;
    private final AtomicInteger underWay = new AtomicInteger();

    GuestHandler(HttpServer.Guests guests, HttpObserver observer) {
        this.guests = guests;
        this.observer = observer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(ROOT)) {
            return false;
        }
        String token = path.substring(ROOT.length());
        if (!HttpMethod.GET.is(request.getMethod())) {
            write(HttpAnswer.of(405, "Method Not Allowed", "only GET here").with("Allow", "GET"), response, callback);
        } else if (token.length() > TOKEN_LENGTH_MAX) {
            write(HttpAnswer.of(Reason.NOT_FOUND, "there is no such link"), response, callback);
        } else if (underWay.incrementAndGet() > REQUESTS_MAX) {
            underWay.decrementAndGet();
            write(HttpAnswer.of(Reason.BUSY, "this node has as many guests as it may"), response, callback);
        } else {
            guests.door().apply(token).handle(this::answer).thenAccept(answer -> {
                underWay.decrementAndGet();
                write(answer, response, callback);
            });
        }
        return true;
    }

    private HttpAnswer answer(@Nullable Reply reply, @Nullable Throwable failure) {
        if (reply != null) {
            return new HttpAnswer(200, Map.of(), guests.contentType(), Content.wrap(reply.body()));
        }
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RefusalException refused) {
            return HttpAnswer.of(refused.refusal());
        }
        if (cause instanceof StorageException || cause instanceof TimeoutException) {
            return HttpAnswer.of(new Refusal(Reason.BUSY, "it cannot be looked up right now, try again"));
        }
        LOG.error("A guest was not answered because of a fault here", cause);
        return HttpAnswer.of(500, "Internal Server Error", "internal error");
    }

    private void write(HttpAnswer answer, Response response, Callback callback) {
        observer.answered(answer.status());
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        // the address is the right to look: it is not to be told to where links lead
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().size());
        response.write(true, answer.body().asBuffer(), callback);
    }
}
