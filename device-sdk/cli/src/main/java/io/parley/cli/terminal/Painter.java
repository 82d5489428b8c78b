package io.parley.cli.terminal;

import io.parley.cli.screen.Frame;
import io.parley.cli.screen.Line;
import io.parley.cli.screen.Style;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/**
 * Brings frames onto the terminal, only the rows that have changed. Every row, and the messages' part of it, is begun at
 * an absolute position, so that a character which the terminal takes for wider than we do spoils at most its own row.
 */
final class Painter {
    private static final int BLUE = AttributedStyle.BLUE;
    private static final int BRIGHT_BLUE = AttributedStyle.BRIGHT + AttributedStyle.BLUE;

    private final Terminal terminal;
    private final boolean colours;
    private final int colourCount;
    private List<Line> shown = List.of();

    Painter(Terminal terminal, boolean colours) {
        this.terminal = terminal;
        this.colours = colours;
        Integer count = terminal.getNumericCapability(Capability.max_colors);
        this.colourCount = count == null ? 8 : count;
    }

    /** Whatever the terminal shows is not to be relied on: paint everything next time. */
    void forget() {
        shown = List.of();
    }

    void paint(Frame frame) {
        terminal.puts(Capability.cursor_invisible);
        if (shown.size() != frame.lines().size()) {
            shown = List.of();
            terminal.puts(Capability.clear_screen);
        }
        for (int row = 0; row < frame.lines().size(); row++) {
            Line line = frame.lines().get(row);
            if (row >= shown.size() || !shown.get(row).equals(line)) {
                paint(row, line);
            }
        }
        shown = frame.lines();
        if (frame.cursorRow() >= 0) {
            terminal.puts(Capability.cursor_address, frame.cursorRow(), frame.cursorColumn());
            terminal.puts(Capability.cursor_visible);
        }
        terminal.flush();
    }

    private void paint(int row, Line line) {
        terminal.puts(Capability.cursor_address, row, 0);
        terminal.puts(Capability.clr_eol);
        for (Line.Span span : line.spans()) {
            if (span.column() != Line.Span.NEXT) {
                terminal.puts(Capability.cursor_address, row, span.column());
                terminal.puts(Capability.clr_eol);
            }
            AttributedString text = new AttributedString(span.text(), look(span.style()));
            terminal.writer().print(text.toAnsi(colourCount, ForceMode.None, terminal.getPalette()));
        }
    }

    private AttributedStyle look(Style style) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (style) {
            case PLAIN -> plain;
            case FAINT -> plain.faint();
            case BOLD -> plain.bold();
            case BAR, CHOSEN -> plain.inverse();
            case BAR_OFFLINE -> colour(plain.inverse(), AttributedStyle.YELLOW);
            case BADGE -> colour(plain.bold(), AttributedStyle.GREEN);
            case OWN_NAME -> colour(plain.bold(), AttributedStyle.GREEN);
            case NAME_1 -> colour(plain.bold(), AttributedStyle.CYAN);
            case NAME_2 -> colour(plain.bold(), AttributedStyle.MAGENTA);
            case NAME_3 -> colour(plain.bold(), AttributedStyle.YELLOW);
            case NAME_4 -> colour(plain.bold(), BRIGHT_BLUE);
            case NAME_5 -> colour(plain.bold(), AttributedStyle.RED);
            case NAME_6 -> colour(plain.bold(), BLUE);
            case CHANGE -> plain.italic().faint();
            case NEW -> colour(plain.bold(), AttributedStyle.RED);
            case MENTION -> colour(plain.bold(), AttributedStyle.YELLOW);
            case READ -> colour(plain, BRIGHT_BLUE);
            case ERROR -> colour(plain.bold(), AttributedStyle.RED);
        };
    }

    private AttributedStyle colour(AttributedStyle style, int colour) {
        return colours ? style.foreground(colour) : style;
    }
}
