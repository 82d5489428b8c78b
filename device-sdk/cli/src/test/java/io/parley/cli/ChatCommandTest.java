package io.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.account.Exit;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ChatCommandTest {
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void should_ask_for_who_one_is() {
        assertThat(run("chat", "bob")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--as");
    }

    @Test
    void should_refuse_a_name_that_cannot_be() {
        assertThat(run("chat", "--as", "Alice!", "bob")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("Alice!");
    }

    @Test
    void should_name_a_password_file_that_is_not_there() {
        assertThat(run("chat", "--as", "alice", "bob", "--password-file", "/no/such/file"))
                .isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("/no/such/file");
    }

    @Test
    void should_ask_whom_to_talk_with_when_there_is_no_terminal() {
        assertThat(run("chat", "--as", "alice")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--with");
        assertThat(run("chat", "--as", "alice", "bob", "--with", "carol")).isEqualTo(Exit.USAGE);
        assertThat(run("chat", "--as", "alice", "--with", "grupo/x")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("grupo/x");
    }

    @Test
    void should_keep_one_fact_on_one_line() {
        assertThat(PlainScreen.escape("a\tb\nc\\d")).isEqualTo("a\\tb\\nc\\\\d");
    }
}
