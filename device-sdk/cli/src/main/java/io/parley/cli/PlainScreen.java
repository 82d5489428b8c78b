package io.parley.cli;

import io.parley.protocol.MessageId;
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
 *   message  SEQ  FROM  AT  TEXT          came now (from others than PEER: aside PEER SEQ FROM AT TEXT)
 *   status   ID   QUEUED|SENT
 *   status   ID   ACCEPTED|RECEIVED|READ  SEQ
 *   status   ID   FAILED  REASON
 *   state    NAME  REASON
 * </pre>
 */
final class PlainScreen implements Screen {
    private final PrintStream out;

    PlainScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void history(HistoryEntry entry) {
        line("history", entry.seq(), entry.from(), entry.at(), escape(entry.text()));
    }

    @Override
    public void message(ReceivedMessage message) {
        line("message", message.seq(), message.from(), message.at(), escape(message.text()));
    }

    @Override
    public void aside(ReceivedMessage message) {
        line("aside", message.peer(), message.seq(), message.from(), message.at(), escape(message.text()));
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
