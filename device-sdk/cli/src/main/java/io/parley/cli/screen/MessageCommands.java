package io.parley.cli.screen;

import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Item;
import io.parley.protocol.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Commands about one message: the chosen one, or else the newest that can be meant. */
final class MessageCommands {
    private final State state;

    MessageCommands(State state) {
        this.state = state;
    }

    void into(Commands commands) {
        commands.here("reply", "TEXT", "answers the chosen message, or the newest of others", (here, text) -> {
            about(this::isOthers, it -> state.messenger.send(here, text, it.seq()));
            return true;
        });
        commands.here("edit", "TEXT", "changes the chosen message, or the own newest", (here, text) -> {
            about(this::isOwn, it -> state.call(on("message/edit", here, it).with("text", text), ""));
            return true;
        });
        commands.here("recall", "", "takes the chosen message back, or the own newest", (here, text) -> {
            about(this::isOwn, it -> state.call(on("message/recall", here, it), ""));
            return true;
        });
        commands.here("hide", "", "deletes the chosen message, or the newest of others, for you only", (here, text) -> {
            about(
                    this::isOthers,
                    it -> state.call(
                            Call.of("message/hide")
                                    .with("conversation", here.seenBy(state.me()))
                                    .withNumbers("seqs", List.of(it.seq())),
                            ""));
            return true;
        });
        commands.here("react", "EMOJI", "to the chosen message, or the newest of others", (here, text) -> {
            about(this::isOthers, it -> state.call(on("message/react", here, it).with("emoji", text), ""));
            return true;
        });
        commands.here("unreact", "EMOJI", "takes a reaction back", (here, text) -> {
            about(
                    this::isOthers,
                    it -> state.call(
                            on("message/react", here, it).with("emoji", text).with("remove", true), ""));
            return true;
        });
        commands.here("info", "", "who has received and read the chosen message, or the own newest", (here, text) -> {
            about(this::isOwn, it -> info(here, it));
            return true;
        });
    }

    private boolean isOwn(Item item) {
        return item.from().equals(state.me());
    }

    private boolean isOthers(Item item) {
        return !isOwn(item);
    }

    private Call on(String name, ConversationId here, Item item) {
        return Call.of(name).with("conversation", here.seenBy(state.me())).with("seq", item.seq());
    }

    private void about(Predicate<Item> such, Consumer<Item> does) {
        Log log = state.openLog();
        Optional<Item> meant = log == null ? Optional.empty() : log.selected().or(() -> log.newest(such));
        meant.ifPresentOrElse(
                does, () -> state.fail("there is no such message here; Alt-↑ chooses one, and PgUp shows older ones"));
        if (log != null) {
            log.select(null);
        }
    }

    private void info(ConversationId here, Item item) {
        state.messenger.call(on("message/receipts", here, item), answer -> {
            if (!answer.isOk()) {
                state.fail("message/receipts: " + answer.why());
                return;
            }
            List<Line> lines = new ArrayList<>();
            lines.add(Line.of(Widths.oneLine(item.text()), Style.FAINT));
            long of = answer.body().number("of");
            who(
                    lines,
                    "received",
                    answer.body().number("received"),
                    of,
                    answer.body().texts("receivedBy"));
            who(lines, "read", answer.body().number("read"), of, answer.body().texts("readBy"));
            state.overlay = Overlay.text("message #" + item.seq(), lines);
        });
    }

    private static void who(List<Line> lines, String what, long count, long of, List<String> names) {
        lines.add(Line.EMPTY);
        lines.add(Line.of(what + " by " + count + " of " + of, Style.BOLD));
        names.forEach(name -> lines.add(Line.of("  " + name, Style.PLAIN)));
    }
}
