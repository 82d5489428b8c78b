package io.parley.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.account.Exit;
import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What scripts type, what the server is asked then, and what they get. */
class ScriptsTest {
    private final List<String> asked = new ArrayList<>();
    private final Map<String, List<Answer>> answers = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "parley")
    static final class Root {}

    private int run(String typed) {
        CommandLine line = Scripts.into(new CommandLine(new Root()), (who, patience) -> new Server() {
                    @Override
                    public Answer call(Call call) {
                        asked.add(who.user() + " " + call.name() + " " + Json.write(call.fields()));
                        List<Answer> next = answers.getOrDefault(call.name(), new ArrayList<>());
                        return next.isEmpty() ? Answer.of(Fields.NONE) : next.remove(0);
                    }

                    @Override
                    public void close() {}
                })
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    command.getErr().println(error.getMessage());
                    return error instanceof UsageException ? Exit.USAGE : Exit.FAILED;
                });
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(typed.split(" "));
    }

    private void answer(String call, String json) {
        answers.computeIfAbsent(call, it -> new ArrayList<>())
                .add(Answer.of(Json.read(json).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            group create climbers                      | group/create {"group":"climbers"}
            group create climbers --members bob,carol  | group/create {"group":"climbers","members":["bob","carol"]}
            group create climbers --title Rocks --announce-only true --join open --history last --history-count 9 --retention 60 | group/create {"group":"climbers","title":"Rocks","announceOnly":true,"join":"open","history":"last","historyCount":9,"retentionSeconds":60}
            group set group/climbers --title Rocks     | group/set {"group":"climbers","title":"Rocks"}
            group get climbers                         | group/get {"group":"climbers"}
            group list                                 | group/list {}
            group members climbers                     | group/members {"group":"climbers","limit":100}
            group add climbers bob carol               | group/add {"group":"climbers","users":["bob","carol"]}
            group remove climbers bob                  | group/remove {"group":"climbers","user":"bob"}
            group invite climbers bob                  | group/invite {"group":"climbers","user":"bob"}
            group accept climbers                      | group/accept {"group":"climbers"}
            group decline climbers                     | group/decline {"group":"climbers"}
            group join climbers                        | group/join {"group":"climbers"}
            group approve climbers bob                 | group/approve {"group":"climbers","user":"bob"}
            group refuse climbers bob                  | group/refuse {"group":"climbers","user":"bob"}
            group leave climbers                       | group/leave {"group":"climbers"}
            group role climbers bob admin              | group/role {"group":"climbers","user":"bob","role":"admin"}
            group transfer climbers bob                | group/transfer {"group":"climbers","user":"bob"}
            group mute climbers bob 60                 | group/mute {"group":"climbers","user":"bob","seconds":60}
            group dissolve climbers                    | group/dissolve {"group":"climbers"}
            contact add bob --note hello               | contact/request {"user":"bob","note":"hello"}
            contact accept bob                         | contact/accept {"user":"bob"}
            contact reject bob                         | contact/reject {"user":"bob"}
            contact withdraw bob                       | contact/withdraw {"user":"bob"}
            contact remove bob                         | contact/remove {"user":"bob"}
            contact block bob                          | contact/block {"user":"bob"}
            contact unblock bob                        | contact/unblock {"user":"bob"}
            contact list --state incoming              | contact/list {"state":"incoming"}
            send bob hello                             | message/send {"conversation":"chat/bob","text":"hello"}
            send group/climbers hello --expiry 5       | message/send {"conversation":"group/climbers","text":"hello","expirySeconds":5}
            history bob --limit 3                      | message/history {"conversation":"chat/bob","limit":3}
            history group/climbers --before 9          | message/history {"conversation":"group/climbers","limit":50,"before":9}
            call conversation/list {"limit":3}         | conversation/list {"limit":3}
            call endpoint/list                         | endpoint/list {}
            """)
    void should_ask_the_server(String typed, String call) {
        assertThat(run(typed + " --as alice")).as(err.toString()).isEqualTo(Exit.OK);
        assertThat(asked).containsExactly("alice " + call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "group --as alice",
                "group create",
                "group create Climbers!",
                "group create climbers --nonsense",
                "group set climbers",
                "contact add",
                "contact add BOB",
                "send bob",
                "send grupo/x hello",
                "history bob --limit 500",
                "history bob --before 3 --after 3",
                "call conversation hello",
                "call a/b [1]"
            })
    void should_refuse_wrong_use_and_ask_nothing(String typed) {
        assertThat(run(typed.contains("--as") ? typed : typed + " --as alice")).isEqualTo(Exit.USAGE);
        assertThat(asked).isEmpty();
        assertThat(err.toString()).isNotBlank();
    }

    @Test
    void should_need_to_know_who_asks() {
        assertThat(run("group list")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--as");
    }

    @Test
    void should_print_where_something_got_its_place() {
        answer("message/send", "{\"status\":\"accepted\",\"conversation\":\"chat/bob\",\"seq\":41,\"at\":1}");
        assertThat(run("send bob hello --as alice")).isEqualTo(Exit.OK);
        assertThat(out.toString()).isEqualTo("accepted\tchat/bob\t41\n");
    }

    @Test
    void should_print_all_pages_of_members() {
        answer(
                "group/members",
                "{\"version\":2,\"members\":[{\"user\":\"alice\",\"role\":\"owner\",\"state\":\"member\"}],\"next\":\"c1\"}");
        answer(
                "group/members",
                "{\"version\":2,\"members\":[{\"user\":\"bob\",\"role\":\"member\",\"state\":\"member\"}]}");
        assertThat(run("group members climbers --as alice")).isEqualTo(Exit.OK);
        assertThat(out.toString()).isEqualTo("alice\towner\tmember\nbob\tmember\tmember\n");
        assertThat(asked).last().asString().contains("\"cursor\":\"c1\"");
    }

    @Test
    void should_print_history_one_message_a_line() {
        answer("message/history", """
                {"messages":[
                 {"seq":1,"from":"alice","at":0,"contentType":"application/vnd.parley.change+json",
                  "content":"eyJjaGFuZ2UiOiJhZGRlZCIsInVzZXJzIjpbImJvYiJdfQ=="},
                 {"seq":2,"from":"bob","at":1000,"contentType":"text/plain","text":"one\\ttwo\\nthree"},
                 {"seq":3,"from":"bob","at":2000,"contentType":"text/plain","gone":"recalled"},
                 {"seq":4,"from":"bob","at":3000,"contentType":"image/png","content":"AAAA"}],"floor":0,"last":4}""");
        assertThat(run("history group/climbers --as carol")).isEqualTo(Exit.OK);
        assertThat(out.toString().lines())
                .containsExactly(
                        "1\talice\t1970-01-01T00:00:00Z\talice added bob",
                        "2\tbob\t1970-01-01T00:00:01Z\tone\\ttwo\\nthree",
                        "3\tbob\t1970-01-01T00:00:02Z\t",
                        "4\tbob\t1970-01-01T00:00:03Z\t(3 bytes of image/png)");
    }

    @Test
    void should_print_the_whole_answer_as_json_if_wanted() {
        answer(
                "group/get",
                "{\"group\":\"climbers\",\"members\":3,\"announceOnly\":false,\"roles\":{\"alice\":\"owner\"}}");
        assertThat(run("group get climbers --json --as alice")).isEqualTo(Exit.OK);
        assertThat(Json.read(out.toString().strip())
                        .orElseThrow()
                        .object("roles")
                        .text("alice"))
                .isEqualTo("owner");
        assertThat(out.toString()).contains("\"members\":3").contains("\"announceOnly\":false");
    }

    @Test
    void should_say_why_it_was_refused_and_what_to_do() {
        answers.put(
                "group/leave", new ArrayList<>(List.of(Answer.refused("unknown-group", "there is no group climbers"))));
        assertThat(run("group leave climbers --as alice")).isEqualTo(Exit.FAILED);
        assertThat(err.toString())
                .contains("there is no group climbers (unknown-group)")
                .contains("./parley group list");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void should_tell_no_answer_and_no_sign_in_from_a_refusal() {
        answers.put(
                "group/list",
                new ArrayList<>(List.of(
                        Answer.refused(Server.TIMED_OUT, "no answer within 30 s"),
                        Answer.refused(Server.SIGN_IN_REFUSED, "wrong password"))));
        assertThat(run("group list --as alice")).isEqualTo(Exit.TIMEOUT);
        assertThat(run("group list --as alice")).isEqualTo(Exit.REFUSED);
    }

    @Test
    void should_explain_itself() {
        assertThat(run("group create --help")).isEqualTo(Exit.OK);
        assertThat(run("group --help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("--members").contains("transfer").contains("Exit codes");
    }
}
