package io.parley.protocol.json;

import io.parley.protocol.Reason;

/**
 * An error answer in the form of RFC 9457, content type {@code application/problem+json}; also the body of
 * {@code inbox/{user}/event/rejected}, which answers a receipt that was refused after its PUBACK.
 *
 * <pre>{"type":"urn:parley:beyond-last","title":"beyond-last","detail":"received 50, last is 42 in chat/bob"}</pre>
 */
public record Problem(Reason reason, String detail) {
    public static final String CONTENT_TYPE = "application/problem+json";

    public String type() {
        return "urn:parley:" + reason.code();
    }
}
