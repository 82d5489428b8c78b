package io.parley.broker.schedule;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.api.Said;
import io.parley.broker.history.ContentText;
import io.parley.broker.storage.DueMessage;
import io.parley.broker.storage.ScheduleRules;
import io.parley.broker.storage.ScheduleStore;
import io.parley.broker.storage.ScheduleStore.Cancellation;
import io.parley.broker.storage.ScheduleStore.Creation;
import io.parley.broker.storage.Scheduled;
import io.parley.broker.storage.ScheduledMessage;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The calls about messages to be sent later. The id of such a message is that of the request that made it. */
public final class ScheduleCalls {
    /** How far ahead a message may be planned. */
    static final long AHEAD_MAX_MILLIS = Duration.ofDays(366).toMillis();

    /** Most content on a page, bytes; a single larger message comes alone. */
    private static final long PAGE_BYTES_MAX = 256 * 1024;

    private final ScheduleStore store;
    private final Clock clock;

    public ScheduleCalls(ScheduleStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public List<Call> calls() {
        List<Field> created = new ArrayList<>(List.of(Field.conversation("conversation"), Field.time("due")));
        created.addAll(Said.FIELDS);
        return List.of(
                Call.of("schedule/create", "Sends a message at a later time", created, this::create)
                        .withBody(Said.BODY_BYTES_MAX),
                Call.of(
                        "schedule/list",
                        "What the caller scheduled, earliest first, with what became of it in the last days",
                        Page.FIELDS,
                        this::list),
                Call.of("schedule/cancel", "Does not send a message after all", List.of(Field.id("id")), this::cancel));
    }

    private CompletionStage<Reply> create(Caller caller, Arguments arguments) {
        Said said = Said.of(arguments);
        if (ContentTypes.isReserved(said.contentType())) {
            throw RefusalException.malformed("contentType " + said.contentType() + " is reserved, see protocol.md");
        }
        ScheduledMessage message = new ScheduledMessage(
                caller.user(),
                caller.requestId(),
                arguments.conversation("conversation"),
                arguments.number("due"),
                said.contentType(),
                said.content());
        long now = clock.millis();
        if (message.due() > now + AHEAD_MAX_MILLIS) {
            throw RefusalException.malformed("due must be at most " + AHEAD_MAX_MILLIS + " ms ahead");
        }
        CompletionStage<Creation> creation = message.due() > now ? store.create(message) : createdBefore(message);
        return creation.thenApply(outcome -> created(message, outcome));
    }

    /** A request that is repeated when its time has come gets the first answer again. */
    private CompletionStage<Creation> createdBefore(ScheduledMessage message) {
        return store.ofUser(message.user())
                .thenApply(all -> all.stream()
                        .filter(it -> it.message().id().equals(message.id()))
                        .findFirst()
                        .map(it -> ScheduleRules.compare(it, message))
                        .orElseThrow(() -> RefusalException.malformed("due must be in the future, Unix milliseconds")));
    }

    private static Reply created(ScheduledMessage message, Creation outcome) {
        return switch (outcome) {
            case CREATED, KNOWN ->
                Reply.of(json -> json.writeStringField("id", message.id().toString()));
            case CONFLICT -> throw new RefusalException(Reason.CONFLICT, "another message has id " + message.id());
            case LIMIT_REACHED ->
                throw new RefusalException(
                        Reason.LIMIT_REACHED,
                        "at most " + ScheduleStore.WAITING_MAX + " messages and " + ScheduleStore.WAITING_BYTES_MAX
                                + " bytes may wait, and " + ScheduleStore.KEPT_MAX + " be kept");
        };
    }

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        Optional<DueMessage> after = page.after().map(cursor -> place(cursor, caller.user()));
        return store.ofUser(caller.user()).thenApply(all -> {
            List<Scheduled> rest = all.stream()
                    .filter(it -> after.isEmpty() || DueMessage.of(it.message()).compareTo(after.get()) > 0)
                    .toList();
            int count = Math.min(page.limit(), fitting(rest));
            return Reply.of(json -> write(json, caller.user(), rest, count));
        });
    }

    private static int fitting(List<Scheduled> rest) {
        long bytes = 0;
        for (int count = 0; count < rest.size(); count++) {
            bytes += rest.get(count).message().content().size();
            if (bytes > PAGE_BYTES_MAX) {
                return Math.max(1, count);
            }
        }
        return rest.size();
    }

    private static DueMessage place(String cursor, UserName user) {
        int space = cursor.indexOf(' ');
        try {
            return new DueMessage(
                    Long.parseLong(cursor.substring(0, Math.max(0, space))),
                    user,
                    MessageId.parse(cursor.substring(space + 1)));
        } catch (IllegalArgumentException foreign) {
            throw Page.badCursor();
        }
    }

    private static void write(JsonGenerator json, UserName user, List<Scheduled> rest, int count) throws IOException {
        json.writeArrayFieldStart("scheduled");
        for (Scheduled it : rest.subList(0, count)) {
            json.writeStartObject();
            write(json, user, it);
            json.writeEndObject();
        }
        json.writeEndArray();
        if (count < rest.size()) {
            ScheduledMessage last = rest.get(count - 1).message();
            Page.writeNext(json, last.due() + " " + last.id());
        }
    }

    private static void write(JsonGenerator json, UserName user, Scheduled it) throws IOException {
        ScheduledMessage message = it.message();
        writeFate(json, it);
        json.writeStringField("conversation", message.conversation().seenBy(user));
        json.writeNumberField("due", message.due());
        json.writeStringField("contentType", message.contentType());
        if (!it.status().isOver()) {
            Optional<String> text = ContentText.of(message.contentType(), message.content());
            if (text.isPresent()) {
                json.writeStringField("text", text.get());
            } else {
                json.writeStringField(
                        "content",
                        Base64.getEncoder().encodeToString(message.content().toBytes()));
            }
        }
    }

    private static void writeFate(JsonGenerator json, Scheduled it) throws IOException {
        json.writeStringField("id", it.message().id().toString());
        json.writeStringField("status", it.status().code());
        Reason reason = it.reason();
        if (reason != null) {
            json.writeStringField("reason", reason.code());
        }
        if (it.seq() > 0) {
            json.writeNumberField("seq", it.seq());
        }
    }

    /** Body of {@code event/scheduled}: what became of a message. */
    public static byte[] event(Scheduled over) {
        return Reply.of(json -> {
                    writeFate(json, over);
                    json.writeStringField(
                            "conversation",
                            over.message().conversation().seenBy(over.message().user()));
                })
                .body();
    }

    private CompletionStage<Reply> cancel(Caller caller, Arguments arguments) {
        MessageId id = arguments.id("id");
        return store.cancel(caller.user(), id).thenApply(outcome -> cancelled(id, outcome));
    }

    private static Reply cancelled(MessageId id, Cancellation outcome) {
        return switch (outcome) {
            case CANCELLED -> Reply.NOTHING;
            case TOO_LATE ->
                throw new RefusalException(Reason.CONFLICT, "too late: " + id + " is being sent, or is over");
            case UNKNOWN -> throw new RefusalException(Reason.NOT_FOUND, "nothing is scheduled under " + id);
        };
    }
}
