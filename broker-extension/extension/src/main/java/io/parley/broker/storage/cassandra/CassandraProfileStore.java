package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Audience;
import io.parley.broker.storage.NameQuery;
import io.parley.broker.storage.Profile;
import io.parley.broker.storage.ProfileChange;
import io.parley.broker.storage.ProfileStore;
import io.parley.broker.storage.Slice;
import io.parley.protocol.UserName;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Profiles in Cassandra: columns of the account, null where the user set nothing. */
final class CassandraProfileStore implements ProfileStore {
    static final String COLUMNS = "display_name, picture, note, findable, writable, presence, addable";

    private static final int NAME_COLUMN = 7;

    private final ContactStatements statements;
    private final Reads reads;
    private final Transactions transactions;

    CassandraProfileStore(ContactStatements statements, Reads reads, Transactions transactions) {
        this.statements = statements;
        this.reads = reads;
        this.transactions = transactions;
    }

    @Override
    public CompletionStage<Optional<Profile>> find(UserName user) {
        return Failures.bare(
                "reading the profile of " + user,
                reads.execute(statements.profile.bind(user.value()))
                        .thenApply(rows -> Optional.ofNullable(rows.one()).map(row -> profile(user, row))));
    }

    @Override
    public CompletionStage<Slice<Profile>> find(NameQuery query, int limit, Optional<String> cursor) {
        BoundStatement search = Paging.at(statements.profilesByPrefix.bind(query.indexed()), limit, cursor);
        return Failures.bare(
                "looking for users",
                reads.execute(search)
                        .thenApply(rows -> Paging.slice(rows, CassandraProfileStore::found)
                                .where(profile -> query.matches(profile.user(), profile.name()))));
    }

    @Override
    public CompletionStage<Boolean> set(UserName user, ProfileChange change) {
        if (change.isEmpty()) {
            return find(user).thenApply(Optional::isPresent);
        }
        BoundStatementBuilder set =
                statements.setProfile.boundStatementBuilder().setString(8, user.value());
        @Nullable String[] texts = {
            change.name(),
            change.picture(),
            change.note(),
            code(change.findable()),
            code(change.writable()),
            code(change.presence()),
            code(change.addable())
        };
        // what is left unset is to Cassandra not null but "leave it"
        for (int i = 0; i < texts.length; i++) {
            String text = texts[i];
            set = text == null ? set : set.setString(i, text);
        }
        if (change.name() != null) {
            set = set.setSet(texts.length, NameQuery.prefixes(user, change.name()), String.class);
        }
        return transactions.run("setting the profile of " + user, set.build(), AsyncResultSet::wasApplied);
    }

    private static @Nullable String code(@Nullable Audience audience) {
        return audience == null ? null : audience.code();
    }

    private static Profile found(Row row) {
        return profile(new UserName(Objects.requireNonNull(row.getString(NAME_COLUMN))), row);
    }

    private static Profile profile(UserName user, Row row) {
        ProfileChange stored = new ProfileChange(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                audience(row, 3),
                audience(row, 4),
                audience(row, 5),
                audience(row, 6));
        return stored.appliedTo(Profile.initial(user));
    }

    private static @Nullable Audience audience(Row row, int column) {
        String code = row.getString(column);
        return code == null
                ? null
                : Audience.ofCode(code)
                        .orElseThrow(() -> new IllegalStateException("audience " + code + " in a profile"));
    }
}
