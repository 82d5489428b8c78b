package io.parley.broker.list;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.conversation.Owners;
import io.parley.broker.delivery.Events;
import io.parley.broker.list.ConversationList.Details;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.ListChange;
import io.parley.broker.storage.ListEntry;
import io.parley.broker.storage.ListStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The calls about a user's list of conversations. */
public final class ListCalls {
    private static final long PAGE_BYTES_MAX = 512 * 1024;
    /** A preview, names, numbers. */
    private static final long LINE_BYTES_MAX = 4_096;
    /** Escaped, at worst. */
    private static final long CHARACTER_BYTES_MAX = 6;

    private final ConversationList list;
    private final ListStore entries;
    private final HiddenStore hidden;
    private final Owners owners;
    private final Events events;
    private final Clock clock;

    public ListCalls(
            ConversationList list, ListStore entries, HiddenStore hidden, Owners owners, Events events, Clock clock) {
        this.list = list;
        this.entries = entries;
        this.hidden = hidden;
        this.owners = owners;
        this.events = events;
        this.clock = clock;
    }

    public List<Call> calls() {
        Field conversation = Field.conversation("conversation");
        List<Field> listed = new ArrayList<>(Page.FIELDS);
        listed.add(Field.bool("archived").optional());
        return List.of(
                Call.of(
                        "conversation/list",
                        "The caller's conversations, the newest activity first",
                        listed,
                        this::list),
                Call.of(
                        "conversation/set",
                        "Arranges a conversation in the caller's list",
                        List.of(
                                conversation,
                                Field.bool("pinned").optional(),
                                Field.time("mutedUntil").optional(),
                                Field.bool("archived").optional(),
                                Field.bool("markedUnread").optional(),
                                Field.text("draft", 0, ListChange.DRAFT_LENGTH_MAX)
                                        .optional()),
                        this::set),
                Call.of(
                        "conversation/clear",
                        "Throws away, for the caller alone, what there is in a conversation",
                        List.of(conversation),
                        this::clear));
    }

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        Line.Place after = page.after().map(ListCalls::place).orElse(null);
        boolean archived = arguments.boolIf("archived").orElse(false);
        UserName user = caller.user();
        return list.of(user).thenCompose(lines -> {
            long unread = lines.stream().mapToLong(it -> it.head().unread(user)).sum();
            List<Line> wanted = lines.stream()
                    .filter(it -> it.entry().archived() == archived)
                    .filter(it -> after == null || it.place().compareTo(after) > 0)
                    .limit(page.limit() + 1L)
                    .toList();
            List<Line> shown = wanted.subList(0, Math.min(page.limit(), fitting(wanted)));
            return list.details(user, shown)
                    .thenApply(details -> written(user, details, unread, wanted.size() > shown.size()));
        });
    }

    /** How many of them a page has room for, whatever their drafts and previews are made of. */
    private static int fitting(List<Line> lines) {
        long bytes = 0;
        for (int count = 0; count < lines.size(); count++) {
            bytes += LINE_BYTES_MAX
                    + CHARACTER_BYTES_MAX * lines.get(count).entry().draft().length();
            if (bytes > PAGE_BYTES_MAX) {
                return Math.max(1, count);
            }
        }
        return lines.size();
    }

    private static Line.Place place(String cursor) {
        try {
            return Line.Place.ofText(cursor);
        } catch (IllegalArgumentException foreign) {
            throw Page.badCursor();
        }
    }

    private Reply written(UserName user, List<Details> page, long unread, boolean more) {
        long now = clock.millis();
        return Reply.of(json -> {
            json.writeArrayFieldStart("conversations");
            for (Details it : page) {
                json.writeStartObject();
                write(json, user, it, now);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("total", unread);
            if (more) {
                Page.writeNext(json, page.get(page.size() - 1).line().place().toText());
            }
        });
    }

    private static void write(JsonGenerator json, UserName user, Details it, long now) throws IOException {
        Line line = it.line();
        json.writeStringField("conversation", line.conversation().seenBy(user));
        if (it.standing().title().isPresent()) {
            json.writeStringField("title", it.standing().title().get());
        }
        if (it.standing().state().isPresent()) {
            json.writeStringField("state", it.standing().state().get());
        }
        json.writeNumberField("last", line.head().last());
        json.writeNumberField("at", line.at());
        json.writeNumberField("unread", line.head().unread(user));
        json.writeNumberField("read", line.head().marksOf(user).read());
        if (it.preview().isPresent()) {
            json.writeObjectFieldStart("preview");
            write(json, it.preview().get(), now);
            json.writeEndObject();
        }
        ListEntry entry = line.entry();
        json.writeBooleanField("pinned", entry.pinned());
        json.writeNumberField("mutedUntil", entry.mutedUntil() > now ? entry.mutedUntil() : 0);
        json.writeBooleanField("archived", entry.archived());
        json.writeBooleanField("markedUnread", entry.markedUnread());
        json.writeStringField("draft", entry.draft());
    }

    private static void write(JsonGenerator json, Preview preview, long now) throws IOException {
        json.writeNumberField("seq", preview.seq());
        json.writeStringField("from", preview.from().value());
        json.writeNumberField("at", preview.at());
        json.writeStringField("contentType", preview.contentType());
        if (preview.isExpiredAt(now)) {
            json.writeStringField("gone", "expired");
        } else if (preview.text().isPresent()) {
            json.writeStringField("text", preview.text().get());
        }
    }

    private CompletionStage<Reply> set(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        UserName user = caller.user();
        ListChange change = new ListChange(
                arguments.boolIf("pinned").orElse(null),
                arguments.has("mutedUntil") ? arguments.number("mutedUntil") : null,
                arguments.boolIf("archived").orElse(null),
                arguments.boolIf("markedUnread").orElse(null),
                arguments.textIf("draft").orElse(null));
        if (change.equals(new ListChange(null, null, null, null, null))) {
            throw RefusalException.malformed("one of pinned, mutedUntil, archived, markedUnread, draft is missing");
        }
        return owners.head(conversation, user)
                .thenCompose(head -> {
                    if (head.last() == 0 && head.visible().floor() == 0) {
                        throw new RefusalException(
                                Reason.NOT_FOUND, "there is nothing for you in " + conversation.seenBy(user));
                    }
                    return entries.change(user, conversation, change);
                })
                .thenApply(done -> {
                    events.tell(user, "conversation", changeEvent(conversation.seenBy(user), change));
                    return Reply.NOTHING;
                });
    }

    private static byte[] changeEvent(String conversation, ListChange change) {
        return Reply.of(json -> {
                    json.writeStringField("conversation", conversation);
                    if (change.pinned() != null) {
                        json.writeBooleanField("pinned", change.pinned());
                    }
                    if (change.mutedUntil() != null) {
                        json.writeNumberField("mutedUntil", change.mutedUntil());
                    }
                    if (change.archived() != null) {
                        json.writeBooleanField("archived", change.archived());
                    }
                    if (change.markedUnread() != null) {
                        json.writeBooleanField("markedUnread", change.markedUnread());
                    }
                    if (change.draft() != null) {
                        json.writeStringField("draft", change.draft());
                    }
                })
                .body();
    }

    /** The owner is asked for the head first: it hears nothing of clearing before it is awake. */
    private CompletionStage<Reply> clear(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        UserName user = caller.user();
        return owners.head(conversation, user)
                .thenCompose(head -> owners.clear(conversation, user)
                        .thenCompose(done -> hidden.cleared(user, conversation, head.last(), clock.millis()))
                        .thenApply(done -> {
                            events.tell(user, "conversation", clearedEvent(conversation.seenBy(user), head.last()));
                            return Reply.NOTHING;
                        }));
    }

    private static byte[] clearedEvent(String conversation, long seq) {
        return Reply.of(json -> {
                    json.writeStringField("conversation", conversation);
                    json.writeNumberField("cleared", seq);
                })
                .body();
    }
}
