package io.parley.cli.screen;

import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands about contacts: the other one of the open chat, where none is named. */
final class ContactCommands {
    /** What to say when it is done. */
    private static final Map<String, String> ABOUT_ONE = Map.of(
            "accept", "is a contact now",
            "reject", "is no contact; they are told",
            "withdraw", "is no longer asked",
            "remove", "is no longer a contact");

    private final State state;

    ContactCommands(State state) {
        this.state = state;
    }

    void into(Commands commands) {
        commands.always(
                "contact",
                "add USER [NOTE] | accept | reject | withdraw | remove [USER] | list",
                "contacts",
                this::contact);
        commands.always(
                "block",
                "[USER]",
                "nothing from them reaches you any more; they are not told",
                text -> about("contact/block", text, "blocked"));
        commands.always("unblock", "[USER]", "ends that", text -> about("contact/unblock", text, "no longer blocked"));
        commands.always("find", "NAME…", "users whose name begins so", this::find);
    }

    private boolean contact(String text) {
        List<String> parts = GroupCommands.words(text);
        String verb = parts.get(0);
        String named = parts.size() > 1 ? parts.get(1) : "";
        if (verb.equals("add")) {
            String note = text.substring(verb.length()).strip();
            note = note.substring(named.length()).strip();
            Call call = Call.of("contact/request").with("user", named);
            if (UserName.isValid(named)) {
                state.call(note.isEmpty() ? call : call.with("note", note), "asked " + named);
            }
            return UserName.isValid(named);
        }
        if (verb.equals("list")) {
            list("", new ArrayList<>());
            return true;
        }
        String done = ABOUT_ONE.get(verb);
        return done != null && about("contact/" + verb, named, done);
    }

    private boolean about(String name, String named, String done) {
        ConversationId here = state.open;
        String user = !named.isEmpty()
                ? named
                : here == null || here.isGroup() ? "" : here.peerOf(state.me()).value();
        if (!UserName.isValid(user)) {
            return false;
        }
        state.call(Call.of(name).with("user", user), user + " " + done);
        return true;
    }

    private void list(String cursor, List<Line> lines) {
        Call call = Call.of("contact/list");
        state.messenger.call(cursor.isEmpty() ? call : call.with("cursor", cursor), answer -> {
            if (!answer.isOk()) {
                state.fail("contact/list: " + answer.why());
                return;
            }
            for (Fields contact : answer.body().objects("contacts")) {
                String note = contact.text("note");
                lines.add(Line.of(contact.text("user"), Style.NAME_1)
                        .then("  " + contact.text("state"), Style.FAINT)
                        .then(note.isEmpty() ? "" : "  " + Widths.oneLine(note), Style.PLAIN));
            }
            if (answer.body().has("next")) {
                list(answer.body().text("next"), lines);
            } else {
                state.overlay = Overlay.text(lines.isEmpty() ? "no contacts yet" : "contacts", lines);
            }
        });
    }

    private boolean find(String prefix) {
        state.messenger.call(Call.of("user/find").with("prefix", prefix), answer -> {
            if (!answer.isOk()) {
                state.fail("user/find: " + answer.why());
                return;
            }
            List<Line> lines = new ArrayList<>();
            List<Runnable> choices = new ArrayList<>();
            for (Fields user : answer.body().objects("users")) {
                lines.add(Line.of(user.text("user"), Style.NAME_1).then("  " + user.text("name"), Style.FAINT));
                UserName.parse(user.text("user"))
                        .ifPresentOrElse(
                                it -> choices.add(() -> state.open(ConversationId.chat(state.me(), it))),
                                () -> choices.add(() -> {}));
            }
            if (lines.isEmpty()) {
                state.say("nobody found");
            } else {
                state.overlay = Overlay.choice("users: " + prefix, lines, choices);
            }
        });
        return true;
    }
}
