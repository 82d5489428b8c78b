package io.parley.broker.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A JSON object, written. Immutable. */
public final class Reply {
    public static final String CONTENT_TYPE = "application/json";

    private static final JsonFactory JSON = new JsonFactory();

    /** {@code {}}: it is done, there is nothing to tell. */
    public static final Reply NOTHING = of(json -> {});

    /** Writes the fields of the object; its braces are written around it. */
    @FunctionalInterface
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private final byte[] body;

    private Reply(byte[] body) {
        this.body = body;
    }

    public static Reply of(Fields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new Reply(out.toByteArray());
    }

    /**
     * The answer of a call that wrote to a log:
     *
     * <pre>{"status":"accepted","conversation":"group/climbers","seq":41,"at":1700000000000}</pre>
     *
     * @throws RefusalException if the owner of the log rejected it
     */
    public static Reply logged(Ack ack, ConversationId conversation, UserName viewer) {
        Reason reason = ack.reason();
        if (reason != null) {
            throw new RefusalException(
                    reason,
                    ack.retryAfterMillis() > 0 ? "try again in " + ack.retryAfterMillis() + " ms" : "not accepted");
        }
        return of(json -> {
            json.writeStringField("status", ack.status().code());
            json.writeStringField("conversation", conversation.seenBy(viewer));
            json.writeNumberField("seq", ack.seq());
            json.writeNumberField("at", ack.at());
        });
    }

    /** The object in UTF-8; the array is the reply's own and is not to be changed. */
    public byte[] body() {
        return body;
    }
}
