package io.parley.cli;

import io.parley.cli.client.Items;
import io.parley.cli.messenger.Item;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ReceivedMessage;
import java.io.PrintStream;

/**
 * One fact per line, fields separated by tabs; in texts tab, newline and backslash are written {@code \t \n \\}.
 *
 * <pre>
 *   history  SEQ  FROM  AT  TEXT          what the store had
 *   message  SEQ  FROM  AT  TEXT          came now
 *   change   SEQ  FROM  AT  TEXT          happened now to the group or between the two, in words
 *   aside    WHERE SEQ  FROM  AT  TEXT    came now in another conversation: PEER or group/NAME
 *   status   ID   QUEUED|SENT
 *   status   ID   ACCEPTED|RECEIVED|READ  SEQ
 *   status   ID   FAILED  REASON
 *   state    NAME  REASON
 * </pre>
 */
final class PlainScreen implements Screen {
    private final PrintStream out;
    private final UserName me;
    private final Items items;

    PlainScreen(PrintStream out, UserName me, Items items) {
        this.out = out;
        this.me = me;
        this.items = items;
    }

    @Override
    public void history(HistoryEntry entry) {
        line(
                "history",
                entry.seq(),
                entry.from(),
                entry.at(),
                escape(items.body(entry).text()));
    }

    @Override
    public void message(ReceivedMessage message) {
        Item.Body body = items.body(message);
        String what = body.kind() == Item.Kind.CHANGED ? "change" : "message";
        line(what, message.seq(), message.from(), message.at(), escape(body.text()));
    }

    @Override
    public void aside(ReceivedMessage message) {
        String where = message.conversation().match(me, UserName::value, group -> "group/" + group);
        line(
                "aside",
                where,
                message.seq(),
                message.from(),
                message.at(),
                escape(items.body(message).text()));
    }

    @Override
    public void status(MessageId id, String text, MessageStatus status) {
        switch (status.stage()) {
            case QUEUED, SENT -> line("status", id, status.stage());
            case ACCEPTED, RECEIVED, READ -> line("status", id, status.stage(), status.seq());
            case FAILED ->
                line(
                        "status",
                        id,
                        status.stage(),
                        status.failure().map(MessageStatus.Failure::code).orElse(""));
        }
    }

    @Override
    public void state(ConnectionState state) {
        line("state", state.phase(), escape(state.reason()));
    }

    private void line(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.isEmpty() ? "" : "\t").append(field);
        }
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
