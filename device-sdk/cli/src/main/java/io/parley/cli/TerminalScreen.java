package io.parley.cli;

import io.parley.cli.account.Exit;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ReceivedMessage;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A conversation above an input line. Every status of an own message is a line of its own. */
final class TerminalScreen implements Screen {
    private static final int QUOTED_LENGTH_MAX = 24;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final String me;
    private final String peer;
    private final Terminal terminal;
    private final LineReader reader;

    TerminalScreen(String me, String peer) throws IOException {
        this.me = me;
        this.peer = peer;
        this.terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        this.reader = LineReaderBuilder.builder().terminal(terminal).build();
        reader.setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
    }

    /** Until the user leaves. */
    int talk(Conversation conversation) throws IOException {
        try (terminal) {
            note("talking with " + peer + " as " + me + "; Ctrl-D or /quit leaves");
            while (true) {
                String line = reader.readLine(me + "> ");
                if (line.equals("/quit")) {
                    return Exit.OK;
                }
                ConnectionState state = conversation.state();
                if (state != null && state.isFinal()) {
                    return state.phase() == ConnectionState.Phase.REFUSED ? Exit.REFUSED : Exit.FAILED;
                }
                if (!line.isBlank()) {
                    conversation.send(line);
                }
            }
        } catch (EndOfFileException | UserInterruptException e) {
            ConnectionState state = conversation.state();
            return state != null && state.phase() == ConnectionState.Phase.REFUSED ? Exit.REFUSED : Exit.OK;
        }
    }

    @Override
    public void history(HistoryEntry entry) {
        MessageStatus status = entry.status();
        said(entry.from(), entry.at(), entry.text(), status == null ? "#" + entry.seq() : status.toString());
    }

    @Override
    public void message(ReceivedMessage message) {
        said(message.from(), message.at(), message.text(), "#" + message.seq());
    }

    @Override
    public void aside(ReceivedMessage message) {
        note(message.from() + " wrote in the chat with " + message.peer() + " (#" + message.seq() + ")");
    }

    @Override
    public void status(MessageId id, String text, MessageStatus status) {
        String quoted = text.length() <= QUOTED_LENGTH_MAX ? text : text.substring(0, QUOTED_LENGTH_MAX - 1) + "…";
        String words = switch (status.stage()) {
            case QUEUED -> "queued";
            case SENT -> "✓ sent";
            case ACCEPTED -> "✓ accepted #" + status.seq();
            case RECEIVED -> "✓✓ received #" + status.seq();
            case READ -> "✓✓ read #" + status.seq();
            case FAILED ->
                "✗ failed: " + status.failure().map(MessageStatus.Failure::code).orElse("");
        };
        if (status.stage() != MessageStatus.Stage.QUEUED) {
            note("  " + printable(quoted) + "  " + words);
        }
    }

    @Override
    public void state(ConnectionState state) {
        switch (state.phase()) {
            case ONLINE -> note("online");
            case WAITING -> note("not connected (" + state.reason() + "), trying again");
            case REFUSED -> note("refused: " + state.reason() + "; leave with Ctrl-D");
            case CLOSED -> note(state.reason().isEmpty() ? "closed" : "closed: " + state.reason());
            case DISCONNECTED, CONNECTING, SYNCING -> {}
        }
    }

    private void said(UserName from, Instant at, String text, String mark) {
        boolean own = from.value().equals(me);
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(AttributedStyle.DEFAULT.faint(), TIME.format(at.atZone(ZoneId.systemDefault())) + " ");
        line.styled(AttributedStyle.BOLD.foreground(own ? AttributedStyle.GREEN : AttributedStyle.CYAN), from + " ");
        line.append(printable(text));
        line.styled(AttributedStyle.DEFAULT.faint(), "  " + mark);
        reader.printAbove(line.toAttributedString());
    }

    private void note(String text) {
        reader.printAbove(new AttributedStringBuilder()
                .styled(AttributedStyle.DEFAULT.faint(), text)
                .toAttributedString());
    }

    /** What others wrote must not steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }
}
