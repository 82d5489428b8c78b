package io.parley.cli.terminal;

import static org.jline.keymap.KeyMap.alt;
import static org.jline.keymap.KeyMap.ctrl;
import static org.jline.keymap.KeyMap.del;
import static org.jline.keymap.KeyMap.esc;
import static org.jline.keymap.KeyMap.key;

import io.parley.cli.screen.Key;
import io.parley.cli.screen.Key.Kind;
import java.util.Optional;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** Makes keys of what a terminal sends. Its own thread. */
final class KeyReader {
    static final String PASTE_MODE = "\u001b[?2004h";
    static final String NO_PASTE_MODE = "\u001b[?2004l";

    private static final String PASTE_BEGINS = "\u001b[200~";
    private static final String PASTE_ENDS = "\u001b[201~";
    /** After Esc: whether more of a key's sequence follows. */
    private static final long ESCAPE_MILLIS = 60;

    private final BindingReader reader;
    private final KeyMap<Kind> keys = new KeyMap<>();

    KeyReader(Terminal terminal) {
        reader = new BindingReader(terminal.reader());
        keys.setUnicode(Kind.TEXT);
        keys.setNomatch(Kind.REDRAW);
        keys.setAmbiguousTimeout(ESCAPE_MILLIS);
        for (char printable = ' '; printable < 0x7f; printable++) {
            keys.bind(Kind.TEXT, String.valueOf(printable));
        }
        bindMoving(terminal);
        bindEditing(terminal);
        keys.bind(Kind.PASTE, PASTE_BEGINS);
        keys.bind(Kind.ESCAPE, esc());
        keys.bind(Kind.SEARCH, ctrl('F'));
        keys.bind(Kind.NEW, ctrl('N'));
        keys.bind(Kind.REDRAW, ctrl('L'));
        keys.bind(Kind.INTERRUPT, ctrl('C'));
        keys.bind(Kind.END_OF_INPUT, ctrl('D'));
        bind(terminal, Kind.HELP, Capability.key_f1, "\u001bOP", "\u001b[11~");
    }

    /** Makes the terminal send every key at once, Ctrl-C among them. */
    static void takeAllKeys(Terminal terminal) {
        terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
    }

    private void bindMoving(Terminal terminal) {
        bind(terminal, Kind.UP, Capability.key_up, "\u001b[A", "\u001bOA");
        bind(terminal, Kind.DOWN, Capability.key_down, "\u001b[B", "\u001bOB");
        bind(terminal, Kind.RIGHT, Capability.key_right, "\u001b[C", "\u001bOC");
        bind(terminal, Kind.LEFT, Capability.key_left, "\u001b[D", "\u001bOD");
        bind(terminal, Kind.PAGE_UP, Capability.key_ppage, "\u001b[5~");
        bind(terminal, Kind.PAGE_DOWN, Capability.key_npage, "\u001b[6~");
        bind(terminal, Kind.HOME, Capability.key_home, "\u001b[H", "\u001bOH", "\u001b[1~", ctrl('A'));
        bind(terminal, Kind.END, Capability.key_end, "\u001b[F", "\u001bOF", "\u001b[4~", ctrl('E'));
        keys.bind(Kind.WORD_LEFT, "\u001b[1;5D", "\u001b[1;3D", alt('b'));
        keys.bind(Kind.WORD_RIGHT, "\u001b[1;5C", "\u001b[1;3C", alt('f'));
        keys.bind(Kind.OLDER_MESSAGE, "\u001b[1;3A", "\u001b[1;5A", alt("\u001b[A"), alt('k'));
        keys.bind(Kind.NEWER_MESSAGE, "\u001b[1;3B", "\u001b[1;5B", alt("\u001b[B"), alt('j'));
        keys.bind(Kind.NEXT_CONVERSATION, "\t");
        bind(terminal, Kind.PREVIOUS_CONVERSATION, Capability.key_btab, "\u001b[Z");
    }

    private void bindEditing(Terminal terminal) {
        keys.bind(Kind.ENTER, "\r");
        keys.bind(Kind.NEWLINE, "\n", alt('\r'));
        bind(terminal, Kind.BACKSPACE, Capability.key_backspace, del(), ctrl('H'));
        bind(terminal, Kind.DELETE, Capability.key_dc, "\u001b[3~");
        keys.bind(Kind.ERASE_WORD, ctrl('W'), alt(del()));
        keys.bind(Kind.ERASE_TO_START, ctrl('U'));
        keys.bind(Kind.ERASE_TO_END, ctrl('K'));
    }

    private void bind(Terminal terminal, Kind kind, Capability capability, String... others) {
        String own = key(terminal, capability);
        if (own != null && !own.isEmpty()) {
            keys.bind(kind, own);
        }
        keys.bind(kind, others);
    }

    /** Waits for the next one. Empty: the terminal is gone. */
    Optional<Key> next() {
        Kind kind = reader.readBinding(keys);
        if (kind == null) {
            return Optional.empty();
        }
        if (kind == Kind.PASTE) {
            String pasted = reader.readStringUntil(PASTE_ENDS);
            return pasted == null ? Optional.empty() : Optional.of(Key.paste(pasted));
        }
        return Optional.of(kind == Kind.TEXT ? Key.text(reader.getLastBinding()) : Key.of(kind));
    }
}
