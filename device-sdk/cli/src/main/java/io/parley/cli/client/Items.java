package io.parley.cli.client;

import io.parley.cli.messenger.ChangeWords;
import io.parley.cli.messenger.Delivery;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Item;
import io.parley.cli.messenger.Json;
import io.parley.cli.messenger.LocationWords;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Change;
import io.parley.sdk.Amendments;
import io.parley.sdk.ConversationSummary;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Failure;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.SendOptions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes what a person sees of what the SDK knows. Stateless. */
public final class Items {
    static final SendOptions RICH = SendOptions.DEFAULT.contentType(ContentTypes.RICH);

    private final UserName me;
    private final ChangeWords words;

    public Items(UserName me, ZoneId zone) {
        this.me = me;
        this.words = new ChangeWords(me, zone);
    }

    UserName me() {
        return me;
    }

    Item of(HistoryEntry entry) {
        Item.Body body = body(entry.contentType(), entry.content(), entry.change(), entry.from());
        boolean own = entry.from().equals(me) && !body.kind().equals(Item.Kind.CHANGED);
        return new Item(
                entry.id(),
                entry.seq(),
                entry.from(),
                entry.at(),
                body,
                own ? delivery(entry) : Delivery.NONE,
                amendments(entry.amendments()));
    }

    Item of(ReceivedMessage message) {
        Item.Body body = body(message);
        boolean said = message.isOwn() && body.kind() == Item.Kind.SAID;
        return new Item(
                message.id(),
                message.seq(),
                message.from(),
                message.at(),
                body,
                said ? Delivery.at(Delivery.Stage.ACCEPTED) : Delivery.NONE,
                Item.Amendments.NONE);
    }

    public Item.Body body(ReceivedMessage message) {
        return body(message.contentType().orElse(null), message.content(), message.change(), message.from());
    }

    public Item.Body body(HistoryEntry entry) {
        return body(entry.contentType(), entry.content(), entry.change(), entry.from());
    }

    private Item.Body body(@Nullable String type, Content content, Optional<Change> change, UserName from) {
        if (ContentTypes.CHANGE.equals(type)) {
            return Item.Body.changed(
                    change.map(it -> words.say(it, from)).orElse("something happened that this version does not know"));
        }
        if (type != null && LocationWords.areMeantBy(type)) {
            return Item.Body.changed(LocationWords.say(type, content.toBytes(), me));
        }
        if (ContentTypes.RICH.equals(type)) {
            Fields rich = Json.read(content.asText()).orElse(Fields.NONE);
            return new Item.Body(
                    Item.Kind.SAID,
                    rich.text("text"),
                    Math.max(0, rich.object("reply").number("seq")));
        }
        return Item.Body.said(
                type == null || type.startsWith("text/")
                        ? content.asText()
                        : "(" + content.size() + " bytes of " + type + ")");
    }

    static Content answering(String text, long seq) {
        return Content.ofText(Json.write(Map.of("text", text, "reply", Map.of("seq", seq))));
    }

    private static Item.Amendments amendments(Amendments made) {
        return new Item.Amendments(made.edited(), made.recalled(), made.reactions());
    }

    /** An own message of another endpoint has at least been accepted. */
    private static Delivery delivery(HistoryEntry entry) {
        MessageStatus status = entry.status();
        return status == null ? Delivery.at(Delivery.Stage.ACCEPTED) : delivery(status);
    }

    static Delivery delivery(MessageStatus status) {
        return switch (status.stage()) {
            case QUEUED, SENT -> Delivery.at(Delivery.Stage.WAITING);
            case ACCEPTED -> Delivery.at(Delivery.Stage.ACCEPTED);
            case RECEIVED -> Delivery.at(Delivery.Stage.RECEIVED);
            case READ -> Delivery.at(Delivery.Stage.READ);
            case FAILED -> Delivery.failed(status.failure().map(Failure::code).orElse(""));
        };
    }

    /** @param newest the newest message the store has, if it is needed for the words */
    Summary of(ConversationSummary line, Instant now, Function<ConversationId, Optional<HistoryEntry>> newest) {
        ConversationSummary.Settings set = line.settings();
        return new Summary(
                line.conversation(),
                line.title().isEmpty()
                        ? line.conversation().match(me, UserName::value, group -> group.value())
                        : line.title(),
                line.last(),
                line.at(),
                line.read(),
                line.unread(),
                line.newest().map(it -> preview(line, it, newest)).orElse(""),
                set.draft(),
                new Summary.Flags(set.pinned(), line.isMutedAt(now), set.archived(), set.markedUnread()));
    }

    private String preview(
            ConversationSummary line,
            ConversationSummary.Preview preview,
            Function<ConversationId, Optional<HistoryEntry>> newest) {
        if (ContentTypes.CHANGE.equals(preview.contentType()) || LocationWords.areMeantBy(preview.contentType())) {
            return newest.apply(line.conversation())
                    .filter(it -> it.seq() == preview.seq())
                    .map(it -> body(it).text())
                    .orElse("");
        }
        String who = preview.from().equals(me) ? "you: " : line.conversation().isGroup() ? preview.from() + ": " : "";
        return who + preview.text();
    }
}
