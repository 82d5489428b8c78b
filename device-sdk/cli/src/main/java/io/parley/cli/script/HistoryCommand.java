package io.parley.cli.script;

import io.parley.cli.account.UsageException;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.ChangeWords;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Json;
import io.parley.cli.messenger.LocationWords;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.UserName;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Contents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley history group/climbers --as alice}. */
@Command(
        name = "history",
        description =
                "Print messages of a conversation, oldest first: seq, from, at, text, separated by tabs; in texts"
                        + " tab, newline and backslash are written \\t \\n \\\\. A recalled, expired or cleared one has no text.")
public final class HistoryCommand implements Callable<Integer> {
    private static final int LIMIT_MAX = 100;

    private final Server.Opener opener;

    @Mixin
    private Caller caller = new Caller();

    @Parameters(index = "0", paramLabel = "CONVERSATION", description = "NAME, chat/NAME or group/NAME")
    private String conversation = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE}, at most 100)")
    private int limit = 50;

    @Option(names = "--before", paramLabel = "SEQ", description = "the newest before this one")
    private long before;

    @Option(names = "--after", paramLabel = "SEQ", description = "the oldest after this one")
    private long after;

    public HistoryCommand(Server.Opener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit < 1 || limit > LIMIT_MAX || before < 0 || after < 0 || before > 0 && after > 0) {
            throw new UsageException("--limit is 1 to " + LIMIT_MAX + ", and one of --before and --after is a seq");
        }
        UserName me = caller.who().user();
        Call call = Call.of("message/history")
                .with("conversation", caller.who().conversation(conversation).seenBy(me))
                .with("limit", limit);
        call = before > 0 ? call.with("before", before) : after > 0 ? call.with("after", after) : call;
        return caller.call(
                opener, call, (answer, out) -> answer.objects("messages").forEach(it -> print(it, me, out)));
    }

    private static void print(Fields message, UserName me, PrintWriter out) {
        out.println(message.number("seq") + "\t" + message.text("from") + "\t"
                + Instant.ofEpochMilli(message.number("at")) + "\t" + escape(text(message, me)));
    }

    private static String text(Fields message, UserName me) {
        String type = message.text("contentType");
        byte[] content = message.has("content")
                ? Base64.getDecoder().decode(message.text("content"))
                : message.text("text").getBytes(StandardCharsets.UTF_8);
        if (content.length == 0) {
            return "";
        }
        if (LocationWords.areMeantBy(type)) {
            return LocationWords.say(type, content, me);
        }
        if (type.equals(ContentTypes.CHANGE)) {
            try {
                return new ChangeWords(me, ZoneId.systemDefault())
                        .say(Contents.readChange(content), new UserName(message.text("from")));
            } catch (BadBodyException | IllegalArgumentException e) {
                return type;
            }
        }
        String text = new String(content, StandardCharsets.UTF_8);
        if (type.equals(ContentTypes.RICH)) {
            return Json.read(text).map(it -> it.text("text")).orElse(text);
        }
        return message.has("text") || type.startsWith("text/")
                ? text
                : "(" + content.length + " bytes of " + type + ")";
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
