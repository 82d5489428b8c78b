package io.parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cli.messenger.Item;
import io.parley.cli.messenger.ScriptedMessenger;
import io.parley.cli.screen.MessengerScreen;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.ConnectionState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way from bytes typed to characters seen, on a terminal that is emulated. */
class FullScreenTest {
    private static final UserName ALICE = new UserName("alice");
    private static final ConversationId BOB = ConversationId.chat(ALICE, new UserName("bob"));

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2025-03-03T10:02:00Z"));
    private final ScriptedMessenger messenger = new ScriptedMessenger("alice", clock);
    private final Glass glass = new Glass(80, 12);
    private LineDisciplineTerminal terminal;
    private Attributes before;
    private FullScreen full;
    private Thread running;

    /** What can be seen: the emulator understands what reaches it, flush by flush. */
    private static final class Glass extends OutputStream {
        private final ByteArrayOutputStream unflushed = new ByteArrayOutputStream();
        private final ScreenTerminal emulator;
        private final StringBuilder raw = new StringBuilder();
        private int columns;
        private int rows;

        Glass(int columns, int rows) {
            emulator = new ScreenTerminal(columns, rows);
            this.columns = columns;
            this.rows = rows;
        }

        @Override
        public synchronized void write(int octet) {
            unflushed.write(octet);
        }

        @Override
        public synchronized void flush() {
            String text = unflushed.toString(StandardCharsets.UTF_8);
            unflushed.reset();
            raw.append(text);
            emulator.write(text);
        }

        synchronized void size(int toColumns, int toRows) {
            emulator.setSize(toColumns, toRows);
            columns = toColumns;
            rows = toRows;
        }

        synchronized String raw() {
            return raw.toString();
        }

        synchronized String text() {
            long[] cells = new long[columns * rows];
            emulator.dump(cells, 0, 0, rows, columns, null);
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < rows; row++) {
                StringBuilder line = new StringBuilder();
                for (int column = 0; column < columns; column++) {
                    int character = (int) (cells[row * columns + column] & 0xffffffffL);
                    line.appendCodePoint(character == 0 ? ' ' : character);
                }
                text.append(line.toString().stripTrailing()).append('\n');
            }
            return text.toString();
        }
    }

    @BeforeEach
    void start() throws IOException {
        start(true);
    }

    private void start(boolean colours) throws IOException {
        terminal = new LineDisciplineTerminal(
                "test", "screen-256color", glass, StandardCharsets.UTF_8, Terminal.SignalHandler.SIG_DFL);
        terminal.setSize(new Size(80, 12));
        before = terminal.getAttributes();
        full = new FullScreen(terminal, colours);
        MessengerScreen screen = new MessengerScreen(messenger, clock, ZoneOffset.UTC, colours);
        screen.begin(BOB);
        screen.connected(ConnectionState.ONLINE);
        running = new Thread(() -> {
            try {
                full.run(screen);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        running.start();
        sees("alice · online");
    }

    @AfterEach
    void stop() throws Exception {
        running.interrupt();
        running.join();
        full.close();
    }

    private void types(String text) throws IOException {
        terminal.processInputBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void sees(String text) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(glass.text()).contains(text));
    }

    @Test
    void should_send_what_is_typed() throws IOException {
        types("hello bob");
        sees("> hello bob");
        types("\r");
        sees("10:02 alice hello bob ·");
        assertThat(messenger.asked).contains("send chat/bob hello bob");
    }

    @Test
    void should_show_what_comes_by_itself() {
        Item item = messenger.item(1, "bob", "surprise");
        full.execute(() -> messenger.tell(it -> it.shown(BOB, List.of(item))));
        sees("10:02 bob surprise");
    }

    @Test
    void should_take_many_pasted_lines_as_one_message() throws IOException {
        types("\u001b[200~one\rtwo\rthree\u001b[201~");
        sees("> one\n  two\n  three");
        assertThat(messenger.asked).noneMatch(it -> it.startsWith("send"));
    }

    @Test
    void should_follow_the_size_of_the_terminal() throws IOException {
        Item item = messenger.item(1, "bob", "still here");
        full.execute(() -> messenger.tell(it -> it.shown(BOB, List.of(item))));
        sees("│ 10:02 bob still here");
        glass.size(44, 9);
        terminal.setSize(new Size(44, 9));
        terminal.raise(Terminal.Signal.WINCH);
        sees("\n10:02 bob still here");
        assertThat(glass.text()).doesNotContain("│").startsWith(" alice · online");
    }

    @Test
    void should_give_the_terminal_back_as_it_was() throws Exception {
        types("\u0003");
        running.join();
        full.close();
        assertThat(terminal.getAttributes().toString().toLowerCase(Locale.ROOT))
                .isEqualTo(before.toString().toLowerCase(Locale.ROOT));
        assertThat(glass.raw()).endsWith("\u001b[?1049l").contains(KeyReader.NO_PASTE_MODE);
    }

    @Test
    void should_use_no_colours_if_none_are_wanted() throws Exception {
        types("\u0003");
        running.join();
        full.close();
        int coloured = glass.raw().length();
        assertThat(glass.raw()).containsPattern("\u001b\\[[0-9;]*3[0-7]");
        start(false);
        types("hello\r");
        sees("alice hello ·");
        assertThat(glass.raw().substring(coloured)).doesNotContainPattern("\u001b\\[[0-9;]*[39][0-7]m");
    }
}
