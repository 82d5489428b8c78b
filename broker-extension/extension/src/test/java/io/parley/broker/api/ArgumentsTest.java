package io.parley.broker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final UserName ALICE = new UserName("alice");
    private static final Handler NEVER = (caller, arguments) -> new CompletableFuture<>();
    private static final Call ALL = Call.of(
            "thing/do",
            "Takes one of each kind",
            List.of(
                    Field.text("text", 2, 10),
                    Field.number("number", -5, 5),
                    Field.bool("bool"),
                    Field.user("user"),
                    Field.users("users", 3),
                    Field.group("group"),
                    Field.conversation("conversation"),
                    Field.endpoint("endpoint"),
                    Field.id("id"),
                    Field.oneOf("code", "open", "shut"),
                    Field.numbers("numbers", 1, 100, 3),
                    Field.base64("bytes", 1, 10),
                    Field.text("note", 0, 5).optional(),
                    Field.number("seconds", 0, 60).optional(),
                    Field.bool("loud").optional(),
                    Field.user("peer").optional(),
                    Field.users("others", 3).optional(),
                    Field.base64("more", 0, 10).optional()),
            NEVER);

    private static Arguments read(Call call, String body) {
        return Arguments.read(call, ALICE, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void should_refuse_every_bad_body_and_run_every_good_one() {
        CallTester.check(new Calls(List.of(
                ALL,
                Call.of("thing/none", "Takes nothing", List.of(), NEVER),
                Call.of("thing/list", "Takes a page", Page.FIELDS, NEVER),
                Call.of("thing/say", "Takes what a message says", Said.FIELDS, NEVER)
                        .withBody(Said.BODY_BYTES_MAX))));
    }

    @Test
    void should_give_each_field_as_what_it_is() {
        Arguments it = read(ALL, """
                {"text":"hé😀","number":-5,"bool":false,"user":"bob","users":["bob","carol"],"group":"climbers",
                 "conversation":"chat/bob","endpoint":"phone","id":"00000000-0000-0001-0000-000000000002",
                 "code":"shut","numbers":[3,1],"bytes":"aGk="}""");
        UserName bob = new UserName("bob");
        assertThat(it.text("text")).isEqualTo("hé😀");
        assertThat(it.number("number")).isEqualTo(-5);
        assertThat(it.bool("bool")).isFalse();
        assertThat(it.user("user")).isEqualTo(bob);
        assertThat(it.users("users")).containsExactly(bob, new UserName("carol"));
        assertThat(it.group("group")).isEqualTo(new GroupName("climbers"));
        assertThat(it.conversation("conversation")).isEqualTo(ConversationId.chat(ALICE, bob));
        assertThat(it.endpoint("endpoint")).isEqualTo(new EndpointId(ALICE, "phone"));
        assertThat(it.id("id")).isEqualTo(new MessageId(1, 2));
        assertThat(it.text("code")).isEqualTo("shut");
        assertThat(it.numbers("numbers")).containsExactly(3L, 1L);
        assertThat(it.bytes("bytes")).isEqualTo(Content.ofText("hi"));
        assertThat(it.textIf("note")).isEmpty();
        assertThat(it.numberIf("seconds")).isEmpty();
        assertThat(it.boolIf("loud")).isEmpty();
        assertThat(it.userIf("peer")).isEmpty();
        assertThat(it.users("others")).isEmpty();
        assertThat(it.bytesIf("more")).isEmpty();
    }

    @Test
    void should_say_that_a_handler_asks_for_what_is_not_declared() {
        Arguments it = read(Call.of("thing/do", "", List.of(Field.bool("loud").optional()), NEVER), "{}");
        assertThatThrownBy(() -> it.textIf("laud")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> it.bool("loud")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_take_one_of_several_fields() {
        Call call = Call.of(
                "thing/do",
                "",
                List.of(Field.bool("a").optional(), Field.bool("b").optional()),
                NEVER);
        assertThat(read(call, "{\"b\":true}").exactlyOne("a", "b")).isEqualTo("b");
        assertThat(read(call, "{}").atMostOne("a", "b")).isEmpty();
        assertThatThrownBy(() -> read(call, "{}").exactlyOne("a", "b")).hasMessageContaining("one of a, b is missing");
        assertThatThrownBy(() -> read(call, "{\"a\":true,\"b\":true}").atMostOne("a", "b"))
                .hasMessageContaining("only one of a, b");
    }

    @Test
    void should_read_what_a_message_says() {
        Call call = Call.of("thing/say", "", Said.FIELDS, NEVER);
        assertThat(Said.of(read(call, "{\"text\":\"hi\"}"))).isEqualTo(new Said("text/plain", Content.ofText("hi")));
        assertThat(Said.of(read(call, "{\"content\":\"aGk=\",\"contentType\":\"image/png\"}")))
                .isEqualTo(new Said("image/png", Content.ofText("hi")));
        for (String bad : List.of(
                "{}", "{\"text\":\"hi\",\"content\":\"aGk=\"}", "{\"text\":\"hi\",\"contentType\":\"text/html\"}")) {
            assertThatThrownBy(() -> Said.of(read(call, bad))).as(bad).isInstanceOf(RefusalException.class);
        }
        Call large = call.withBody(Said.BODY_BYTES_MAX);
        assertThat(catchThrowableOfType(
                                RefusalException.class,
                                () -> Said.of(read(large, "{\"text\":\"" + "é".repeat(200_000) + "\"}")))
                        .refusal()
                        .detail())
                .contains("400000");
    }

    @Test
    void should_turn_pages() {
        Call call = Call.of("thing/list", "", Page.FIELDS, NEVER);
        assertThat(Page.of(read(call, ""))).isEqualTo(new Page(50, Optional.empty()));
        String reply =
                new String(Reply.of(json -> Page.writeNext(json, "bob/17")).body(), StandardCharsets.UTF_8);
        String cursor = reply.substring("{\"next\":".length(), reply.length() - 1);
        assertThat(Page.of(read(call, "{\"limit\":100,\"cursor\":" + cursor + "}")))
                .isEqualTo(new Page(100, Optional.of("bob/17")));
        assertThatThrownBy(() -> Page.of(read(call, "{\"cursor\":\"{}\"}"))).hasMessageContaining("cursor");
    }

    @Test
    void should_not_take_two_calls_of_one_name_nor_two_fields() {
        assertThatThrownBy(() -> new Calls(List.of(ALL, ALL))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Call.of("thing/do", "", List.of(Field.bool("a"), Field.user("a")), NEVER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Call.of("sync", "", List.of(), NEVER)).isInstanceOf(IllegalArgumentException.class);
    }
}
