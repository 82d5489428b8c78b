package io.parley.broker.amend;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.api.Said;
import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Submission;
import io.parley.broker.history.History;
import io.parley.broker.storage.AmendmentStore;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.StoredMessage;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Amendment.Kind;
import io.parley.protocol.json.Contents;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The calls that amend messages. Each becomes an entry of the conversation's side log, with the request's id. What the
 * message itself decides is checked here, for it never changes; who is in, the owner judges.
 */
public final class AmendmentCalls {
    /** How long after sending it its sender may take a message back, or edit it. */
    public static final Duration AMEND_MAX = Duration.ofDays(2);

    /** An edit goes in a side log's message, as base64. */
    static final int EDIT_BYTES_MAX = 128 * 1024;

    private final Owners owners;
    private final History history;
    private final GroupStore groups;
    private final AmendmentStore amendments;
    private final Clock clock;

    public AmendmentCalls(Owners owners, History history, GroupStore groups, AmendmentStore amendments, Clock clock) {
        this.owners = owners;
        this.history = history;
        this.groups = groups;
        this.amendments = amendments;
        this.clock = clock;
    }

    public List<Call> calls() {
        Field conversation = Field.conversation("conversation");
        Field seq = Field.seq("seq");
        List<Field> edit = new ArrayList<>(List.of(conversation, seq));
        edit.addAll(Said.FIELDS);
        return List.of(
                Call.of("message/edit", "Replaces the content of a message of the caller", edit, this::edit)
                        .withBody(Said.BODY_BYTES_MAX),
                Call.of(
                        "message/recall",
                        "Takes a message back from everybody: one's own, or as admin of the group anybody's",
                        List.of(conversation, seq),
                        this::recall),
                Call.of(
                        "message/react",
                        "Reacts to a message, or takes that back",
                        List.of(
                                conversation,
                                seq,
                                Field.text("emoji", 1, Amendment.EMOJI_LENGTH_MAX),
                                Field.bool("remove").optional()),
                        this::react));
    }

    private CompletionStage<Reply> edit(Caller caller, Arguments arguments) {
        Said said = Said.of(arguments);
        if (said.content().size() > EDIT_BYTES_MAX) {
            throw new RefusalException(
                    Reason.TOO_LARGE, "an edit has " + said.content().size() + " bytes, at most " + EDIT_BYTES_MAX);
        }
        if (ContentTypes.isReserved(said.contentType())) {
            throw RefusalException.malformed("contentType " + said.contentType() + " is reserved, see protocol.md");
        }
        String content = Base64.getEncoder().encodeToString(said.content().toBytes());
        return target(caller, arguments)
                .thenCompose(message -> {
                    requireOwn(message, caller.user());
                    return requireNotRecalled(arguments.conversation("conversation"), message);
                })
                .thenCompose(message -> submit(
                        caller, arguments, new Amendment(Kind.EDIT, message.seq(), "", said.contentType(), content)));
    }

    private CompletionStage<Reply> recall(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        return target(caller, arguments)
                .thenCompose(message ->
                        mayRecall(conversation, message, caller.user()).thenApply(yes -> message))
                .thenCompose(
                        message -> submit(caller, arguments, new Amendment(Kind.RECALL, message.seq(), "", "", "")));
    }

    private CompletionStage<Reply> react(Caller caller, Arguments arguments) {
        Kind kind = arguments.boolIf("remove").orElse(false) ? Kind.UNREACT : Kind.REACT;
        String emoji = arguments.text("emoji");
        return target(caller, arguments)
                .thenCompose(message -> submit(caller, arguments, new Amendment(kind, message.seq(), emoji, "", "")));
    }

    /** The message it is about, if the caller is shown it and it is one that may be amended. */
    private CompletionStage<StoredMessage> target(Caller caller, Arguments arguments) {
        ConversationId conversation = arguments.conversation("conversation");
        long seq = arguments.number("seq");
        return history.one(conversation, caller.user(), seq).thenApply(found -> {
            StoredMessage message = found.filter(it -> !it.isExpiredAt(clock.millis()))
                    .orElseThrow(() -> new RefusalException(
                            Reason.NOT_FOUND,
                            "there is no seq " + seq + " for you in " + conversation.seenBy(caller.user())));
            if (message.contentType().equals(ContentTypes.CHANGE)) {
                throw new RefusalException(Reason.NOT_ALLOWED, "seq " + seq + " says what happened, and stays");
            }
            return message;
        });
    }

    private void requireOwn(StoredMessage message, UserName user) {
        if (!message.from().equals(user)) {
            throw new RefusalException(Reason.NOT_ALLOWED, "seq " + message.seq() + " is not yours");
        }
        if (clock.millis() - message.at() > AMEND_MAX.toMillis()) {
            throw new RefusalException(
                    Reason.NOT_ALLOWED,
                    "seq " + message.seq() + " is older than " + AMEND_MAX.toSeconds() + " s and stays as it is");
        }
    }

    private CompletionStage<StoredMessage> requireNotRecalled(ConversationId conversation, StoredMessage message) {
        return amendments
                .find(conversation.amendments(), List.of(message.seq()))
                .thenApply(entries -> {
                    Amended amended = Amended.of(entries).get(message.seq());
                    if (amended != null && amended.isRecalled()) {
                        throw new RefusalException(Reason.CONFLICT, "seq " + message.seq() + " was recalled");
                    }
                    return message;
                });
    }

    private CompletionStage<Boolean> mayRecall(ConversationId conversation, StoredMessage message, UserName user) {
        if (message.from().equals(user) || !conversation.isGroup()) {
            requireOwn(message, user);
            return CompletableFuture.completedStage(true);
        }
        return groups.member(conversation.group(), user).thenApply(found -> {
            boolean admin = found.filter(it -> it.isMember() && it.role() != GroupMember.Role.MEMBER)
                    .isPresent();
            if (!admin) {
                throw new RefusalException(Reason.NOT_ALLOWED, "seq " + message.seq() + " is not yours");
            }
            return true;
        });
    }

    private CompletionStage<Reply> submit(Caller caller, Arguments arguments, Amendment amendment) {
        ConversationId sideLog = arguments.conversation("conversation").amendments();
        return owners.propose(new Submission(
                        sideLog,
                        caller.author(),
                        0,
                        caller.requestId(),
                        null,
                        0,
                        ContentTypes.AMENDMENT,
                        Content.wrap(Contents.write(amendment))))
                .thenApply(ack -> Reply.logged(ack, sideLog, caller.user()));
    }
}
