package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.AccountStore;
import io.parley.broker.storage.NameQuery;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Accounts in Cassandra. All writes are lightweight transactions, since a name belongs to whoever comes first. */
final class CassandraAccountStore implements AccountStore {
    /** The only kind so far; devices and apps will be others. */
    private static final String KIND_PERSON = "person";

    private final Statements statements;
    private final Reads reads;
    private final Transactions transactions;

    CassandraAccountStore(Statements statements, Reads reads, Transactions transactions) {
        this.statements = statements;
        this.reads = reads;
        this.transactions = transactions;
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
        return transactions.run(
                "creating the account of " + account.name(),
                statements.createAccount.bind(
                        account.name().value(),
                        KIND_PERSON,
                        account.passwordHash(),
                        Instant.ofEpochMilli(account.createdAt()),
                        NameQuery.prefixes(account.name(), "")),
                rows -> rows.wasApplied() || isSame(account, rows.one()));
    }

    @Override
    public CompletionStage<Void> setPassword(UserName name, String passwordHash) {
        return transactions.run(
                "setting the password of " + name,
                statements.setPassword.bind(passwordHash, name.value()),
                rows -> null);
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
