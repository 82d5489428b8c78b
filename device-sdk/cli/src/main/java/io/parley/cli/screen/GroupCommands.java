package io.parley.cli.screen;

import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Fields;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Commands about groups: the open one, where none is named. */
final class GroupCommands {
    private static final int MEMBERS_PAGE = 100;

    private final State state;

    GroupCommands(State state) {
        this.state = state;
    }

    void into(Commands commands) {
        commands.always(
                "group", "new NAME [MEMBER…] | join NAME | title TEXT | dissolve", "makes or changes one", this::group);
        commands.group("add", "USER…", "lets users into this group, or asks them to join", (here, text) -> {
            add(state, here, words(text));
            return true;
        });
        one(commands, "remove", "takes a user out of this group");
        one(commands, "invite", "asks a user to join this group");
        one(commands, "approve", "lets in who asked to join");
        one(commands, "refuse", "does not let in who asked to join");
        one(commands, "transfer", "hands this group over to another owner");
        commands.group("role", "USER owner|admin|member", "changes what a member may do", (here, text) -> {
            List<String> parts = words(text);
            if (parts.size() != 2) {
                return false;
            }
            state.call(
                    state.about("group/role", here).with("user", parts.get(0)).with("role", parts.get(1)), "");
            return true;
        });
        commands.group("silence", "USER HOURS", "a member may not write for so long; 0 ends it", this::silence);
        commands.group("leave", "", "leaves this group", (here, text) -> {
            state.call(state.about("group/leave", here), "you left " + here.group());
            return true;
        });
        commands.group("accept", "", "accepts the invitation to this group", (here, text) -> {
            state.call(state.about("group/accept", here), "");
            return true;
        });
        commands.group("decline", "", "declines the invitation to this group", (here, text) -> {
            state.call(state.about("group/decline", here), "declined");
            state.list.remove(here);
            state.open = null;
            state.focus = State.Focus.LIST;
            return true;
        });
        commands.group("members", "", "who is in this group", (here, text) -> {
            members(here, "", new ArrayList<>());
            return true;
        });
    }

    private void one(Commands commands, String verb, String what) {
        commands.group(verb, "USER", what, (here, text) -> {
            if (!UserName.isValid(text)) {
                return false;
            }
            state.call(state.about("group/" + verb, here).with("user", text), "");
            return true;
        });
    }

    private boolean group(String text) {
        List<String> parts = words(text);
        String rest = text.substring(parts.get(0).length()).strip();
        ConversationId here = state.open;
        switch (parts.get(0)) {
            case "new" -> {
                Optional<ConversationId> named = parts.size() < 2 ? Optional.empty() : named(parts.get(1));
                named.ifPresent(it -> create(state, it, parts.subList(2, parts.size())));
                return named.isPresent();
            }
            case "join" -> {
                Optional<ConversationId> named = parts.size() < 2 ? Optional.empty() : named(parts.get(1));
                named.ifPresent(it -> state.messenger.call(state.about("group/join", it), answer -> {
                    if (answer.isOk()) {
                        state.open(it);
                    } else {
                        state.fail("group/join: " + answer.why());
                    }
                }));
                return named.isPresent();
            }
            case "title", "dissolve" -> {
                if (here == null || !here.isGroup()) {
                    state.fail("open the group first");
                    return true;
                }
                state.call(
                        parts.get(0).equals("title")
                                ? state.about("group/set", here).with("title", rest)
                                : state.about("group/dissolve", here),
                        "");
                return parts.get(0).equals("dissolve") || !rest.isEmpty();
            }
            default -> {
                return false;
            }
        }
    }

    private Optional<ConversationId> named(String name) {
        return Commands.parse(name.contains("/") ? name : "group/" + name, state.me())
                .filter(ConversationId::isGroup);
    }

    /** Also if some members may not be added: those are asked. */
    static void create(State state, ConversationId group, List<String> members) {
        Call call = state.about("group/create", group);
        state.messenger.call(members.isEmpty() ? call : call.with("members", members), answer -> {
            if (answer.isOk()) {
                state.open(group);
            } else if (isNotAllowed(answer) && !members.isEmpty()) {
                state.messenger.call(call, alone -> {
                    if (alone.isOk()) {
                        state.open(group);
                        add(state, group, members);
                    } else {
                        state.fail("group/create: " + alone.why());
                    }
                });
            } else {
                state.fail("group/create: " + answer.why());
            }
        });
    }

    /** Whoever lets only contacts add them, and is none, is asked to join. */
    private static void add(State state, ConversationId group, List<String> users) {
        state.messenger.call(state.about("group/add", group).with("users", users), answer -> {
            if (isNotAllowed(answer) && users.size() > 1) {
                users.forEach(it -> add(state, group, List.of(it)));
            } else if (isNotAllowed(answer)) {
                String user = users.get(0);
                state.call(state.about("group/invite", group).with("user", user), user + " was asked to join");
            } else if (!answer.isOk()) {
                state.fail("group/add: " + answer.why());
            }
        });
    }

    private static boolean isNotAllowed(Answer answer) {
        return answer.reason().equals(Reason.NOT_ALLOWED.code());
    }

    private boolean silence(ConversationId here, String text) {
        List<String> parts = words(text);
        if (parts.size() != 2 || !parts.get(1).matches("[0-9]{1,5}")) {
            return false;
        }
        long seconds = 3600L * Integer.parseInt(parts.get(1));
        state.call(state.about("group/mute", here).with("user", parts.get(0)).with("seconds", seconds), "");
        return true;
    }

    /** Page by page until all are there. */
    private void members(ConversationId here, String cursor, List<Line> lines) {
        Call call = state.about("group/members", here).with("limit", MEMBERS_PAGE);
        state.messenger.call(cursor.isEmpty() ? call : call.with("cursor", cursor), answer -> {
            if (!answer.isOk()) {
                state.fail("group/members: " + answer.why());
                return;
            }
            for (Fields member : answer.body().objects("members")) {
                String more = member.text("state").equals("member")
                                || member.text("state").isEmpty()
                        ? member.text("role")
                        : member.text("state");
                lines.add(Line.of(member.text("user"), Style.ofName(member.text("user")))
                        .then("  " + more, Style.FAINT));
            }
            if (answer.body().has("next")) {
                members(here, answer.body().text("next"), lines);
            } else {
                state.members.put(here, (long) lines.size());
                state.overlay = Overlay.text("members of " + state.list.title(here), lines);
            }
        });
    }

    static List<String> words(String text) {
        return Arrays.asList(text.strip().split("[\\s,]+"));
    }
}
