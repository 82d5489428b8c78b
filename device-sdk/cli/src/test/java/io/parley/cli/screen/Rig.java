package io.parley.cli.screen;

import io.parley.cli.messenger.Item;
import io.parley.cli.messenger.ScriptedMessenger;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.sdk.ConnectionState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** alice at her screen, with a clock that stands still until it is moved. */
final class Rig {
    static final UserName ALICE = new UserName("alice");
    static final ConversationId BOB = ConversationId.chat(ALICE, new UserName("bob"));
    static final ConversationId CAROL = ConversationId.chat(ALICE, new UserName("carol"));
    static final ConversationId CLIMBERS = ConversationId.group(new GroupName("climbers"));

    Instant now = Instant.parse("2025-03-03T10:02:00Z");
    final InstantSource clock = () -> now;
    final ScriptedMessenger messenger = new ScriptedMessenger("alice", clock);
    final MessengerScreen screen;

    Rig(int columns, int rows) {
        this(columns, rows, true);
    }

    Rig(int columns, int rows, boolean colours) {
        screen = new MessengerScreen(messenger, clock, ZoneOffset.UTC, colours);
        screen.resize(columns, rows);
    }

    Rig begin() {
        screen.begin(null);
        screen.connected(ConnectionState.ONLINE);
        return this;
    }

    Rig begin(ConversationId first) {
        screen.begin(first);
        screen.connected(ConnectionState.ONLINE);
        return this;
    }

    Rig listed(Summary summary) {
        messenger.summaries.add(summary);
        return this;
    }

    Summary summary(ConversationId conversation, String title, long last, String preview) {
        return new Summary(conversation, title, last, now, 0, 0, preview, "", Summary.Flags.NONE);
    }

    /** A message comes now. */
    Item comes(ConversationId conversation, long seq, String from, String text) {
        Item item = messenger.holds(conversation, messenger.item(seq, from, text));
        screen.shown(conversation, List.of(item));
        return item;
    }

    void unread(ConversationId conversation, long count) {
        screen.unread(count, Map.of(conversation, count));
    }

    Rig type(String text) {
        text.codePoints().forEach(it -> screen.press(Key.text(Character.toString(it))));
        return this;
    }

    Rig enter(String text) {
        return type(text).press(Key.Kind.ENTER);
    }

    Rig press(Key.Kind... kinds) {
        for (Key.Kind kind : kinds) {
            screen.press(Key.of(kind));
        }
        return this;
    }

    String text() {
        return screen.draw().text();
    }

    /** All that is drawn in a style, piece by piece. */
    List<String> styled(Style style) {
        return screen.draw().lines().stream()
                .flatMap(line -> line.spans().stream())
                .filter(span -> span.style() == style)
                .map(span -> span.text().strip())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    List<String> asked() {
        return messenger.asked;
    }
}
