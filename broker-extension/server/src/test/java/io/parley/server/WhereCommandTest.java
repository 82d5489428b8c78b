package io.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Trace;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhereCommandTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final MessageId ID = MessageId.parse("0198f3a2-0198-7000-8000-0198f3a20198");

    @Test
    void should_take_an_id_in_both_forms_people_meet() {
        assertThat(WhereCommand.parse("0198f3a2-0198-7000-8000-0198f3a20198")).contains(ID);
        assertThat(WhereCommand.parse("0198F3A2019870008000 0198f3a20198".replace(" ", "")))
                .contains(ID);
        assertThat(WhereCommand.parse("0198f3a2")).isEmpty();
        assertThat(WhereCommand.parse("x")).isEmpty();
    }

    @Test
    void should_tell_the_life_in_order_and_never_the_content() {
        StoredMessage message = new StoredMessage(
                41, ID, ALICE, "phone", 1_700_000_000_123L, 0, "text/plain", Content.ofText("secret"));
        Trace trace = new Trace(
                ConversationId.chat(ALICE, BOB),
                message,
                3,
                Map.of(BOB, new UserMarks(42, 40)),
                List.of(
                        new Trace.EndpointMark(new EndpointId(BOB, "tv"), 40, 1_700_000_000_200L),
                        new Trace.EndpointMark(new EndpointId(BOB, "watch"), 42, 1_700_000_000_300L)));
        List<String> lines = LifeOfMessage.lines(trace, ZoneOffset.UTC);
        assertThat(lines.get(0)).contains(ID.toString(), "chat/alice:bob", "seq 41");
        assertThat(lines)
                .noneMatch(line -> line.contains("secret") || line.contains("bob/tv"))
                .anyMatch(line -> line.startsWith("2023-11-14 22:13:20.123  accepted from alice/phone: 6 bytes"))
                .anyMatch(line -> line.startsWith("2023-11-14 22:13:20.300  bob/watch has everything up to 42"))
                .anyMatch(line -> line.contains("bob: received (has up to 42), not read yet (up to 40)"));
    }
}
