package io.parley.cli.screen;

import io.parley.cli.messenger.Hit;
import io.parley.cli.messenger.Item;
import io.parley.protocol.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keys do. */
final class Keyboard {
    /** A typing user says so again after this. */
    private static final Duration TYPING_AGAIN = Duration.ofSeconds(4);
    /** How far back a found message is looked for in its conversation, in pages. */
    private static final int SEEK_PAGES_MAX = 100;

    private final State state;
    private final Commands commands;
    private @Nullable Instant typingSaid;
    private @Nullable Wanted wanted;

    /** A message to be brought into view once its page is there. */
    private record Wanted(ConversationId conversation, long seq, int pages) {}

    Keyboard(State state) {
        this.state = state;
        this.commands = new Commands(state, this::found);
    }

    void press(Key key) {
        state.say("");
        switch (key.kind()) {
            case INTERRUPT -> interrupt();
            case END_OF_INPUT -> endOfInput();
            case HELP -> state.overlay = commands.help();
            case SEARCH -> ask(State.Prompt.SEARCH);
            case NEW -> ask(State.Prompt.NEW);
            case NEXT_CONVERSATION -> beside(1);
            case PREVIOUS_CONVERSATION -> beside(-1);
            case REDRAW -> {}
            default -> {
                if (state.prompt != State.Prompt.MESSAGE) {
                    pressInPrompt(key);
                } else if (state.overlay != null) {
                    pressInOverlay(state.overlay, key);
                } else if (state.focus == State.Focus.LIST || state.open == null) {
                    pressInList(key);
                } else {
                    pressInTalk(key, state.open);
                }
            }
        }
    }

    /** Ctrl-C takes back one step at a time, and leaves when there is none. */
    private void interrupt() {
        if (state.prompt != State.Prompt.MESSAGE) {
            endPrompt();
        } else if (state.overlay != null) {
            state.overlay = null;
        } else if (!state.message.isEmpty()) {
            state.message.set("");
            typed();
        } else {
            state.end();
        }
    }

    private void endOfInput() {
        if (state.prompt != State.Prompt.MESSAGE || !state.message.isEmpty()) {
            press(Key.of(Key.Kind.DELETE));
        } else {
            state.end();
        }
    }

    private void beside(int by) {
        endPrompt();
        ConversationId next = state.open == null ? state.list.cursor() : state.list.beside(state.open, by);
        if (next != null) {
            leaveTyping();
            state.open(next);
        }
    }

    // --- prompts -----------------------------------------------------------------------------------------------------
    private void ask(State.Prompt prompt) {
        state.overlay = null;
        state.line.set("");
        state.prompt = prompt;
    }

    private void endPrompt() {
        state.line.set("");
        state.prompt = State.Prompt.MESSAGE;
    }

    private void pressInPrompt(Key key) {
        switch (key.kind()) {
            case ESCAPE -> endPrompt();
            case NEWLINE, PAGE_UP, PAGE_DOWN, OLDER_MESSAGE, NEWER_MESSAGE -> {}
            case ENTER -> {
                State.Prompt asked = state.prompt;
                String text = state.line.take().strip();
                endPrompt();
                if (!text.isEmpty() && asked == State.Prompt.SEARCH) {
                    commands.search(text);
                } else if (!text.isEmpty()) {
                    commands.begin(text);
                }
            }
            default -> edit(state.line, key);
        }
    }

    // --- overlay -----------------------------------------------------------------------------------------------------
    private void pressInOverlay(Overlay overlay, Key key) {
        switch (key.kind()) {
            case UP -> overlay.move(-1);
            case DOWN -> overlay.move(1);
            case PAGE_UP -> overlay.move(-state.layout().talk());
            case PAGE_DOWN -> overlay.move(state.layout().talk());
            case HOME -> overlay.move(-Integer.MAX_VALUE / 2);
            case END -> overlay.move(Integer.MAX_VALUE / 2);
            case ENTER -> {
                state.overlay = null;
                overlay.choose();
            }
            case ESCAPE -> {
                state.overlay = null;
                state.seen();
            }
            default -> {
                state.overlay = null;
                press(key);
            }
        }
    }

    private void found(String words, List<Hit> hits) {
        List<Line> lines = new ArrayList<>();
        List<Runnable> choices = new ArrayList<>();
        for (Hit hit : hits) {
            Item item = hit.item();
            lines.add(Line.of(state.list.title(hit.conversation()) + " ", Style.BOLD)
                    .then(item.from() + ": ", Style.FAINT)
                    .then(Widths.oneLine(item.text()), Style.PLAIN));
            choices.add(() -> {
                state.open(hit.conversation());
                wanted = new Wanted(hit.conversation(), item.seq(), 0);
                seek(hit.conversation());
            });
        }
        if (hits.isEmpty()) {
            state.say("nothing found for “" + words + "”");
        } else {
            state.focus = State.Focus.TALK;
            state.overlay = Overlay.choice("found: " + words, lines, choices);
        }
    }

    /** Goes on looking for the wanted message, if there is one and this is its conversation. */
    void seek(ConversationId here) {
        Wanted it = wanted;
        Log log = state.openLog();
        if (it == null || log == null || !it.conversation().equals(here) || !here.equals(state.open)) {
            return;
        }
        Item item = log.find(it.seq()).orElse(null);
        if (item != null) {
            wanted = null;
            log.select(item.id());
            reveal(log, item);
        } else if (log.hasMore() && log.first() > it.seq() && it.pages() < SEEK_PAGES_MAX) {
            wanted = new Wanted(here, it.seq(), it.pages() + 1);
            older(log, here);
        } else if (log.first() > 0) {
            wanted = null;
            state.fail("message #" + it.seq() + " is no longer here");
        }
    }

    // --- list --------------------------------------------------------------------------------------------------------
    private void pressInList(Key key) {
        switch (key.kind()) {
            case UP -> state.list.move(-1);
            case DOWN -> state.list.move(1);
            case PAGE_UP -> state.list.move(-Math.min(5, state.list.visible().size()));
            case PAGE_DOWN -> state.list.move(Math.min(5, state.list.visible().size()));
            case ENTER, RIGHT -> {
                ConversationId chosen = state.list.cursor();
                if (chosen != null) {
                    state.open(chosen);
                }
            }
            case ESCAPE -> {
                if (state.open != null) {
                    state.focus = State.Focus.TALK;
                    state.seen();
                }
            }
            case TEXT, PASTE -> {
                if (state.open != null) {
                    state.focus = State.Focus.TALK;
                    state.seen();
                    pressInTalk(key, state.open);
                } else if (key.text().equals("/")) {
                    state.say("open a conversation first: Enter, or Ctrl-N for a new one");
                }
            }
            default -> {}
        }
    }

    // --- conversation ------------------------------------------------------------------------------------------------
    private void pressInTalk(Key key, ConversationId here) {
        Log log = state.openLog();
        boolean empty = state.message.isEmpty();
        switch (key.kind()) {
            case ENTER -> enter(here);
            case ESCAPE -> escape(log);
            case PAGE_UP -> page(log, here, -1);
            case PAGE_DOWN -> page(log, here, 1);
            case OLDER_MESSAGE -> select(log, here, -1);
            case NEWER_MESSAGE -> select(log, here, 1);
            default -> {
                if (empty && key.kind() == Key.Kind.END && log != null) {
                    log.scroll(null);
                    log.select(null);
                    state.seen();
                } else if (empty && key.kind() == Key.Kind.LEFT) {
                    state.focus = State.Focus.LIST;
                } else {
                    edit(state.message, key);
                    typed();
                }
            }
        }
    }

    private void edit(Editor editor, Key key) {
        if (!editor.press(key) && (key.kind() == Key.Kind.PASTE || key.kind() == Key.Kind.TEXT)) {
            state.fail("at most " + Editor.LENGTH_MAX + " characters in one message");
        }
    }

    private void enter(ConversationId here) {
        String text = state.message.text();
        if (text.isBlank()) {
            return;
        }
        String taken = state.message.take();
        leaveTyping();
        Log log = state.openLog();
        if (taken.startsWith("/") && !taken.startsWith("//")) {
            commands.run(taken.substring(1));
        } else {
            if (log != null) {
                log.scroll(null);
                log.newFrom(0);
            }
            state.messenger.send(here, taken.startsWith("//") ? taken.substring(1) : taken, 0);
        }
    }

    private void escape(@Nullable Log log) {
        if (log != null && log.selected().isPresent()) {
            log.select(null);
        } else {
            state.focus = State.Focus.LIST;
            state.list.cursor(state.open);
        }
    }

    private void page(@Nullable Log log, ConversationId here, int direction) {
        if (log == null) {
            return;
        }
        List<MessageRows.Row> rows = state.rows(log);
        int height = state.layout().talk();
        int step = Math.max(1, height - 2) * direction;
        scroll(log, rows, MessageRows.bottom(rows, log.scroll()) + step);
        if (direction < 0 && MessageRows.bottom(rows, log.scroll()) - height + 1 <= 0) {
            older(log, here);
        }
        state.seen();
    }

    private void scroll(Log log, List<MessageRows.Row> rows, int wish) {
        int bottom = Math.max(wish, Math.min(rows.size(), state.layout().talk()) - 1);
        if (rows.isEmpty() || bottom >= rows.size() - 1) {
            log.scroll(null);
        } else {
            MessageRows.Row row = rows.get(bottom);
            log.scroll(new Log.Scroll(row.id(), row.row()));
        }
    }

    private void older(Log log, ConversationId here) {
        if (log.hasMore() && !log.isAsking()) {
            log.ask();
            state.messenger.older(here, log.first());
        }
    }

    private void select(@Nullable Log log, ConversationId here, int by) {
        if (log == null) {
            return;
        }
        List<Item> items = log.items().stream()
                .filter(it -> it.seq() > 0 && !it.isChange())
                .toList();
        int at = log.selected().map(items::indexOf).orElse(items.size());
        int next = at + by;
        if (next < 0) {
            older(log, here);
        } else if (next >= items.size()) {
            log.select(null);
            log.scroll(null);
        } else {
            log.select(items.get(next).id());
            reveal(log, items.get(next));
        }
    }

    /** Scrolls no further than it takes to see the message. */
    private void reveal(Log log, Item item) {
        List<MessageRows.Row> rows = state.rows(log);
        int height = state.layout().talk();
        int bottom = MessageRows.bottom(rows, log.scroll());
        int first = -1;
        int last = -1;
        for (int index = 0; index < rows.size(); index++) {
            if (rows.get(index).id().equals(item.id())) {
                first = first < 0 ? index : first;
                last = index;
            }
        }
        if (last > bottom) {
            scroll(log, rows, last);
        } else if (first <= bottom - height) {
            scroll(log, rows, first + height - 1);
        }
    }

    // --- typing ------------------------------------------------------------------------------------------------------
    private void typed() {
        ConversationId here = state.open;
        boolean types = !state.message.isEmpty() && !state.message.text().startsWith("/");
        Instant now = state.clock.instant();
        if (here == null || !types) {
            leaveTyping();
        } else if (typingSaid == null || typingSaid.plus(TYPING_AGAIN).isBefore(now)) {
            typingSaid = now;
            state.messenger.typing(here, true);
        }
    }

    private void leaveTyping() {
        if (typingSaid != null && state.open != null) {
            state.messenger.typing(state.open, false);
        }
        typingSaid = null;
    }
}
