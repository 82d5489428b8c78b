package io.parley.cli.screen;

import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Messenger;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.ConnectionState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the screen knows and shows at this moment, and the steps that keys, commands and events have in common. */
final class State {
    /** How long somebody is shown as typing who does not say so again. */
    private static final Duration TYPING_SHOWN = Duration.ofSeconds(8);

    private static final int LOGS_MAX = 100;
    private static final DateTimeFormatter SEEN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    /** What the keys go to. */
    enum Focus {
        LIST,
        TALK
    }

    /** What is being typed. */
    enum Prompt {
        MESSAGE("> "),
        SEARCH("search: "),
        NEW("chat with, or group/NAME and members: ");

        private final String words;

        Prompt(String words) {
            this.words = words;
        }
    }

    /** @param lastSeen null: not told */
    record Presence(boolean online, @Nullable Instant lastSeen) {}

    final Messenger messenger;
    final InstantSource clock;
    final ZoneId zone;
    final boolean colours;
    final ConversationList list;
    final Editor message = new Editor();
    final Editor line = new Editor();
    final Map<UserName, Presence> presence = new HashMap<>();
    final Map<ConversationId, Long> members = new HashMap<>();

    private final Map<ConversationId, Log> logs = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ConversationId, Map<UserName, Instant>> typing = new HashMap<>();
    private final Map<ConversationId, Long> readUpTo = new HashMap<>();
    private int columns = 80;
    private int rows = 24;

    Focus focus = Focus.LIST;
    Prompt prompt = Prompt.MESSAGE;
    ConnectionState connection = ConnectionState.DISCONNECTED;
    String notice = "";
    boolean noticeIsError;
    boolean over;

    @Nullable Overlay overlay;

    @Nullable ConversationId open;

    State(Messenger messenger, InstantSource clock, ZoneId zone, boolean colours) {
        this.messenger = messenger;
        this.clock = clock;
        this.zone = zone;
        this.colours = colours;
        this.list = new ConversationList(messenger.me());
    }

    // --- size --------------------------------------------------------------------------------------------------------
    void resize(int toColumns, int toRows) {
        columns = toColumns;
        rows = toRows;
    }

    InputRows input() {
        return InputRows.of(
                prompt.words, prompt == Prompt.MESSAGE ? message : line, columns, Math.max(1, Math.min(6, rows / 3)));
    }

    Layout layout() {
        return new Layout(columns, rows, input().lines().size());
    }

    List<MessageRows.Row> rows(Log log) {
        boolean group = open != null && open.isGroup();
        return new MessageRows(me(), group, colours, zone, layout().messages()).of(log);
    }

    boolean isTyping() {
        return prompt != Prompt.MESSAGE || focus == Focus.TALK && open != null;
    }

    // --- conversations -----------------------------------------------------------------------------------------------
    UserName me() {
        return messenger.me();
    }

    @Nullable Log openLog() {
        return open == null ? null : logs.get(open);
    }

    @Nullable Log log(ConversationId conversation) {
        return logs.get(conversation);
    }

    void open(ConversationId conversation) {
        leave();
        open = conversation;
        focus = Focus.TALK;
        overlay = null;
        list.begin(conversation, clock.instant());
        list.cursor(conversation);
        Log log = logs.computeIfAbsent(conversation, it -> new Log(me()));
        logs.keySet().removeIf(it -> logs.size() > LOGS_MAX && !it.equals(conversation));
        log.scroll(null);
        log.select(null);
        list.find(conversation).ifPresent(it -> {
            log.newFrom(it.unread() > 0 ? it.last() - it.unread() + 1 : 0);
            message.set(it.draft());
            if (it.flags().markedUnread()) {
                list.change(
                        conversation,
                        s -> s.flags(new Summary.Flags(
                                s.flags().pinned(), s.flags().muted(), s.flags().archived(), false)));
                call(about("conversation/set", conversation).with("markedUnread", false), "");
            }
        });
        messenger.open(conversation);
        countMembers(conversation);
        seen();
    }

    void countMembers(ConversationId conversation) {
        if (conversation.isGroup()) {
            messenger.call(about("group/get", conversation), answer -> {
                if (answer.isOk() && answer.body().has("members")) {
                    members.put(conversation, answer.body().number("members"));
                }
            });
        }
    }

    /** Keeps what was typed as a draft, for this screen and for the other endpoints. */
    private void leave() {
        ConversationId left = open;
        if (left == null) {
            return;
        }
        String draft = message.text();
        list.find(left).filter(it -> !it.draft().equals(draft)).ifPresent(it -> {
            list.change(left, s -> s.draft(draft));
            messenger.call(about("conversation/set", left).with("draft", draft), answer -> {});
        });
        message.set("");
    }

    void close() {
        leave();
        open = null;
        focus = Focus.LIST;
    }

    void end() {
        close();
        over = true;
    }

    /** Says that the open conversation has been read as far as it can be seen. */
    void seen() {
        Log log = openLog();
        ConversationId here = open;
        boolean visible = focus == Focus.TALK || !layout().isNarrow();
        if (here == null || log == null || !visible || overlay != null || log.scroll() != null) {
            return;
        }
        if (log.last() > readUpTo.getOrDefault(here, 0L)) {
            readUpTo.put(here, log.last());
            messenger.markRead(here, log.last());
        }
    }

    // --- calls -------------------------------------------------------------------------------------------------------
    /** A call about a conversation, or about its group or the other one of its chat. */
    Call about(String name, ConversationId conversation) {
        if (name.startsWith("group/")) {
            return Call.of(name).with("group", conversation.group().value());
        }
        return name.startsWith("contact/")
                ? Call.of(name).with("user", conversation.peerOf(me()).value())
                : Call.of(name).with("conversation", conversation.seenBy(me()));
    }

    /** @param done what to say if it went well; empty: nothing */
    void call(Call call, String done) {
        messenger.call(call, answer -> {
            if (answer.isOk()) {
                say(done);
            } else {
                fail(call.name() + ": " + answer.why());
            }
        });
    }

    void say(String text) {
        notice = text;
        noticeIsError = false;
    }

    void fail(String text) {
        notice = text;
        noticeIsError = true;
    }

    // --- words -------------------------------------------------------------------------------------------------------
    void typing(ConversationId conversation, UserName user, boolean types) {
        Map<UserName, Instant> there = typing.computeIfAbsent(conversation, it -> new LinkedHashMap<>());
        if (types) {
            there.put(user, clock.instant().plus(TYPING_SHOWN));
        } else {
            there.remove(user);
        }
    }

    String typingWords(ConversationId conversation) {
        Map<UserName, Instant> there = typing.getOrDefault(conversation, Map.of());
        Instant now = clock.instant();
        List<String> who = there.entrySet().stream()
                .filter(it -> it.getValue().isAfter(now))
                .map(it -> it.getKey().value())
                .toList();
        if (who.isEmpty()) {
            return "";
        }
        return who.size() > 2
                ? who.size() + " people are typing…"
                : String.join(" and ", who) + (who.size() == 1 ? " is" : " are") + " typing…";
    }

    boolean isOnline() {
        return connection.phase() == ConnectionState.Phase.ONLINE;
    }

    String connectionWords() {
        return switch (connection.phase()) {
            case DISCONNECTED, CONNECTING -> "connecting…";
            case SYNCING -> "catching up…";
            case ONLINE -> "online";
            case WAITING ->
                "not connected, trying again (" + connection.reason().replaceFirst("^[\\w.$]+(Exception|Error): ", "")
                        + ")";
            case REFUSED -> "refused: " + connection.reason() + "; Ctrl-C leaves";
            case CLOSED -> connection.reason().isEmpty() ? "closed" : "closed: " + connection.reason();
        };
    }

    /** What is known of a conversation besides its name. */
    String about(ConversationId conversation) {
        if (conversation.isGroup()) {
            Long count = members.get(conversation);
            String named =
                    list.title(conversation).equals(conversation.group().value()) ? "" : conversation.group() + " · ";
            return named + (count == null ? "group" : count == 1 ? "1 member" : count + " members");
        }
        UserName peer = conversation.peerOf(me());
        Presence known = presence.get(peer);
        String name = list.title(conversation).equals(peer.value()) ? "" : peer + " · ";
        if (known == null) {
            return name.isEmpty() ? "" : peer.value();
        }
        Instant lastSeen = known.lastSeen();
        return name
                + (known.online()
                        ? "online"
                        : lastSeen == null ? "offline" : "last seen " + SEEN.format(lastSeen.atZone(zone)));
    }
}
