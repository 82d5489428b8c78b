package io.parley.broker.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.amend.Amended;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as the calls show it.
 *
 * <pre>{"seq":41,"id":"…","from":"alice","at":1700000000000,"contentType":"text/plain","text":"hello"}</pre>
 *
 * One that has expired has {@code "gone":"expired"} and no content, one that was recalled {@code "gone":"recalled"}.
 */
final class MessageJson {
    private MessageJson() {}

    static void write(JsonGenerator json, StoredMessage sent, @Nullable Amended amended, long now) throws IOException {
        StoredMessage message = amended == null ? sent : amended.now(sent);
        json.writeStartObject();
        json.writeNumberField("seq", message.seq());
        json.writeStringField("id", message.id().toString());
        json.writeStringField("from", message.from().value());
        json.writeNumberField("at", message.at());
        if (message.expiresAt() != 0) {
            json.writeNumberField("expiresAt", message.expiresAt());
        }
        json.writeStringField("contentType", message.contentType());
        if (message.isExpiredAt(now)) {
            json.writeStringField("gone", "expired");
        } else if (amended != null && amended.isRecalled()) {
            json.writeStringField("gone", "recalled");
        } else {
            writeContent(json, message.contentType(), message.content());
        }
        if (amended != null) {
            amended.write(json);
        }
        json.writeEndObject();
    }

    private static void writeContent(JsonGenerator json, String contentType, Content content) throws IOException {
        Optional<String> text = ContentText.of(contentType, content);
        if (text.isPresent()) {
            json.writeStringField("text", text.get());
        } else {
            json.writeStringField("content", Base64.getEncoder().encodeToString(content.toBytes()));
        }
    }
}
