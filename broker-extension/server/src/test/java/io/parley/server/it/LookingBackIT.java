package io.parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The calls about messages, lists and schedules, once through, on what a user runs: real broker, real store. */
@ExtendWith(SharedServer.class)
class LookingBackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SharedServer.Server server;

    LookingBackIT(SharedServer.Server server) {
        this.server = server;
    }

    private String ask(String token, String call, String body) {
        HttpResponse<String> answer = HttpApiIT.call(server, call, token, UUID.randomUUID(), body.replace('\'', '"'));
        assertThat(answer.statusCode()).as(call + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void should_send_look_back_arrange_hide_clear_and_send_later() {
        String alice = server.user("alice");
        String bob = server.user("bob");
        String hers = HttpApiIT.token(server, alice);
        String his = HttpApiIT.token(server, bob);
        String toBob = "'conversation':'chat/" + bob + "'";
        String toAlice = "'conversation':'chat/" + alice + "'";

        for (String text : new String[] {"one", "two", "three"}) {
            ask(hers, "message/send", "{" + toBob + ",'text':'" + text + "'}");
        }
        assertThat(ask(his, "message/history", "{" + toAlice + "}"))
                .contains("\"text\":\"one\"", "\"text\":\"three\"", "\"floor\":0,\"last\":3");
        assertThat(ask(his, "message/history", "{" + toAlice + ",'at':0,'limit':1}"))
                .contains("\"seq\":1,")
                .doesNotContain("\"seq\":2,");

        ask(his, "conversation/set", "{" + toAlice + ",'pinned':true,'draft':'I was'}");
        ask(his, "message/hide", "{" + toAlice + ",'seqs':[3]}");
        assertThat(ask(his, "conversation/list", "{}"))
                .contains("\"unread\":3", "\"text\":\"two\"", "\"pinned\":true", "\"draft\":\"I was\"", "\"total\":3");

        long due = System.currentTimeMillis() + 1_500;
        ask(hers, "schedule/create", "{" + toBob + ",'due':" + due + ",'text':'later'}");
        Waiting.until(
                "the message was sent at its time",
                PATIENCE,
                () -> ask(his, "message/history", "{" + toAlice + ",'after':3}").contains("\"text\":\"later\""));
        Waiting.until(
                "its fate is noted",
                PATIENCE,
                () -> ask(hers, "schedule/list", "{}").contains("\"status\":\"accepted\",\"seq\":4"));

        ask(his, "conversation/clear", "{" + toAlice + "}");
        assertThat(ask(his, "message/history", "{" + toAlice + "}")).contains("\"messages\":[],\"floor\":4,\"last\":0");
        assertThat(ask(hers, "message/history", "{" + toBob + "}")).contains("\"last\":4");
    }
}
