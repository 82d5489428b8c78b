package io.parley.cli.screen;

import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.ConversationId;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Commands that put the open conversation somewhere in the list. Told to the user's other endpoints by the server. */
final class ListCommands {
    /** As good as for ever. */
    private static final Duration LONG = Duration.ofDays(3650);

    private final State state;

    ListCommands(State state) {
        this.state = state;
    }

    void into(Commands commands) {
        flag(commands, "pin", "keeps this conversation at the top", "pinned", true);
        flag(commands, "unpin", "ends that", "pinned", false);
        flag(commands, "archive", "takes this conversation out of the list", "archived", true);
        flag(commands, "unarchive", "puts it back", "archived", false);
        flag(commands, "unread", "marks this conversation as unread", "markedUnread", true);
        commands.here("mute", "[HOURS]", "it still counts, but quietly; without hours: until /unmute", (here, text) -> {
            if (!text.matches("[0-9]{0,5}")) {
                return false;
            }
            Duration period = text.isEmpty() ? LONG : Duration.ofHours(Integer.parseInt(text));
            mute(here, state.clock.instant().plus(period).toEpochMilli(), !period.isZero());
            return true;
        });
        commands.here("unmute", "", "ends that", (here, text) -> {
            mute(here, 0, false);
            return true;
        });
        commands.here("clear", "", "forgets what this conversation holds so far, for you only", (here, text) -> {
            state.messenger.call(state.about("conversation/clear", here), answer -> cleared(here, answer));
            return true;
        });
        commands.always("archived", "", "shows what is archived, or the others again", text -> {
            state.list.showArchive(!state.list.showsArchive());
            state.focus = State.Focus.LIST;
            return true;
        });
    }

    private void flag(Commands commands, String name, String what, String field, boolean value) {
        commands.here(name, "", what, (here, text) -> {
            set(here, it -> switch (field) {
                case "pinned" -> new Summary.Flags(value, it.muted(), it.archived(), it.markedUnread());
                case "archived" -> new Summary.Flags(it.pinned(), it.muted(), value, it.markedUnread());
                default -> new Summary.Flags(it.pinned(), it.muted(), it.archived(), value);
            });
            state.call(state.about("conversation/set", here).with(field, value), "");
            if (field.equals("markedUnread") || field.equals("archived") && value) {
                state.close();
            }
            return true;
        });
    }

    private void cleared(ConversationId here, Answer answer) {
        Log log = state.log(here);
        if (!answer.isOk()) {
            state.fail("conversation/clear: " + answer.why());
        } else if (log != null) {
            log.clear(Long.MAX_VALUE);
            state.list.change(here, it -> it.empty());
            state.say("cleared");
        }
    }

    private void mute(ConversationId here, long untilUnixMillis, boolean muted) {
        set(here, it -> new Summary.Flags(it.pinned(), muted, it.archived(), it.markedUnread()));
        state.call(state.about("conversation/set", here).with("mutedUntil", muted ? untilUnixMillis : 0), "");
    }

    private void set(ConversationId here, UnaryOperator<Summary.Flags> change) {
        state.list.change(here, it -> it.flags(change.apply(it.flags())));
    }
}
