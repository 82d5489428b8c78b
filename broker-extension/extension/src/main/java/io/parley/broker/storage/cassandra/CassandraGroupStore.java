package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Group;
import io.parley.broker.storage.GroupMember;
import io.parley.broker.storage.GroupStore;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.GroupSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Groups in Cassandra. A row's time stamp is the version that made it, so a late write of a former owner changes nothing. */
final class CassandraGroupStore implements GroupStore {
    private static final int STATEMENT_BYTES = 200;

    private final Statements statements;
    private final Reads reads;
    private final BatchWriter writer;

    CassandraGroupStore(Statements statements, Reads reads, BatchWriter writer) {
        this.statements = statements;
        this.reads = reads;
        this.writer = writer;
    }

    @Override
    public CompletionStage<Optional<Group>> find(GroupName name) {
        // in this order: a member may be newer than the group, which a new owner makes up for, but never older
        return Failures.bare(
                "reading group " + name,
                header(name, "reading group " + name).thenCompose(header -> members(name, header)));
    }

    private CompletionStage<Optional<Group>> members(GroupName name, Optional<Group> header) {
        if (header.isEmpty()) {
            return CompletableFuture.completedStage(header);
        }
        List<GroupMember> members = new ArrayList<>();
        return reads.execute(statements.groupMembers.bind(name.value()))
                .thenCompose(rows -> CassandraEndpointStore.each(rows, row -> members.add(member(row))))
                .thenApply(done -> header.map(it -> with(it, members)));
    }

    @Override
    public CompletionStage<Optional<Group>> header(GroupName name) {
        return header(name, "reading the settings of group " + name);
    }

    private CompletionStage<Optional<Group>> header(GroupName name, String what) {
        return Failures.bare(
                what,
                reads.execute(statements.group.bind(name.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one()).map(row -> header(name, row))));
    }

    @Override
    public CompletionStage<Optional<GroupMember>> member(GroupName name, UserName user) {
        return Failures.bare(
                "reading member " + user + " of group " + name,
                reads.execute(statements.groupMember.bind(name.value(), user.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one()).map(CassandraGroupStore::member)));
    }

    @Override
    public CompletionStage<Void> save(Group group) {
        // the group's version says that its members are saved
        return group.members().isEmpty()
                ? saveHeader(group)
                : saveMembers(group).thenCompose(saved -> saveHeader(group));
    }

    private CompletionStage<Void> saveHeader(Group group) {
        GroupSettings settings = group.settings();
        return writer.write(List.of(write(statements.saveGroup.bind(
                group.name().value(),
                settings.title(),
                settings.announceOnly(),
                Objects.requireNonNull(settings.join()).code(),
                Objects.requireNonNull(settings.history()).code(),
                settings.historyCount(),
                settings.retentionSeconds(),
                group.createdBy().value(),
                Instant.ofEpochMilli(group.createdAt()),
                group.dissolved(),
                group.version(),
                group.version()))));
    }

    private CompletionStage<Void> saveMembers(Group group) {
        List<Write> writes = new ArrayList<>(2 * group.members().size());
        String conversation = ConversationId.group(group.name()).value();
        for (GroupMember member : group.members()) {
            writes.add(write(statements.saveGroupMember.bind(
                    group.name().value(),
                    member.user().value(),
                    member.state().name(),
                    member.role().name(),
                    member.joined(),
                    member.visible().toText(),
                    member.amendments().toText(),
                    member.mutedUntil(),
                    member.version(),
                    member.version())));
            writes.add(write(statements.addUserConversation.bind(member.user().value(), conversation)));
        }
        return writer.write(writes);
    }

    /** Marks of everybody in the group who has any. */
    CompletionStage<Map<UserName, UserMarks>> marks(GroupName name) {
        Map<UserName, UserMarks> found = new HashMap<>();
        return reads.execute(statements.groupMarks.bind(name.value()))
                .thenCompose(rows -> CassandraEndpointStore.each(
                        rows,
                        row -> found.put(
                                new UserName(Objects.requireNonNull(row.getString(0))), TailReader.marks(row, 1))))
                .thenApply(done -> found);
    }

    CompletionStage<Void> saveMarks(GroupName name, UserName user, UserMarks marks) {
        return writer.write(List.of(write(statements.saveGroupMark.bind(
                name.value(),
                user.value(),
                marks.received(),
                marks.read(),
                marks.own(),
                marks.cleared(),
                marks.version()))));
    }

    private static Write write(BoundStatement statement) {
        return new Write(statement, STATEMENT_BYTES);
    }

    private static Group header(GroupName name, Row row) {
        GroupSettings settings = new GroupSettings(
                row.getString(0),
                row.getBoolean(1),
                GroupSettings.Join.ofCode(text(row, 2)).orElseThrow(),
                GroupSettings.History.ofCode(text(row, 3)).orElseThrow(),
                row.getInt(4),
                row.getLong(5));
        return new Group(
                name,
                settings,
                new UserName(text(row, 6)),
                Objects.requireNonNull(row.getInstant(7)).toEpochMilli(),
                row.getBoolean(8),
                row.getLong(9),
                List.of());
    }

    private static GroupMember member(Row row) {
        return new GroupMember(
                new UserName(text(row, 0)),
                GroupMember.State.valueOf(text(row, 1)),
                GroupMember.Role.valueOf(text(row, 2)),
                row.getLong(3),
                Spans.ofText(text(row, 4)),
                Spans.ofText(text(row, 5)),
                row.getLong(6),
                row.getLong(7));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }

    private static Group with(Group header, List<GroupMember> members) {
        return new Group(
                header.name(),
                header.settings(),
                header.createdBy(),
                header.createdAt(),
                header.dissolved(),
                header.version(),
                members);
    }
}
