package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.EndpointDirectory;
import io.parley.broker.storage.KnownEndpoint;
import io.parley.broker.storage.SignInPolicy;
import io.parley.broker.storage.SignInTerms;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.EndpointId;
import io.parley.protocol.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints in Cassandra, a partition for each user. What was seen has a life and, as its time stamp, when it was seen;
 * names and sign-outs have neither. The row of the empty client id, which no endpoint has, is the user's own.
 */
final class CassandraEndpointDirectory implements EndpointDirectory {
    private static final String COLUMNS = "endpoint, name, kind, first_seen, last_seen, signed_out";
    private static final String OF_USER = "";
    private static final int STATEMENT_BYTES = 300;

    private final Reads reads;
    private final BatchWriter writer;
    private final Transactions transactions;

    /** user, endpoint → COLUMNS, policy; the user's row as well */
    private final PreparedStatement terms;
    /** user → COLUMNS */
    private final PreparedStatement ofUser;
    /** time stamp, kind, first_seen, last_seen, user, endpoint */
    private final PreparedStatement seen;
    /** name, user, endpoint */
    private final PreparedStatement rename;
    /** signed_out, user, endpoint */
    private final PreparedStatement signOut;
    /** user → policy */
    private final PreparedStatement policy;
    /** policy, user */
    private final PreparedStatement setPolicy;

    CassandraEndpointDirectory(
            CqlSession session, String keyspace, Reads reads, BatchWriter writer, Transactions transactions) {
        this.reads = reads;
        this.writer = writer;
        this.transactions = transactions;
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        String table = "%s.user_endpoint";
        String select = "SELECT " + COLUMNS;
        terms = preparing.plain(select + ", policy FROM " + table + " WHERE user = ? AND endpoint IN ('', ?)");
        ofUser = preparing.plain(
                select + " FROM " + table + " WHERE user = ? AND endpoint > '' LIMIT " + ENDPOINTS_READ_MAX);
        seen = preparing.plain("UPDATE " + table + " USING TIMESTAMP ? AND TTL " + TimeUnit.DAYS.toSeconds(90)
                + " SET kind = ?, first_seen = ?, last_seen = ? WHERE user = ? AND endpoint = ?");
        rename = preparing.transaction("UPDATE " + table + " SET name = ? WHERE user = ? AND endpoint = ? IF EXISTS");
        signOut = preparing.transaction(
                "UPDATE " + table + " SET signed_out = ? WHERE user = ? AND endpoint = ? IF EXISTS");
        policy = preparing.plain("SELECT policy FROM " + table + " WHERE user = ? AND endpoint = ''");
        setPolicy = preparing.plain("UPDATE " + table + " SET policy = ? WHERE user = ? AND endpoint = ''");
    }

    @Override
    public CompletionStage<SignInTerms> terms(EndpointId endpoint) {
        BoundStatement statement = terms.bind(endpoint.user().value(), endpoint.clientId());
        return Failures.bare(
                "reading endpoint " + endpoint, reads.execute(statement).thenApply(rows -> {
                    Optional<KnownEndpoint> known = Optional.empty();
                    SignInPolicy found = SignInPolicy.ANY;
                    for (Row row : rows.currentPage()) {
                        if (OF_USER.equals(row.getString(0))) {
                            found = policyOf(row.getString(6));
                        } else {
                            known = known(endpoint.user(), row);
                        }
                    }
                    return new SignInTerms(known, found);
                }));
    }

    private static SignInPolicy policyOf(@Nullable String code) {
        return code == null
                ? SignInPolicy.ANY
                : SignInPolicy.ofCode(code).orElseThrow(() -> new IllegalStateException("sign-in policy " + code));
    }

    /** Empty if only its name is left of it. */
    private static Optional<KnownEndpoint> known(UserName user, Row row) {
        if (row.isNull(4) && row.isNull(5)) {
            return Optional.empty();
        }
        String name = row.getString(1);
        String kind = row.getString(2);
        return Optional.of(new KnownEndpoint(
                new EndpointId(user, Objects.requireNonNull(row.getString(0))),
                name == null ? "" : name,
                kind == null ? "" : kind,
                row.getLong(3),
                row.getLong(4),
                row.getLong(5)));
    }

    @Override
    public CompletionStage<Void> seen(EndpointId endpoint, String kind, long firstSeen, long lastSeen) {
        BoundStatement statement = seen.bind(
                TimeUnit.MILLISECONDS.toMicros(lastSeen),
                kind,
                firstSeen,
                lastSeen,
                endpoint.user().value(),
                endpoint.clientId());
        return writer.write(List.of(new Write(statement, STATEMENT_BYTES)));
    }

    @Override
    public CompletionStage<List<KnownEndpoint>> ofUser(UserName user) {
        List<KnownEndpoint> found = new ArrayList<>();
        return Failures.bare(
                "reading the endpoints of " + user,
                reads.execute(ofUser.bind(user.value()))
                        .thenCompose(rows -> CassandraEndpointStore.each(
                                rows, row -> known(user, row).ifPresent(found::add)))
                        .thenApply(done -> List.copyOf(found)));
    }

    @Override
    public CompletionStage<Boolean> rename(EndpointId endpoint, String name) {
        return transactions.apply(
                "naming endpoint " + endpoint, rename.bind(name, endpoint.user().value(), endpoint.clientId()));
    }

    @Override
    public CompletionStage<Boolean> signOut(EndpointId endpoint, long at) {
        return transactions.apply(
                "signing out " + endpoint, signOut.bind(at, endpoint.user().value(), endpoint.clientId()));
    }

    @Override
    public CompletionStage<Boolean> allow(EndpointId endpoint) {
        return transactions.apply(
                "allowing " + endpoint, signOut.bind(null, endpoint.user().value(), endpoint.clientId()));
    }

    @Override
    public CompletionStage<Void> allowAll(UserName user) {
        return ofUser(user).thenCompose(all -> {
            CompletionStage<Void> done = CompletableFuture.completedStage(null);
            for (KnownEndpoint known : all) {
                if (known.isSignedOut()) {
                    done = done.thenCompose(before -> allow(known.endpoint())).thenAccept(applied -> {});
                }
            }
            return done;
        });
    }

    @Override
    public CompletionStage<SignInPolicy> policy(UserName user) {
        return Failures.bare(
                "reading the sign-in policy of " + user,
                reads.execute(policy.bind(user.value())).thenApply(rows -> {
                    Row row = rows.one();
                    return policyOf(row == null ? null : row.getString(0));
                }));
    }

    @Override
    public CompletionStage<Void> setPolicy(UserName user, SignInPolicy chosen) {
        return writer.write(List.of(new Write(setPolicy.bind(chosen.code(), user.value()), STATEMENT_BYTES)));
    }
}
