package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.AccountStore;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accounts in Cassandra. All writes are lightweight transactions, since a name belongs to whoever comes first. */
final class CassandraAccountStore implements AccountStore {
    /** The only kind so far; devices and apps will be others. */
    private static final String KIND_PERSON = "person";

    private final CqlSession session;
    private final Statements statements;
    private final Reads reads;

    CassandraAccountStore(CqlSession session, Statements statements, Reads reads) {
        this.session = session;
        this.statements = statements;
        this.reads = reads;
    }

    @Override
    public CompletionStage<Optional<Account>> find(UserName name) {
        return Failures.bare(
                "reading the account of " + name,
                reads.execute(statements.account.bind(name.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one())
                                .map(row -> account(name, row, "password_hash", "created_at"))));
    }

    /** A repetition after an unknown outcome finds the account that the first attempt made, and says true to it. */
    @Override
    public CompletionStage<Boolean> create(Account account) {
        return transaction(
                "creating the account of " + account.name(),
                statements.createAccount.bind(
                        account.name().value(),
                        KIND_PERSON,
                        account.passwordHash(),
                        Instant.ofEpochMilli(account.createdAt())),
                rows -> rows.wasApplied() || isSame(account, rows.one()));
    }

    @Override
    public CompletionStage<Void> setPassword(UserName name, String passwordHash) {
        return transaction(
                "setting the password of " + name,
                statements.setPassword.bind(passwordHash, name.value()),
                rows -> null);
    }

    private <T> CompletionStage<T> transaction(
            String what, BoundStatement statement, Function<AsyncResultSet, T> reading) {
        CompletableFuture<T> result = new CompletableFuture<>();
        session.executeAsync(statement).thenApply(reading).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Failures.ofWrite(what, failure));
            }
        });
        return result;
    }

    private static boolean isSame(Account account, @Nullable Row row) {
        return row != null && account.equals(account(account.name(), row, "password_hash", "created_at"));
    }

    private static Account account(UserName name, Row row, String hash, String createdAt) {
        return new Account(
                name,
                Objects.requireNonNull(row.getString(hash)),
                Objects.requireNonNull(row.getInstant(createdAt)).toEpochMilli());
    }
}
