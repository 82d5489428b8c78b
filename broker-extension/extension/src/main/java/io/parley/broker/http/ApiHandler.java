package io.parley.broker.http;

import io.parley.broker.api.Reply;
import io.parley.protocol.Content;
import java.util.Map;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The calls of users.
 *
 * <pre>
 * POST /api/{resource}/{verb}   Authorization: Bearer …, Idempotency-Key: {uuid}, a JSON object
 * GET  /api/openapi.json        what there is, for programs; anybody may read it
 * </pre>
 *
 * A handler of Jetty's own, since those of servlets hold a thread for as long as a client takes to send or to read. Here
 * bodies come and go as the network allows, and no thread waits.
 */
final class ApiHandler extends Handler.Abstract {
    /** Requests of all users under way on this node. */
    static final int REQUESTS_MAX = 1_024;

    private static final String ROOT = "/api/";
    private static final String DOCUMENT = "openapi.json";

    private final HttpApi parts;
    private final UnderWay underWay;
    private final HttpAnswer document;

    ApiHandler(HttpApi parts) {
        this.parts = parts;
        this.underWay = new UnderWay(REQUESTS_MAX, parts.api().settings().underWayMax());
        this.document = new HttpAnswer(
                200,
                Map.of("Cache-Control", "no-cache"),
                Reply.CONTENT_TYPE,
                Content.wrap(OpenApi.write(parts.api().calls())));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(ROOT)) {
            return false;
        }
        ApiExchange exchange = new ApiExchange(parts, underWay, request, response, callback);
        String name = path.substring(ROOT.length());
        if (name.equals(DOCUMENT)) {
            exchange.write(isReading(request) ? document : notAllowed("GET, HEAD"));
        } else if (!HttpMethod.POST.is(request.getMethod())) {
            exchange.write(notAllowed("POST"));
        } else {
            exchange.run(name);
        }
        return true;
    }

    private static boolean isReading(Request request) {
        return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    }

    private static HttpAnswer notAllowed(String allowed) {
        return HttpAnswer.of(405, "Method Not Allowed", "only " + allowed + " here")
                .with("Allow", allowed);
    }
}
