package io.parley.broker.group;

import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Handler;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.conversation.Proposals;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Change;
import io.parley.protocol.json.Change.Kind;
import io.parley.protocol.json.GroupSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The calls that change a group. Each becomes a {@link Change}, a message in the group's own log with the request's id, so
 * that a repeated request gets the first answer again; whether it may be made, the group's owner decides. What only the
 * server may know is checked here before: that users exist and let themselves be added.
 */
public final class GroupCalls {
    private static final long MUTE_SECONDS_MAX = 10L * 366 * 24 * 3600;

    /** Whether somebody may put somebody into a group without asking them. */
    @FunctionalInterface
    public interface Consent {
        /** False also if there is no such user. Fails like a store. */
        CompletionStage<Boolean> mayAdd(UserName by, UserName user);
    }

    private final Proposals proposals;
    private final Consent mayAdd;
    private final Consent mayInvite;
    private final Clock clock;

    /** @param mayInvite whether the user exists and does not mind being asked */
    public GroupCalls(Proposals proposals, Consent mayAdd, Consent mayInvite, Clock clock) {
        this.proposals = proposals;
        this.mayAdd = mayAdd;
        this.mayInvite = mayInvite;
        this.clock = clock;
    }

    public List<Call> calls() {
        Field group = Field.group("group");
        Field user = Field.user("user");
        List<Field> creation = new ArrayList<>(List.of(group));
        creation.addAll(settings());
        creation.add(Field.users("members", Change.USERS_MAX).optional());
        List<Field> setting = new ArrayList<>(List.of(group));
        setting.addAll(settings());
        return List.of(
                Call.of("group/create", "Creates a group with the caller as its owner", creation, this::create),
                Call.of("group/set", "Changes settings of a group", setting, this::set),
                Call.of(
                        "group/add",
                        "Puts users into a group who let themselves be added",
                        List.of(group, Field.users("users", Change.USERS_MAX)),
                        this::add),
                Call.of("group/invite", "Invites a user into a group", List.of(group, user), this::invite),
                Call.of("group/accept", "Accepts an invitation", List.of(group), plain(Kind.JOINED)),
                Call.of("group/decline", "Declines an invitation", List.of(group), plain(Kind.DECLINED)),
                Call.of(
                        "group/join",
                        "Joins an open group, or asks an approval group to be let in",
                        List.of(group),
                        this::join),
                Call.of("group/approve", "Lets in who asked", List.of(group, user), about(Kind.APPROVED)),
                Call.of("group/refuse", "Does not let in who asked", List.of(group, user), about(Kind.REFUSED)),
                Call.of("group/leave", "Leaves a group", List.of(group), plain(Kind.LEFT)),
                Call.of(
                        "group/remove",
                        "Removes a member, or takes an invitation back",
                        List.of(group, user),
                        about(Kind.REMOVED)),
                Call.of(
                        "group/role",
                        "Makes a member an owner, an admin, or a plain member",
                        List.of(group, user, Field.oneOf("role", "owner", "admin", "member")),
                        this::role),
                Call.of(
                        "group/transfer",
                        "Hands the group over to another member",
                        List.of(group, user),
                        about(Kind.TRANSFERRED)),
                Call.of(
                        "group/mute",
                        "Silences a member for a while; 0 ends it",
                        List.of(group, user, Field.number("seconds", 0, MUTE_SECONDS_MAX)),
                        this::mute),
                Call.of("group/dissolve", "Ends the group for everybody", List.of(group), plain(Kind.DISSOLVED)));
    }

    private static List<Field> settings() {
        return List.of(
                Field.text("title", 1, GroupSettings.TITLE_LENGTH_MAX).optional(),
                Field.bool("announceOnly").optional(),
                Field.oneOf("join", "open", "approval", "invite").optional(),
                Field.oneOf("history", "joined", "all", "last").optional(),
                Field.number("historyCount", 1, GroupSettings.HISTORY_COUNT_MAX).optional(),
                Field.number("retentionSeconds", 0, GroupSettings.RETENTION_SECONDS_MAX)
                        .optional());
    }

    private static GroupSettings settings(Arguments arguments) {
        try {
            return new GroupSettings(
                    arguments.textIf("title").orElse(null),
                    arguments.boolIf("announceOnly").orElse(null),
                    arguments.textIf("join").flatMap(GroupSettings.Join::ofCode).orElse(null),
                    arguments
                            .textIf("history")
                            .flatMap(GroupSettings.History::ofCode)
                            .orElse(null),
                    arguments.has("historyCount") ? (int) arguments.number("historyCount") : null,
                    arguments.has("retentionSeconds") ? arguments.number("retentionSeconds") : null);
        } catch (IllegalArgumentException outOfBounds) {
            throw new RefusalException(Reason.MALFORMED, String.valueOf(outOfBounds.getMessage()));
        }
    }

    private CompletionStage<Reply> create(Caller caller, Arguments arguments) {
        List<UserName> members = arguments.users("members");
        Change change = new Change(Kind.CREATED, members, null, 0, "", settings(arguments));
        return all(mayAdd, caller.user(), members, "may not be added by you; invite them")
                .thenCompose(yes -> propose(caller, arguments, change));
    }

    private CompletionStage<Reply> set(Caller caller, Arguments arguments) {
        GroupSettings settings = settings(arguments);
        if (settings.equals(GroupSettings.NOTHING)) {
            throw new RefusalException(Reason.MALFORMED, "nothing is set; title, announceOnly, join, history, …");
        }
        return propose(caller, arguments, new Change(Kind.SETTINGS, List.of(), null, 0, "", settings));
    }

    private CompletionStage<Reply> add(Caller caller, Arguments arguments) {
        List<UserName> users = arguments.users("users");
        return all(mayAdd, caller.user(), users, "may not be added by you; invite them")
                .thenCompose(yes -> propose(caller, arguments, new Change(Kind.ADDED, users, null, 0, "", null)));
    }

    private CompletionStage<Reply> invite(Caller caller, Arguments arguments) {
        UserName user = arguments.user("user");
        return all(mayInvite, caller.user(), List.of(user), "cannot be invited by you")
                .thenCompose(yes -> propose(caller, arguments, Change.of(Kind.INVITED, user)));
    }

    /** An open group takes whoever comes; one with approval is asked instead. */
    private CompletionStage<Reply> join(Caller caller, Arguments arguments) {
        return submit(caller, arguments, Change.of(Kind.JOINED)).thenCompose(ack -> {
            // a conflict may be that the same request has asked before
            if (ack.reason() != Reason.NOT_ALLOWED && ack.reason() != Reason.CONFLICT) {
                return CompletableFuture.completedStage(answered(ack, caller, arguments, Kind.JOINED));
            }
            return propose(caller, arguments, Change.of(Kind.ASKED));
        });
    }

    private CompletionStage<Reply> role(Caller caller, Arguments arguments) {
        return propose(
                caller,
                arguments,
                new Change(Kind.ROLE, List.of(arguments.user("user")), arguments.text("role"), 0, "", null));
    }

    private CompletionStage<Reply> mute(Caller caller, Arguments arguments) {
        long seconds = arguments.number("seconds");
        long until = seconds == 0 ? 0 : clock.millis() + seconds * 1_000;
        return propose(
                caller, arguments, new Change(Kind.MUTED, List.of(arguments.user("user")), null, until, "", null));
    }

    private Handler plain(Kind kind) {
        return (caller, arguments) -> propose(caller, arguments, Change.of(kind));
    }

    private Handler about(Kind kind) {
        return (caller, arguments) -> propose(caller, arguments, Change.of(kind, arguments.user("user")));
    }

    /** Fails with a refusal that names the first who does not agree. */
    private static CompletionStage<Boolean> all(Consent consent, UserName by, List<UserName> users, String otherwise) {
        CompletionStage<Boolean> sum = CompletableFuture.completedStage(true);
        for (UserName user : users) {
            sum = sum.thenCombine(consent.mayAdd(by, user), (before, may) -> {
                if (!may) {
                    throw new RefusalException(Reason.NOT_ALLOWED, user + " " + otherwise);
                }
                return before;
            });
        }
        return sum;
    }

    private CompletionStage<Reply> propose(Caller caller, Arguments arguments, Change change) {
        return submit(caller, arguments, change).thenApply(ack -> answered(ack, caller, arguments, change.kind()));
    }

    private CompletionStage<Ack> submit(Caller caller, Arguments arguments, Change change) {
        return proposals.propose(
                ConversationId.group(arguments.group("group")), caller.author(), caller.requestId(), change);
    }

    private static Reply answered(Ack ack, Caller caller, Arguments arguments, Kind kind) {
        GroupName group = arguments.group("group");
        Reason reason = ack.reason();
        if (reason != null && reason != Reason.BUSY) {
            throw new RefusalException(reason, explained(reason, kind, group));
        }
        return Reply.logged(ack, ConversationId.group(group), caller.user());
    }

    private static String explained(Reason reason, Kind kind, GroupName group) {
        String what = "group/" + group;
        return switch (reason) {
            case UNKNOWN_GROUP -> "there is no " + what;
            case CONFLICT -> kind == Kind.CREATED ? what + " is taken" : "it is so already in " + what;
            case NOT_FOUND -> "nobody in " + what + " whom that could concern";
            case LIMIT_REACHED -> what + " is full";
            case NOT_ALLOWED ->
                kind == Kind.LEFT
                        ? "you are the last owner of " + what + ": transfer it or dissolve it"
                        : "your role in " + what + " does not allow that";
            default -> "not accepted by " + what;
        };
    }
}
