package io.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.TrackEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published document says what the code does. */
class AsyncApiTest {
    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        document = new YAMLMapper().readTree(Path.of("asyncapi.yaml").toFile());
    }

    @Test
    void should_list_every_reason_and_status() {
        assertThat(texts(document.at("/components/schemas/reason/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::code).toList());
        assertThat(texts(document.at("/components/schemas/status/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Ack.Status.values()).map(Ack.Status::code).toList());
    }

    @Test
    void should_name_every_topic_the_code_uses() {
        UserName bob = new UserName("bob");
        ConversationId climbers = ConversationId.group(new GroupName("climbers"));
        Set<String> addresses = new HashSet<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address")
                        .asText()
                        .replace("{user}", "bob")
                        .replace("{peer}", "alice")
                        .replace("{group}", "climbers")
                        .replace("{track}", "walk")
                        .replace("{device}", "phone")));
        assertThat(addresses)
                .containsExactlyInAnyOrder(
                        Topics.CHAT + "bob",
                        Topics.RECEIPT,
                        Topics.SYNC,
                        Topics.inboxOf(bob, ConversationId.chat(bob, new UserName("alice"))),
                        Topics.ack(bob),
                        Topics.acks(bob),
                        Topics.reply(bob),
                        Topics.presence(bob),
                        Topics.event(bob, "receipt"),
                        Topics.GROUP + "climbers",
                        Topics.TYPING + Topics.CHAT + "bob",
                        Topics.TYPING + Topics.GROUP + "climbers",
                        Topics.inboxOf(bob, climbers),
                        Topics.inboxOf(bob, climbers.amendments()),
                        Topics.inboxOf(
                                bob,
                                ConversationId.chat(bob, new UserName("alice")).amendments()),
                        Topics.event(bob, "unread"),
                        Topics.event(bob, "counts"),
                        Topics.event(bob, "typing"),
                        Topics.event(bob, "membership"),
                        Topics.event(bob, "hidden"),
                        Topics.event(bob, "conversation"),
                        Topics.event(bob, "profile"),
                        Topics.event(bob, "scheduled"),
                        Topics.event(bob, "expired"),
                        Topics.event(bob, "rejected"),
                        Topics.point(new TrackName("walk")),
                        OwnTracksTopic.ROOT + "bob/phone",
                        Topics.event(bob, TrackEvent.KIND));
    }

    @Test
    void should_document_every_header_and_limit() {
        Set<String> headers = new HashSet<>();
        document.at("/components/messages")
                .forEach(message ->
                        message.at("/headers/properties").fieldNames().forEachRemaining(headers::add));
        assertThat(headers)
                .containsExactlyInAnyOrder(
                        Headers.AFTER,
                        Headers.SEQ,
                        Headers.FROM,
                        Headers.AT,
                        Headers.RESEND,
                        Headers.GONE,
                        Headers.FLOOR,
                        Headers.STATUS,
                        Headers.REASON,
                        Headers.RETRY_AFTER);
        assertThat(document.at("/components/messages/syncRequest/payload/properties/limit/maximum")
                        .asInt())
                .isEqualTo(Limits.DEFAULT.syncPageMax());
        assertThat(document.at("/components/messages/outgoing/description").asText())
                .contains(String.valueOf(Limits.DEFAULT.contentBytesMax()));
    }

    @Test
    void should_resolve_every_reference() {
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as("%s", reference)
                    .isFalse();
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
