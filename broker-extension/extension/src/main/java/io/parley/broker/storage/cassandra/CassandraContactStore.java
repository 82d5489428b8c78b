package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Contact;
import io.parley.broker.storage.ContactStore;
import io.parley.broker.storage.Relation;
import io.parley.broker.storage.Slice;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Contacts in Cassandra. The rows of a relation have its version as their time stamp: a later one wins whichever arrives
 * last. Blocks and counts are transactions.
 */
final class CassandraContactStore implements ContactStore {
    /** What a statement needs besides its note. */
    private static final int STATEMENT_BYTES = 200;
    /** A count is repeated this often if others of the same user get in between. */
    private static final int COUNT_TRIES_MAX = 16;

    private final ContactStatements statements;
    private final Reads reads;
    private final BatchWriter writer;
    private final Transactions transactions;

    CassandraContactStore(ContactStatements statements, Reads reads, BatchWriter writer, Transactions transactions) {
        this.statements = statements;
        this.reads = reads;
        this.writer = writer;
        this.transactions = transactions;
    }

    @Override
    public CompletionStage<Relation> relation(ConversationId chat) {
        return Failures.bare(
                "reading the relation in " + chat,
                reads.execute(statements.relation.bind(chat.value())).thenApply(rows -> relation(rows.one())));
    }

    @Override
    public CompletionStage<Void> save(ConversationId chat, Relation relation) {
        UserName by = relation.by();
        BoundStatement pair = statements.saveRelation.bind(
                chat.value(),
                relation.state().code(),
                by == null ? null : by.value(),
                relation.note(),
                relation.expiresAt(),
                relation.since(),
                relation.version(),
                relation.version());
        int bytes = STATEMENT_BYTES + relation.note().length();
        return writer.write(List.of(
                        listed(chat.first(), chat.second(), relation, bytes),
                        listed(chat.second(), chat.first(), relation, bytes)))
                .thenCompose(done -> writer.write(List.of(new Write(pair, bytes))));
    }

    private Write listed(UserName user, UserName peer, Relation relation, int bytes) {
        BoundStatement statement = Contact.of(user, peer, relation)
                .map(contact -> statements.saveContact.bind(
                        user.value(),
                        peer.value(),
                        contact.kind().code(),
                        contact.note(),
                        contact.expiresAt(),
                        contact.since(),
                        relation.version()))
                .orElseGet(() -> statements.removeContact.bind(relation.version(), user.value(), peer.value()));
        return new Write(statement, bytes);
    }

    @Override
    public CompletionStage<Slice<Contact>> list(
            UserName user, Optional<Contact.Kind> kind, int limit, Optional<String> cursor) {
        BoundStatement question = kind.isEmpty()
                ? statements.contacts.bind(user.value())
                : statements.contactsOfKind.bind(user.value(), kind.get().code());
        return Failures.bare(
                "reading the contacts of " + user,
                reads.execute(Paging.at(question, limit, cursor))
                        .thenApply(rows -> Paging.slice(rows, CassandraContactStore::contact)));
    }

    @Override
    public CompletionStage<Void> block(UserName user, UserName peer, long at) {
        return transactions.run(
                user + " blocking " + peer, statements.block.bind(user.value(), peer.value(), at), rows -> null);
    }

    @Override
    public CompletionStage<Void> unblock(UserName user, UserName peer) {
        return transactions.run(
                user + " unblocking " + peer, statements.unblock.bind(user.value(), peer.value()), rows -> null);
    }

    @Override
    public CompletionStage<Boolean> isBlocked(UserName user, UserName peer) {
        return Failures.bare(
                "reading whether " + user + " blocks " + peer,
                reads.execute(statements.blockOf.bind(user.value(), peer.value()))
                        .thenApply(rows -> rows.one() != null));
    }

    @Override
    public CompletionStage<Slice<Contact>> blocked(UserName user, int limit, Optional<String> cursor) {
        return Failures.bare(
                "reading whom " + user + " blocks",
                reads.execute(Paging.at(statements.blocks.bind(user.value()), limit, cursor))
                        .thenApply(rows -> Paging.slice(
                                rows, row -> new Contact(peer(row), Contact.Kind.BLOCKED, "", row.getLong(1), 0))));
    }

    @Override
    public CompletionStage<Boolean> countRequest(UserName user, LocalDate day, MessageId id, int max) {
        return countRequest(user, day, new UUID(id.high(), id.low()), max, COUNT_TRIES_MAX);
    }

    private CompletionStage<Boolean> countRequest(UserName user, LocalDate day, UUID id, int max, int tries) {
        if (tries == 0) {
            return CompletableFuture.failedStage(new StorageException(
                    COUNT_TRIES_MAX + " others counted a request of " + user + " meanwhile", false, null));
        }
        return Failures.bare(
                        "reading the requests of " + user,
                        reads.execute(statements.requestsOfDay.bind(user.value(), day)))
                .thenCompose(rows -> {
                    Row row = rows.one();
                    Set<UUID> ids = row == null ? Set.of() : Objects.requireNonNull(row.getSet(0, UUID.class));
                    if (ids.contains(id)) {
                        return CompletableFuture.completedStage(true);
                    }
                    if (ids.size() >= max) {
                        return CompletableFuture.completedStage(false);
                    }
                    Integer former = row == null ? null : (Integer) row.getInt(1);
                    BoundStatement count =
                            statements.countRequest.bind(Set.of(id), ids.size() + 1, user.value(), day, former);
                    return transactions
                            .run("counting a request of " + user, count, done -> done.wasApplied())
                            .thenCompose(applied -> applied
                                    ? CompletableFuture.completedStage(true)
                                    : countRequest(user, day, id, max, tries - 1));
                });
    }

    private static Relation relation(@Nullable Row row) {
        if (row == null) {
            return Relation.STRANGERS;
        }
        String by = row.getString(1);
        return new Relation(
                Relation.State.ofCode(Objects.requireNonNull(row.getString(0))),
                by == null ? null : new UserName(by),
                Objects.requireNonNull(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5));
    }

    private static Contact contact(Row row) {
        String kind = Objects.requireNonNull(row.getString(1));
        return new Contact(
                peer(row),
                Contact.Kind.ofCode(kind).orElseThrow(() -> new IllegalStateException("contact of kind " + kind)),
                Objects.requireNonNull(row.getString(2)),
                row.getLong(3),
                row.getLong(4));
    }

    private static UserName peer(Row row) {
        return new UserName(Objects.requireNonNull(row.getString(0)));
    }
}
