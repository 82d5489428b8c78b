package io.parley.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.protocol.Content;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one end writes into a batch the other reads; what nobody would write is refused, whatever it claims. */
class BatchesTest {
    private static final int MESSAGES_MAX = 64;

    private static JsonNode vectors() throws IOException {
        return new ObjectMapper().readTree(Path.of("vectors", "batches.json").toFile());
    }

    private static List<SubmittedMessage> submitted(JsonNode vector) {
        List<SubmittedMessage> messages = new ArrayList<>();
        for (JsonNode message : vector.get("messages")) {
            messages.add(new SubmittedMessage(
                    MessageId.parse(message.get("id").asText()),
                    message.get("expirySeconds").asLong(),
                    message.get("contentType").asText(),
                    Content.ofText(message.get("text").asText())));
        }
        return messages;
    }

    private static List<DeliveredMessage> delivered(JsonNode vector) {
        List<DeliveredMessage> messages = new ArrayList<>();
        for (JsonNode message : vector.get("messages")) {
            messages.add(new DeliveredMessage(
                    message.get("seq").asLong(),
                    MessageId.parse(message.get("id").asText()),
                    new UserName(message.get("from").asText()),
                    message.get("at").asLong(),
                    message.get("expirySeconds").asLong(),
                    message.get("resend").asInt(),
                    message.get("gone").asBoolean(),
                    message.get("contentType").asText(),
                    Content.ofText(message.get("text").asText())));
        }
        return messages;
    }

    @Test
    void should_write_and_read_submitted_messages_as_agreed() throws IOException, BadBodyException {
        for (JsonNode vector : vectors().get("submitted")) {
            List<SubmittedMessage> messages = submitted(vector);
            byte[] body = Batches.writeSubmitted(messages);
            assertThat(HexFormat.of().formatHex(body))
                    .isEqualTo(vector.get("hex").asText());
            assertThat(Batches.readSubmitted(ByteBuffer.wrap(body), MESSAGES_MAX))
                    .isEqualTo(messages);
        }
    }

    @Test
    void should_write_and_read_delivered_messages_as_agreed() throws IOException, BadBodyException {
        for (JsonNode vector : vectors().get("delivered")) {
            List<DeliveredMessage> messages = delivered(vector);
            byte[] body = Batches.writeDelivered(messages);
            assertThat(HexFormat.of().formatHex(body))
                    .isEqualTo(vector.get("hex").asText());
            assertThat(Batches.readDelivered(ByteBuffer.wrap(body))).isEqualTo(messages);
        }
    }

    @Test
    void should_refuse_what_no_writer_writes() throws IOException {
        for (JsonNode hex : vectors().get("bad")) {
            ByteBuffer body = ByteBuffer.wrap(HexFormat.of().parseHex(hex.asText()));
            assertThatThrownBy(() -> Batches.readSubmitted(body, MESSAGES_MAX))
                    .as("%s", hex)
                    .isInstanceOf(BadBodyException.class);
            assertThatThrownBy(() -> Batches.readDelivered(body)).as("%s", hex).isInstanceOf(BadBodyException.class);
        }
    }

    @Test
    void should_refuse_a_batch_that_is_cut_anywhere_or_goes_on() throws IOException {
        byte[] submitted =
                Batches.writeSubmitted(submitted(vectors().get("submitted").get(0)));
        byte[] delivered =
                Batches.writeDelivered(delivered(vectors().get("delivered").get(0)));
        for (int length = 0; length < submitted.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(submitted, 0, length);
            assertThatThrownBy(() -> Batches.readSubmitted(cut, MESSAGES_MAX)).isInstanceOf(BadBodyException.class);
        }
        for (int length = 0; length < delivered.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(delivered, 0, length);
            assertThatThrownBy(() -> Batches.readDelivered(cut)).isInstanceOf(BadBodyException.class);
        }
        ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(submitted, submitted.length + 1));
        assertThatThrownBy(() -> Batches.readSubmitted(longer, MESSAGES_MAX)).isInstanceOf(BadBodyException.class);
    }

    @Test
    void should_refuse_more_messages_than_allowed() throws IOException {
        List<SubmittedMessage> messages = submitted(vectors().get("submitted").get(0));
        ByteBuffer body = ByteBuffer.wrap(Batches.writeSubmitted(messages));
        assertThatThrownBy(() -> Batches.readSubmitted(body, messages.size() - 1))
                .isInstanceOf(BadBodyException.class);
    }
}
