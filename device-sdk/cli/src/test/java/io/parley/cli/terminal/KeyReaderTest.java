package io.parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.screen.Key;
import io.parley.cli.screen.Key.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
    private static List<Key> read(String sent) throws IOException {
        try (Terminal terminal = new ExternalTerminal(
                null,
                "test",
                "xterm-256color",
                new ByteArrayInputStream(sent.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8,
                Terminal.SignalHandler.SIG_IGN,
                true)) {
            KeyReader.takeAllKeys(terminal);
            terminal.resume();
            KeyReader reader = new KeyReader(terminal);
            List<Key> keys = new ArrayList<>();
            for (Optional<Key> key = reader.next(); key.isPresent(); key = reader.next()) {
                keys.add(key.get());
            }
            return keys;
        }
    }

    @Test
    void should_read_what_is_typed_in_any_script() throws IOException {
        assertThat(read("aé宽👍")).containsExactly(Key.text("a"), Key.text("é"), Key.text("宽"), Key.text("👍"));
    }

    @Test
    void should_tell_enter_from_a_new_line() throws IOException {
        assertThat(read("\r\n\u001b\r"))
                .containsExactly(Key.of(Kind.ENTER), Key.of(Kind.NEWLINE), Key.of(Kind.NEWLINE));
    }

    @Test
    void should_take_a_paste_as_one() throws IOException {
        assertThat(read("\u001b[200~one\r\ntwo\u001b[A\u001b[201~x"))
                .containsExactly(Key.paste("one\r\ntwo\u001b[A"), Key.text("x"));
    }

    @Test
    void should_know_the_keys_that_move() throws IOException {
        assertThat(read("\u001b[A\u001bOB\u001b[5~\u001b[6~\t\u001b[Z\u001b[1;3A\u001b[1;3B"))
                .extracting(Key::kind)
                .containsExactly(
                        Kind.UP,
                        Kind.DOWN,
                        Kind.PAGE_UP,
                        Kind.PAGE_DOWN,
                        Kind.NEXT_CONVERSATION,
                        Kind.PREVIOUS_CONVERSATION,
                        Kind.OLDER_MESSAGE,
                        Kind.NEWER_MESSAGE);
    }

    @Test
    void should_know_the_control_keys() throws IOException {
        assertThat(read("\u0003\u0004\u0006\u000e\u0017\u007f"))
                .extracting(Key::kind)
                .containsExactly(
                        Kind.INTERRUPT, Kind.END_OF_INPUT, Kind.SEARCH, Kind.NEW, Kind.ERASE_WORD, Kind.BACKSPACE);
    }
}
