package io.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.LocationPoint;
import io.parley.protocol.json.Marks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors in {@code device-sdk/protocol/vectors} are the contract; the web SDK reads the same files. */
class GoldenVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode vectors(String file) throws IOException {
        return JSON.readTree(Path.of("vectors", file).toFile());
    }

    @Test
    void should_read_every_publish_topic_as_agreed() throws IOException {
        for (JsonNode vector : vectors("topics.json").get("publish")) {
            String topic = vector.get("topic").asText();
            List<Refusal> refusals = new ArrayList<>();
            String read = Topics.parse(topic, refusals::add)
                    .map(address -> address.match(
                            chat -> "chat=" + chat.peer(),
                            group -> "group=" + group.group(),
                            typing -> "typing=" + topic.substring(Topics.TYPING.length()),
                            receipt -> "receipt=true",
                            track -> "track=" + track.track(),
                            ownTracks -> "owntracks=" + ownTracks.topic().user() + "/"
                                    + ownTracks.topic().device() + "/"
                                    + ownTracks.topic().part(),
                            api -> "api=" + api.call()))
                    .orElseGet(() -> "refused=" + refusals.get(0).reason().code());
            if (vector.has("name")) {
                assertThat(Topics.parse(topic, refusals::add)
                                .map(it -> ((Address.OwnTracks) it).topic().track()))
                        .as(Topics.quote(topic))
                        .contains(TrackName.parse(vector.get("name").asText()));
            }
            Map.Entry<String, JsonNode> expected = vector.properties().stream()
                    .filter(field -> !field.getKey().equals("topic"))
                    .findFirst()
                    .orElseThrow();
            assertThat(read)
                    .as(Topics.quote(topic))
                    .isEqualTo(expected.getKey() + "=" + expected.getValue().asText());
        }
    }

    @Test
    void should_allow_only_own_inbox_filters() throws IOException {
        for (JsonNode vector : vectors("topics.json").get("subscribe")) {
            UserName user = new UserName(vector.get("user").asText());
            assertThat(Topics.isOwnInboxFilter(vector.get("filter").asText(), user))
                    .as("%s", vector)
                    .isEqualTo(vector.get("allowed").asBoolean());
        }
    }

    @Test
    void should_allow_only_own_response_topics() throws IOException {
        for (JsonNode vector : vectors("topics.json").get("response")) {
            UserName user = new UserName(vector.get("user").asText());
            String topic = vector.get("topic").asText();
            assertThat(Topics.isOwnResponseTopic(topic, user))
                    .as("%s", vector)
                    .isEqualTo(vector.get("allowed").asBoolean());
            assertThat(Topics.wantsBatchedAcks(topic))
                    .as("%s", vector)
                    .isEqualTo(vector.get("batched").asBoolean());
        }
    }

    @Test
    void should_watch_one_user_at_a_time() throws IOException {
        for (JsonNode vector : vectors("topics.json").get("presence")) {
            String filter = vector.get("filter").asText();
            assertThat(Topics.presenceOf(filter).map(UserName::value).orElse(null))
                    .as(filter)
                    .isEqualTo(vector.get("user").textValue());
        }
    }

    @Test
    void should_name_the_topic_of_a_conversation_in_the_inbox() throws IOException {
        for (JsonNode vector : vectors("topics.json").get("inbox")) {
            UserName user = new UserName(vector.get("user").asText());
            ConversationId conversation = ConversationId.parse(
                            vector.get("conversation").asText(), user)
                    .orElseThrow();
            assertThat(Topics.inboxOf(user, conversation))
                    .isEqualTo(vector.get("topic").asText());
        }
    }

    @Test
    void should_give_a_chat_one_id_from_both_sides() throws IOException {
        for (JsonNode vector : vectors("topics.json").get("conversation")) {
            UserName viewer = new UserName(vector.get("viewer").asText());
            String seen = vector.get("seen").asText();
            var conversation = ConversationId.parse(seen, viewer);
            assertThat(conversation.map(ConversationId::value).orElse(null))
                    .isEqualTo(vector.get("id").textValue());
            conversation.ifPresent(id -> assertThat(id.seenBy(viewer)).isEqualTo(seen));
        }
    }

    @Test
    void should_read_positions_as_agreed_and_what_it_writes() throws IOException, BadBodyException {
        JsonNode points = vectors("points.json");
        for (JsonNode vector : points.get("good")) {
            LocationPoint expected = point(vector.get("point"));
            LocationPoint read = LocationPoint.parse(bytes(vector.get("body").asText()));
            assertThat(read).isEqualTo(expected);
            assertThat(LocationPoint.parse(read.toJson())).isEqualTo(expected);
        }
        for (JsonNode body : points.get("bad")) {
            assertThatThrownBy(() -> LocationPoint.parse(bytes(body.asText())))
                    .as("%s", body)
                    .isInstanceOf(BadBodyException.class);
        }
    }

    private static LocationPoint point(JsonNode fields) {
        return new LocationPoint(
                fields.get("lat").asDouble(),
                fields.get("lon").asDouble(),
                fields.get("at").asLong(),
                fields.path("acc").asDouble(Double.NaN),
                fields.path("alt").asDouble(Double.NaN),
                fields.path("vel").asDouble(Double.NaN),
                fields.path("cog").asDouble(Double.NaN),
                fields.path("batt").asDouble(Double.NaN),
                fields.path("tid").asText(""),
                fields.path("trigger").asText(""));
    }

    @Test
    void should_read_and_write_message_ids() throws IOException {
        for (JsonNode vector : vectors("ids.json")) {
            MessageId id = MessageId.parse(vector.get("text").asText());
            assertThat(HexFormat.of().formatHex(id.toBytes()))
                    .isEqualTo(vector.get("hex").asText());
            assertThat(MessageId.of(id.toBytes())).isEqualTo(id);
            assertThat(id).hasToString(vector.get("text").asText());
            assertThat(id.isTimeOrdered()).isEqualTo(vector.get("timeOrdered").asBoolean());
            if (id.isTimeOrdered()) {
                assertThat(id.unixMillis()).isEqualTo(vector.get("unixMillis").asLong());
            }
        }
    }

    @Test
    void should_read_good_marks_and_refuse_bad_ones() throws IOException, BadBodyException {
        JsonNode marks = vectors("bodies.json").get("marks");
        for (JsonNode vector : marks.get("good")) {
            Marks read = Bodies.readMarks(bytes(vector.get("body").asText()), 10);
            assertThat(read).isEqualTo(new Marks(seqs(vector.get("received")), seqs(vector.get("read"))));
            assertThat(Bodies.readMarks(Bodies.write(read), 10)).isEqualTo(read);
        }
        for (JsonNode body : marks.get("bad")) {
            assertThatThrownBy(() -> Bodies.readMarks(bytes(body.asText()), 10))
                    .as("%s", body)
                    .isInstanceOf(BadBodyException.class);
        }
    }

    @Test
    void should_refuse_more_marks_than_allowed() {
        byte[] body = Bodies.write(new Marks(Map.of("chat/a", 1L, "chat/b", 1L), Map.of("chat/c", 1L)));
        assertThatThrownBy(() -> Bodies.readMarks(body, 2)).isInstanceOf(BadBodyException.class);
    }

    @Test
    void should_read_and_write_batched_acks() throws IOException, BadBodyException {
        for (JsonNode vector : vectors("bodies.json").get("acks")) {
            List<Ack> expected = new ArrayList<>();
            for (JsonNode ack : vector.get("acks")) {
                expected.add(Bodies.ack(
                        MessageId.parse(ack.get("id").asText()),
                        ack.get("status").asText(),
                        ack.path("seq").asLong(),
                        ack.path("at").asLong(),
                        ack.path("reason").textValue(),
                        ack.path("retryAfter").asLong()));
            }
            assertThat(Bodies.readAcks(bytes(vector.get("body").asText()))).isEqualTo(expected);
            assertThat(new String(Bodies.writeAcks(expected), StandardCharsets.UTF_8))
                    .isEqualTo(vector.get("body").asText());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Long> seqs(JsonNode object) {
        Map<String, Long> seqs = new HashMap<>();
        object.properties()
                .forEach(field -> seqs.put(field.getKey(), field.getValue().asLong()));
        return seqs;
    }
}
