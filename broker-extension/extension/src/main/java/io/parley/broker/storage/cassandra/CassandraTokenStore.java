package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.parley.broker.storage.Token;
import io.parley.broker.storage.TokenHash;
import io.parley.broker.storage.TokenStore;
import io.parley.broker.storage.cassandra.BatchWriter.Write;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens in Cassandra: the row of a token says all about it, and the rows of its user only where to look. They are written
 * one after the other, so that what works is always listed.
 */
final class CassandraTokenStore implements TokenStore {
    private static final int STATEMENT_BYTES = 300;

    private final TokenStatements statements;
    private final Reads reads;
    private final BatchWriter writer;

    CassandraTokenStore(TokenStatements statements, Reads reads, BatchWriter writer) {
        this.statements = statements;
        this.reads = reads;
        this.writer = writer;
    }

    @Override
    public CompletionStage<Void> create(Token token) {
        String hash = token.hash().hex();
        String user = token.user().value();
        return write(statements.list.bind(user, hash))
                .thenCompose(listed -> write(
                        statements.create.bind(hash, user, token.label(), Instant.ofEpochMilli(token.createdAt()))));
    }

    @Override
    public CompletionStage<Optional<Token>> find(TokenHash hash) {
        return Failures.bare(
                "reading token " + hash,
                reads.execute(statements.find.bind(hash.hex())).thenApply(rows -> token(hash, rows.one())));
    }

    @Override
    public CompletionStage<List<Token>> ofUser(UserName user) {
        List<TokenHash> hashes = new ArrayList<>();
        return Failures.bare(
                "reading the tokens of " + user,
                reads.execute(statements.ofUser.bind(user.value()))
                        .thenCompose(rows -> CassandraEndpointStore.each(
                                rows, row -> hashes.add(new TokenHash(Objects.requireNonNull(row.getString(0))))))
                        .thenCompose(done -> all(hashes)));
    }

    private CompletionStage<List<Token>> all(List<TokenHash> hashes) {
        CompletionStage<List<Token>> found = CompletableFuture.completedStage(new ArrayList<>());
        for (TokenHash hash : hashes) {
            found = found.thenCombine(find(hash), (tokens, token) -> {
                token.ifPresent(tokens::add);
                return tokens;
            });
        }
        return found.thenApply(tokens -> tokens.stream()
                .sorted(Comparator.comparingLong(Token::createdAt).thenComparing(Token::id))
                .toList());
    }

    @Override
    public CompletionStage<Void> revoke(Token token, long at) {
        String hash = token.hash().hex();
        return write(statements.revoke.bind(Instant.ofEpochMilli(at), hash))
                .thenCompose(
                        revoked -> write(statements.unlist.bind(token.user().value(), hash)));
    }

    @Override
    public CompletionStage<Void> used(TokenHash hash, long at) {
        return write(statements.used.bind(Instant.ofEpochMilli(at), hash.hex()));
    }

    private CompletionStage<Void> write(BoundStatement statement) {
        return writer.write(List.of(new Write(statement, STATEMENT_BYTES)));
    }

    private static Optional<Token> token(TokenHash hash, @Nullable Row row) {
        String user = row == null ? null : row.getString(0);
        if (row == null || user == null || !row.isNull(4)) {
            return Optional.empty();
        }
        Instant lastUsed = row.getInstant(3);
        return Optional.of(new Token(
                hash,
                new UserName(user),
                Objects.requireNonNull(row.getString(1)),
                Objects.requireNonNull(row.getInstant(2)).toEpochMilli(),
                lastUsed == null ? 0 : lastUsed.toEpochMilli()));
    }
}
