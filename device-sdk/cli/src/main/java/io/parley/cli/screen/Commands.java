package io.parley.cli.screen;

import io.parley.cli.messenger.Hit;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** What is typed after a slash. The table is also the help. */
final class Commands {
    private static final List<String> KEYS = List.of(
            "Tab, Shift-Tab        next, previous conversation",
            "Esc or ←              to the list; ↑ ↓ Enter open one there",
            "PgUp, PgDn, End       older, newer, newest messages",
            "Alt-↑, Alt-↓          choose a message for /reply /edit /recall /react /info",
            "↑ ↓                   what was typed before",
            "Alt-Enter or Ctrl-J   a new line in the message",
            "Ctrl-N                new chat: a name; new group: group/NAME and members",
            "Ctrl-F                search in all conversations",
            "Ctrl-C or Ctrl-D      leave",
            "//…                   a message that begins with a slash");

    private final State state;
    private final BiConsumer<String, List<Hit>> found;
    private final Map<String, Command> table = new LinkedHashMap<>();

    /**
     * @param usage what follows its name
     * @param does its words; false: they are not as the usage says
     */
    private record Command(
            String usage, String what, boolean needsConversation, BiPredicate<ConversationId, String> does) {}

    Commands(State state, BiConsumer<String, List<Hit>> found) {
        this.state = state;
        this.found = found;
        always("chat", "NAME or group/NAME", "opens a conversation", this::open);
        new MessageCommands(state).into(this);
        new GroupCommands(state).into(this);
        new ContactCommands(state).into(this);
        new ListCommands(state).into(this);
        always("search", "WORDS", "looks for messages in all conversations", text -> {
            search(text);
            return true;
        });
        always("help", "", "this", text -> {
            state.overlay = help();
            return true;
        });
        always("quit", "", "leaves", text -> {
            state.end();
            return true;
        });
    }

    interface Words {
        /** @return false: not as the usage says */
        boolean run(String text);
    }

    /** One that needs no open conversation. */
    void always(String name, String usage, String what, Words does) {
        table.put(name, new Command(usage, what, false, (none, text) -> !needs(usage, text) && does.run(text)));
    }

    interface WordsHere {
        /** @return false: not as the usage says */
        boolean run(ConversationId here, String text);
    }

    /** One about the open conversation. */
    void here(String name, String usage, String what, WordsHere does) {
        table.put(name, new Command(usage, what, true, (it, text) -> !needs(usage, text) && does.run(it, text)));
    }

    /** A usage without brackets is not to be left out. */
    private static boolean needs(String usage, String text) {
        return text.isEmpty() && !usage.isEmpty() && !usage.startsWith("[");
    }

    /** One about the open group. */
    void group(String name, String usage, String what, WordsHere does) {
        here(name, usage, what, (it, text) -> {
            if (!it.isGroup()) {
                state.fail("/" + name + " is for groups, and this is a chat");
                return true;
            }
            return does.run(it, text);
        });
    }

    /** @param typed without the slash */
    void run(String typed) {
        String[] parts = typed.strip().split("\\s+", 2);
        String name = parts[0];
        String text = parts.length > 1 ? parts[1].strip() : "";
        Command command = table.get(name);
        if (command == null) {
            state.fail("/" + name + " is no command; /help lists them, //" + name + " sends it");
            return;
        }
        ConversationId here = state.open;
        if (command.needsConversation() && here == null) {
            state.fail("open a conversation first");
            return;
        }
        ConversationId about = here == null ? ConversationId.chat(state.me(), state.me()) : here;
        if (!command.does().test(about, text)) {
            state.fail("/" + name + " " + command.usage());
        }
    }

    Overlay help() {
        List<Line> lines = new ArrayList<>();
        for (String key : KEYS) {
            lines.add(Line.of(key, Style.PLAIN));
        }
        lines.add(Line.EMPTY);
        table.forEach((name, it) -> lines.add(Line.of("/" + name + " ", Style.BOLD)
                .then(it.usage() + (it.usage().isEmpty() ? "" : "  "), Style.PLAIN)
                .then(it.what(), Style.FAINT)));
        state.focus = state.open == null ? state.focus : State.Focus.TALK;
        return Overlay.text("help", lines);
    }

    void search(String words) {
        state.messenger.search(words, hits -> found.accept(words, hits));
    }

    private boolean open(String text) {
        Optional<ConversationId> named = parse(text, state.me());
        named.ifPresent(state::open);
        return named.isPresent();
    }

    /** What Ctrl-N asks for: {@code bob}, or {@code group/climbers carol dave} for a new group. */
    void begin(String text) {
        String[] words = text.split("[\\s,]+");
        Optional<ConversationId> named = parse(words[0], state.me());
        if (named.isEmpty()) {
            state.fail("“" + words[0] + "” is no name: 1 to " + UserName.LENGTH_MAX + " of a-z 0-9 . _ -");
        } else if (named.get().isGroup()) {
            GroupCommands.create(state, named.get(), Arrays.asList(words).subList(1, words.length));
        } else {
            state.open(named.get());
        }
    }

    /** A conversation as a person writes it: {@code bob}, {@code chat/bob}, {@code group/climbers}, {@code #climbers}. */
    static Optional<ConversationId> parse(String typed, UserName me) {
        String text = typed.startsWith("#") ? "group/" + typed.substring(1) : typed;
        return ConversationId.parse(text.contains("/") ? text : "chat/" + text, me)
                .filter(it -> !it.isAmendments());
    }
}
