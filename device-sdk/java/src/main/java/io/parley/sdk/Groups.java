package io.parley.sdk;

import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import io.parley.sdk.internal.json.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Groups and who is in them. All fail with {@link CallFailedException}: {@code unknown-group} if there is none for the own
 * user, {@code not-allowed} if their role does not allow it, {@code limit-reached}, {@code conflict} if the name is taken.
 * What happened comes as a message to all members, see {@link ReceivedMessage#change}.
 */
public final class Groups {
    private final Asking asking;

    Groups(Asking asking) {
        this.asking = asking;
    }

    /** The own user becomes its owner. */
    public CompletionStage<Accepted> create(GroupName group, GroupSettings settings, List<UserName> members) {
        return asking.write("group/create", with(of(group), settings).and("members", names(members)));
    }

    /** @param settings what is null stays */
    public CompletionStage<Accepted> set(GroupName group, GroupSettings settings) {
        return asking.write("group/set", with(of(group), settings));
    }

    public CompletionStage<Accepted> add(GroupName group, List<UserName> users) {
        return asking.write("group/add", of(group).and("users", names(users)));
    }

    public CompletionStage<Accepted> invite(GroupName group, UserName user) {
        return asking.write("group/invite", of(group).and("user", user.value()));
    }

    /** Takes an invitation. */
    public CompletionStage<Accepted> accept(GroupName group) {
        return asking.write("group/accept", of(group));
    }

    public CompletionStage<Accepted> decline(GroupName group) {
        return asking.write("group/decline", of(group));
    }

    /** Joins an open group; asks one that wants to approve. */
    public CompletionStage<Accepted> join(GroupName group) {
        return asking.write("group/join", of(group));
    }

    public CompletionStage<Accepted> approve(GroupName group, UserName user) {
        return asking.write("group/approve", of(group).and("user", user.value()));
    }

    public CompletionStage<Accepted> refuse(GroupName group, UserName user) {
        return asking.write("group/refuse", of(group).and("user", user.value()));
    }

    /** The last owner has to transfer or dissolve it instead. */
    public CompletionStage<Accepted> leave(GroupName group) {
        return asking.write("group/leave", of(group));
    }

    public CompletionStage<Accepted> remove(GroupName group, UserName user) {
        return asking.write("group/remove", of(group).and("user", user.value()));
    }

    /** @param role {@code owner}, {@code admin} or {@code member} */
    public CompletionStage<Accepted> role(GroupName group, UserName user, String role) {
        return asking.write("group/role", of(group).and("user", user.value()).and("role", role));
    }

    public CompletionStage<Accepted> transfer(GroupName group, UserName user) {
        return asking.write("group/transfer", of(group).and("user", user.value()));
    }

    /** @param time whole seconds; zero ends it */
    public CompletionStage<Accepted> mute(GroupName group, UserName user, Duration time) {
        return asking.write("group/mute", of(group).and("user", user.value()).and("seconds", time.toSeconds()));
    }

    public CompletionStage<Accepted> dissolve(GroupName group) {
        return asking.write("group/dissolve", of(group));
    }

    /**
     * A group and the own user's place in it.
     *
     * @param version counts its changes
     * @param state {@code member}, {@code invited} or {@code asking}
     * @param role {@code owner}, {@code admin} or {@code member}
     */
    public record Group(
            GroupName name,
            GroupSettings settings,
            long version,
            UserName createdBy,
            Instant createdAt,
            String state,
            String role) {}

    /**
     * @param members how many are in it
     * @param joined the seq of the own user's joining
     * @param mutedUntil until when the own user may not write; null: they may
     */
    public record Standing(
            Group group,
            long members,
            long joined,
            @Nullable Instant mutedUntil) {}

    public CompletionStage<Standing> get(GroupName group) {
        return asking.ask(
                "group/get",
                of(group),
                it -> new Standing(
                        GroupAnswers.group(it),
                        it.number("members", 0),
                        it.number("joined", 0),
                        Asking.timeOrNull(it, "mutedUntil")));
    }

    /**
     * The own user's groups, and invitations to such.
     *
     * @param cursor of the page before; null: from the start
     */
    public CompletionStage<Page<Group>> list(@Nullable String cursor) {
        return asking.ask(
                "group/list",
                JsonText.of("cursor", cursor),
                page -> new Page<>(
                        page.objects("groups").stream().map(GroupAnswers::group).toList(), page.text("next")));
    }

    /**
     * @param state {@code member}, {@code invited} and so on; {@code left} of one who is gone
     * @param joined the seq of their joining
     * @param mutedUntil until when they may not write; null: they may
     */
    public record Member(
            UserName user,
            String role,
            String state,
            long joined,
            @Nullable Instant mutedUntil) {}

    /** @param version of the group, as of which this is true; good for {@link #changes} */
    public record Members(long version, Page<Member> page) {}

    /** @param cursor of the page before; null: from the start */
    public CompletionStage<Members> members(GroupName group, @Nullable String cursor) {
        return asking.ask("group/members", of(group).and("cursor", cursor), GroupAnswers::members);
    }

    /**
     * Who changed since a version, with those who left; of a page too, the version to go on from is that of the first.
     *
     * @param since {@link Members#version} of what is known
     */
    public CompletionStage<Members> changes(GroupName group, long since, @Nullable String cursor) {
        return asking.ask("group/members", of(group).and("since", since).and("cursor", cursor), GroupAnswers::members);
    }

    private static JsonText of(GroupName group) {
        return JsonText.of("group", group.value());
    }

    private static List<String> names(List<UserName> users) {
        return users.stream().map(UserName::value).toList();
    }

    private static JsonText with(JsonText json, GroupSettings settings) {
        GroupSettings.Join join = settings.join();
        GroupSettings.History history = settings.history();
        Integer count = settings.historyCount();
        return json.and("title", settings.title())
                .and("announceOnly", settings.announceOnly())
                .and("join", join == null ? null : join.code())
                .and("history", history == null ? null : history.code())
                .and("historyCount", count == null ? null : Long.valueOf(count))
                .and("retentionSeconds", settings.retentionSeconds());
    }
}
