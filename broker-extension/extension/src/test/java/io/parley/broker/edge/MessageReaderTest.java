package io.parley.broker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Limits;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    private static final MessageId MADE = new MessageId(1, 2);
    private static final MessageId GIVEN = MessageId.parse("01980000-0000-7000-8000-000000000001");

    private final MessageReader reader = new MessageReader(new UserName("alice"), Limits.DEFAULT, () -> MADE);

    private static ScriptedPublish message() {
        return new ScriptedPublish("chat/bob").correlation(GIVEN.toBytes());
    }

    private void assertRefused(ScriptedPublish packet, Reason reason) {
        Refusal refusal = reader.read(packet);
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    @Test
    void should_make_an_id_if_none_is_given() {
        assertThat(reader.read(new ScriptedPublish("chat/bob"))).isNull();
        assertThat(reader.id()).isEqualTo(MADE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 4_000})
    void should_refuse_an_id_of_another_length(int length) {
        assertRefused(new ScriptedPublish("chat/bob").correlation(new byte[length]), Reason.BAD_ID);
        assertThat(reader.id()).isNull();
    }

    @Test
    void should_keep_a_bad_id_for_the_ack_only_while_it_is_short() {
        reader.read(new ScriptedPublish("chat/bob").correlation(new byte[3]));
        assertThat(reader.correlation()).hasSize(3);
        reader.read(new ScriptedPublish("chat/bob").correlation(new byte[65]));
        assertThat(reader.correlation()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inbox/bob/ack",
                "inbox/alice",
                "inbox/alice/",
                "inbox/alice/+",
                "inbox/alice/#",
                "inbox/alicea/ack",
                "chat/bob",
                "",
                "$SYS/ack",
                "/inbox/alice/ack"
            })
    void should_refuse_a_foreign_response_topic(String topic) {
        assertRefused(message().responseTopic(topic), Reason.NOT_ALLOWED);
        assertThat(reader.replyTo()).isNull();
    }

    @Test
    void should_forget_the_response_topic_of_the_packet_before() {
        assertThat(reader.read(message().responseTopic("inbox/alice/acks"))).isNull();
        assertThat(reader.replyTo()).isEqualTo(new ReplyTo("inbox/alice/acks", true));
        assertThat(reader.read(message())).isNull();
        assertThat(reader.replyTo()).isNull();
        assertThat(reader.read(message().responseTopic("inbox/alice/ack"))).isNull();
        assertThat(reader.replyTo()).isEqualTo(new ReplyTo("inbox/alice/ack", false));
    }

    @Test
    void should_take_content_up_to_the_limit() {
        assertThat(reader.read(message())).isNull();
        assertThat(reader.content().size()).isZero();
        int max = Limits.DEFAULT.contentBytesMax();
        assertThat(reader.read(message().payload(new byte[max]))).isNull();
        assertThat(reader.content().size()).isEqualTo(max);
        assertRefused(message().payload(new byte[max + 1]), Reason.TOO_LARGE);
    }

    @Test
    void should_refuse_a_repeated_known_property_and_ignore_unknown_ones() {
        assertThat(reader.read(message().property("x", "1").property("x", "2"))).isNull();
        assertRefused(
                message().property("after", GIVEN.toString()).property("after", GIVEN.toString()), Reason.MALFORMED);
        assertThat(reader.read(message().property("after", GIVEN.toString()))).isNull();
        assertThat(reader.after()).isEqualTo(GIVEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-2-3-4-5", "not a uuid", "01980000-0000-7000-8000-00000000000g"})
    void should_refuse_an_unreadable_after(String value) {
        assertRefused(message().property("after", value), Reason.MALFORMED);
    }

    @Test
    void should_refuse_too_many_properties() {
        ScriptedPublish packet = message();
        for (int i = 0; i <= Limits.DEFAULT.userPropertiesMax(); i++) {
            packet.property("x" + i, "");
        }
        assertRefused(packet, Reason.MALFORMED);
    }

    @Test
    void should_refuse_what_is_already_worthless() {
        assertRefused(message().expiry(0), Reason.EXPIRED);
        assertThat(reader.read(message().expiry(4_294_967_295L))).isNull();
        assertThat(reader.expiryMillis()).isEqualTo(4_294_967_295_000L);
        assertThat(reader.read(message())).isNull();
        assertThat(reader.expiryMillis()).isZero();
        assertThat(reader.read(message().expiry(4_294_967_296L))).isNull();
        assertThat(reader.expiryMillis()).as("HiveMQ's word for none").isZero();
    }

    @Test
    void should_refuse_a_long_content_type() {
        assertThat(reader.read(message().contentType("x".repeat(128)))).isNull();
        assertRefused(message().contentType("x".repeat(129)), Reason.MALFORMED);
    }
}
