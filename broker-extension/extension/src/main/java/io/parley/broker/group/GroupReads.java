package io.parley.broker.group;

import com.fasterxml.jackson.core.JsonGenerator;
import io.parley.broker.api.Arguments;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Field;
import io.parley.broker.api.Page;
import io.parley.broker.api.RefusalException;
import io.parley.broker.api.Reply;
import io.parley.broker.storage.EndpointStore;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Contents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The calls that say how groups stand. They read the rows, which are saved before a change is answered: whoever has heard of
 * a change sees it here.
 */
public final class GroupReads {
    private final GroupStore groups;
    private final EndpointStore conversations;

    public GroupReads(GroupStore groups, EndpointStore conversations) {
        this.groups = groups;
        this.conversations = conversations;
    }

    public List<Call> calls() {
        List<Field> ofMembers = new ArrayList<>(List.of(
                Field.group("group"), Field.number("since", 0, Long.MAX_VALUE).optional()));
        ofMembers.addAll(Page.FIELDS);
        return List.of(
                Call.of(
                        "group/get",
                        "Settings of a group and the caller's place in it",
                        List.of(Field.group("group")),
                        this::get),
                Call.of("group/list", "Groups and invitations of the caller", Page.FIELDS, this::list),
                Call.of(
                        "group/members",
                        "Members of a group, or what changed since a version",
                        ofMembers,
                        this::members));
    }

    private CompletionStage<Reply> get(Caller caller, Arguments arguments) {
        GroupName name = arguments.group("group");
        return groups.find(name).thenApply(found -> {
            Group group = found.filter(it -> !it.dissolved()).orElseThrow(() -> unknown(name));
            GroupMember self = of(group, caller.user()).orElseThrow(() -> unknown(name));
            long members =
                    group.members().stream().filter(GroupMember::isMember).count();
            return Reply.of(json -> {
                writeGroup(json, group, self);
                json.writeNumberField("members", members);
                json.writeNumberField("joined", self.joined());
                if (self.mutedUntil() > 0) {
                    json.writeNumberField("mutedUntil", self.mutedUntil());
                }
            });
        });
    }

    /** Whoever has nothing to do with a group does not learn whether there is one. */
    private static RefusalException unknown(GroupName name) {
        return new RefusalException(Reason.UNKNOWN_GROUP, "there is no group/" + name + " for you");
    }

    private static Optional<GroupMember> of(Group group, UserName user) {
        return group.members().stream().filter(it -> it.user().equals(user)).findFirst();
    }

    private record Standing(Group group, GroupMember self) {}

    private CompletionStage<Reply> list(Caller caller, Arguments arguments) {
        Page page = Page.of(arguments);
        return conversations.conversationsOf(caller.user()).thenCompose(all -> {
            List<GroupName> names = all.keySet().stream()
                    .filter(it -> it.isGroup() && !it.isAmendments())
                    .map(ConversationId::group)
                    .filter(name -> page.after().isEmpty()
                            || name.value().compareTo(page.after().get()) > 0)
                    .sorted()
                    .limit(page.limit() + 1L)
                    .toList();
            return standings(names, caller.user()).thenApply(standings -> listed(names, standings, page));
        });
    }

    private CompletionStage<List<Standing>> standings(List<GroupName> names, UserName user) {
        CompletionStage<List<Standing>> sum = CompletableFuture.completedStage(new ArrayList<>());
        for (GroupName name : names) {
            CompletionStage<Optional<Standing>> one = groups.header(name)
                    .thenCombine(
                            groups.member(name, user),
                            (group, self) -> group.flatMap(it -> self.map(member -> new Standing(it, member))));
            sum = sum.thenCombine(one, (before, standing) -> {
                standing.ifPresent(before::add);
                return before;
            });
        }
        return sum;
    }

    private static Reply listed(List<GroupName> names, List<Standing> standings, Page page) {
        return Reply.of(json -> {
            json.writeArrayFieldStart("groups");
            for (Standing it : standings) {
                boolean onPage = names.indexOf(it.group.name()) < page.limit();
                if (onPage && it.self.state() != GroupMember.State.LEFT && !it.group.dissolved()) {
                    json.writeStartObject();
                    writeGroup(json, it.group, it.self);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            if (names.size() > page.limit()) {
                Page.writeNext(json, names.get(page.limit() - 1).value());
            }
        });
    }

    private static void writeGroup(JsonGenerator json, Group group, GroupMember self) throws IOException {
        json.writeStringField("group", group.name().value());
        Contents.write(json, group.settings());
        json.writeNumberField("version", group.version());
        json.writeStringField("createdBy", group.createdBy().value());
        json.writeNumberField("createdAt", group.createdAt());
        json.writeStringField("state", code(self.state()));
        json.writeStringField("role", code(self.role()));
    }

    private CompletionStage<Reply> members(Caller caller, Arguments arguments) {
        GroupName name = arguments.group("group");
        Page page = Page.of(arguments);
        long since = arguments.numberIf("since").orElse(-1);
        return groups.find(name).thenApply(found -> {
            Group group = found.filter(it -> !it.dissolved()).orElseThrow(() -> unknown(name));
            GroupMember self = of(group, caller.user()).orElseThrow(() -> unknown(name));
            if (!self.isMember()) {
                throw new RefusalException(Reason.NOT_ALLOWED, "only members see who is in group/" + name);
            }
            List<GroupMember> wanted = group.members().stream()
                    .filter(it -> since >= 0 ? it.version() > since : it.state() != GroupMember.State.LEFT)
                    .filter(it -> page.after().isEmpty()
                            || it.user().value().compareTo(page.after().get()) > 0)
                    .sorted(Comparator.comparing(GroupMember::user))
                    .limit(page.limit() + 1L)
                    .toList();
            return Reply.of(json -> writeMembers(json, group, wanted, page));
        });
    }

    private static void writeMembers(JsonGenerator json, Group group, List<GroupMember> wanted, Page page)
            throws IOException {
        json.writeNumberField("version", group.version());
        json.writeArrayFieldStart("members");
        for (GroupMember it : wanted.subList(0, Math.min(wanted.size(), page.limit()))) {
            json.writeStartObject();
            json.writeStringField("user", it.user().value());
            json.writeStringField("role", code(it.role()));
            json.writeStringField("state", code(it.state()));
            json.writeNumberField("joined", it.joined());
            if (it.mutedUntil() > 0) {
                json.writeNumberField("mutedUntil", it.mutedUntil());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (wanted.size() > page.limit()) {
            Page.writeNext(json, wanted.get(page.limit() - 1).user().value());
        }
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
