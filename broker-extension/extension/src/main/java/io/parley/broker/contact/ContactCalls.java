package io.parley.broker.contact;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Handler;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.conversation.Proposals;
import io.parley.broker.storage.ContactStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Change.Kind;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The calls that change what two users are to each other. Each becomes a {@link Change}, a message of their chat, so that
 * both hear of it, also later, and see it at the same place; whether it may be made, the chat's owner decides.
 */
public final class ContactCalls {
    private final Proposals proposals;
    private final ContactStore contacts;
    private final ContactLimits limits;
    private final Clock clock;

    public ContactCalls(Proposals proposals, ContactStore contacts, ContactLimits limits, Clock clock) {
        this.proposals = proposals;
        this.contacts = contacts;
        this.limits = limits;
        this.clock = clock;
    }

    public List<Call> calls() {
        Field user = Field.user("user");
        return List.of(
                Call.of(
                        "contact/request",
                        "Asks a user to be a contact; accepts if they asked already",
                        List.of(
                                user,
                                Field.text("note", 0, Change.NOTE_LENGTH_MAX).optional(),
                                Field.number(
                                                "expirySeconds",
                                                limits.lifetimeMin().toSeconds(),
                                                limits.lifetimeMax().toSeconds())
                                        .optional()),
                        this::request),
                Call.of("contact/accept", "Accepts a request", List.of(user), plain(Kind.ACCEPTED)),
                Call.of("contact/reject", "Declines a request", List.of(user), plain(Kind.REJECTED)),
                Call.of("contact/withdraw", "Takes a request of one's own back", List.of(user), plain(Kind.WITHDRAWN)),
                Call.of("contact/remove", "Ends being contacts, for both", List.of(user), plain(Kind.ENDED)));
    }

    private CompletionStage<Reply> request(Caller caller, Arguments arguments) {
        long now = clock.millis();
        long seconds = arguments
                .numberIf("expirySeconds")
                .orElse(limits.lifetimeDefault().toSeconds());
        Change change = new Change(
                Kind.REQUESTED,
                List.of(),
                null,
                now + seconds * 1_000,
                arguments.textIf("note").orElse(""),
                null);
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return contacts.countRequest(caller.user(), day, caller.requestId(), limits.requestsPerDayMax())
                .thenCompose(counted -> {
                    if (!counted) {
                        throw new RefusalException(
                                Reason.LIMIT_REACHED,
                                limits.requestsPerDayMax() + " requests were made today, the most a day may have");
                    }
                    return propose(caller, arguments, change);
                });
    }

    private Handler plain(Kind kind) {
        return (caller, arguments) -> propose(caller, arguments, Change.of(kind));
    }

    private CompletionStage<Reply> propose(Caller caller, Arguments arguments, Change change) {
        UserName peer = arguments.user("user");
        ConversationId chat = ConversationId.chat(caller.user(), peer);
        return proposals
                .propose(chat, caller.author(), caller.requestId(), change)
                .thenApply(ack -> answered(ack, chat, caller.user(), change.kind()));
    }

    private static Reply answered(Ack ack, ConversationId chat, UserName user, Kind kind) {
        Reason reason = ack.reason();
        if (reason != null && !reason.retryable()) {
            throw new RefusalException(reason, explained(reason, kind, chat.peerOf(user)));
        }
        return Reply.logged(ack, chat, user);
    }

    private static String explained(Reason reason, Kind kind, UserName peer) {
        return switch (reason) {
            case UNKNOWN_USER -> "there is no user " + peer;
            case NOT_DELIVERED -> ChatState.NOT_DELIVERED.detail();
            case CONFLICT -> "this id was another request's";
            case EXPIRED -> "the request has lapsed";
            case NOT_FOUND ->
                switch (kind) {
                    case WITHDRAWN -> "no request of yours waits for " + peer;
                    case ENDED -> peer + " is no contact of yours";
                    default -> "no request of " + peer + " waits";
                };
            case NOT_ALLOWED ->
                kind == Kind.REQUESTED
                        ? "a request of yours waits already, " + peer
                                + " is a contact, is yourself, or is blocked by you"
                        : "unblock " + peer + " first";
            default -> "not accepted";
        };
    }
}
