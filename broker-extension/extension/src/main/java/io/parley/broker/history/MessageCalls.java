package io.parley.broker.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.amend.Amended;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.api.Said;
import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Readers;
import io.parley.broker.conversation.Submission;
import io.parley.broker.delivery.Events;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.HiddenStore;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The calls about messages: to send one, to look back, to delete some for oneself, to see who has one. */
public final class MessageCalls {
    /** Most seqs hidden by one call. */
    static final int HIDE_MAX = 100;

    /** What MQTT 5 can say (section 3.3.2.3.3). */
    private static final long EXPIRY_SECONDS_MAX = 4_294_967_295L;

    private final Owners owners;
    private final History history;
    private final HiddenStore hidden;
    private final AmendmentStore amendments;
    private final Events events;
    private final Clock clock;

    public MessageCalls(
            Owners owners, History history, HiddenStore hidden, AmendmentStore amendments, Events events, Clock clock) {
        this.amendments = amendments;
        this.owners = owners;
        this.history = history;
        this.hidden = hidden;
        this.events = events;
        this.clock = clock;
    }

    public List<Call> calls() {
        Field conversation = Field.conversation("conversation");
        List<Field> sent = new ArrayList<>(List.of(conversation));
        sent.addAll(Said.FIELDS);
        sent.add(Field.number("expirySeconds", 1, EXPIRY_SECONDS_MAX).optional());
        return List.of(
                Call.of("message/send", "Sends a message, as publishing it does", sent, this::send)
                        .withBody(Said.BODY_BYTES_MAX),
                Call.of(
                        "message/history",
                        "Messages of a conversation before or after one, or from a time on; else the newest",
                        List.of(
                                conversation,
                                Field.seq("before").optional(),
                                Field.number("after", 0, Long.MAX_VALUE).optional(),
                                Field.time("at").optional(),
                                Field.number("limit", 1, Page.LIMIT_MAX).optional()),
                        this::history),
                Call.of(
                        "message/hide",
                        "Deletes messages for the caller alone",
                        List.of(conversation, Field.numbers("seqs", 1, Long.MAX_VALUE, HIDE_MAX)),
                        this::hide),
                Call.of(
                        "message/receipts",
                        "Who has received and read a message of the caller",
                        List.of(conversation, Field.seq("seq")),
                        this::receipts));
    }

    private CompletionStage<Reply> send(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        Said said = Said.of(arguments);
        if (ContentTypes.isReserved(said.contentType())) {
            throw RefusalException.malformed("contentType " + said.contentType() + " is reserved, see protocol.md");
        }
        long expiryMillis = arguments.numberIf("expirySeconds").orElse(0) * 1_000;
        return owners.propose(new Submission(
                        conversation,
                        caller.author(),
                        0,
                        caller.requestId(),
                        null,
                        expiryMillis,
                        said.contentType(),
                        said.content()))
                .thenApply(ack -> Reply.logged(ack, conversation, caller.user()));
    }

    private CompletionStage<Reply> history(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        UserName viewer = caller.user();
        int limit = (int) arguments.numberIf("limit").orElse(Page.LIMIT_DEFAULT);
        CompletionStage<HistoryPage> page =
                switch (arguments.atMostOne("before", "after", "at").orElse("newest")) {
                    case "before" -> history.before(conversation, viewer, arguments.number("before"), limit);
                    case "after" -> history.after(conversation, viewer, arguments.number("after"), limit);
                    case "at" -> history.at(conversation, viewer, arguments.number("at"), limit);
                    default -> history.before(conversation, viewer, Long.MAX_VALUE, limit);
                };
        return page.thenCompose(it -> amended(conversation, it).thenApply(amended -> written(it, amended)));
    }

    private CompletionStage<Map<Long, Amended>> amended(ConversationId conversation, HistoryPage page) {
        List<Long> seqs = page.messages().stream().map(StoredMessage::seq).toList();
        return amendments.find(conversation.amendments(), seqs).thenApply(Amended::of);
    }

    private Reply written(HistoryPage page, Map<Long, Amended> amended) {
        long now = clock.millis();
        return Reply.of(json -> {
            json.writeArrayFieldStart("messages");
            for (StoredMessage message : page.messages()) {
                MessageJson.write(json, message, amended.get(message.seq()), now);
            }
            json.writeEndArray();
            json.writeNumberField("floor", page.floor());
            json.writeNumberField("last", page.last());
        });
    }

    private CompletionStage<Reply> hide(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        List<Long> seqs = arguments.numbers("seqs");
        UserName user = caller.user();
        return owners.head(conversation, user)
                .thenCompose(head -> {
                    seqs.forEach(seq -> requireVisible(head, seq, conversation.seenBy(user)));
                    return hidden.hide(user, conversation, seqs, clock.millis());
                })
                .thenApply(done -> {
                    if (!done) {
                        throw new RefusalException(
                                Reason.LIMIT_REACHED,
                                "at most " + HiddenStore.HIDDEN_MAX + " hidden in one conversation; clear it");
                    }
                    events.tell(user, "hidden", hiddenEvent(conversation.seenBy(user), seqs));
                    return Reply.NOTHING;
                });
    }

    private static void requireVisible(Head head, long seq, String conversation) {
        if (seq > head.last() || !head.visible().contains(seq)) {
            throw notFound(seq, conversation);
        }
    }

    private static RefusalException notFound(long seq, String conversation) {
        return new RefusalException(Reason.NOT_FOUND, "there is no seq " + seq + " for you in " + conversation);
    }

    private static byte[] hiddenEvent(String conversation, List<Long> seqs) {
        return Reply.of(json -> {
                    json.writeStringField("conversation", conversation);
                    json.writeArrayFieldStart("seqs");
                    for (long seq : seqs) {
                        json.writeNumber(seq);
                    }
                    json.writeEndArray();
                })
                .body();
    }

    private CompletionStage<Reply> receipts(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        long seq = arguments.number("seq");
        return history.one(conversation, caller.user(), seq)
                .thenCompose(found -> {
                    StoredMessage message = found.orElseThrow(() -> notFound(seq, conversation.seenBy(caller.user())));
                    if (!message.from().equals(caller.user())) {
                        throw new RefusalException(Reason.NOT_ALLOWED, "only the sender sees who has a message");
                    }
                    return owners.readers(conversation, caller.user(), seq);
                })
                .thenApply(MessageCalls::written);
    }

    private static Reply written(Readers readers) {
        return Reply.of(json -> {
            json.writeNumberField("of", readers.of());
            json.writeNumberField("received", readers.received());
            json.writeNumberField("read", readers.read());
            writeUsers(json, "receivedBy", readers.receivedBy());
            writeUsers(json, "readBy", readers.readBy());
        });
    }

    private static void writeUsers(JsonGenerator json, String field, List<UserName> users) throws IOException {
        json.writeArrayFieldStart(field);
        for (UserName user : users) {
            json.writeString(user.value());
        }
        json.writeEndArray();
    }
}
