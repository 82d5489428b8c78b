package io.parley.server;

import io.parley.broker.identity.Tokens;
import io.parley.broker.storage.Token;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.UserName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./parley user token}: what lets a program speak for a user over HTTP. */
@Command(
        name = "token",
        description = "Make a token for the calls over HTTP and print it, once; list a user's tokens, or revoke one.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    @Parameters(paramLabel = "NAME", description = "whose token it is")
    String name = "";

    @ArgGroup
    What what = new What();

    @Mixin
    StorageDoor door = new StorageDoor();

    /** One of these. */
    static final class What {
        @Option(names = "--label", paramLabel = "TEXT", description = "what it is for, up to 64 characters")
        String label = "";

        @Option(names = "--list", description = "print the tokens there are, without what is secret")
        boolean list;

        @Option(names = "--revoke", paramLabel = "ID", description = "end the one that --list shows with this id")
        @Nullable String revoke;
    }

    @Override
    public Integer call() {
        Optional<UserName> user = UserName.parse(name);
        if (user.isEmpty()) {
            System.err.println("'" + name + "' is no user name: 1 to " + UserName.LENGTH_MAX
                    + " of a-z 0-9 . _ -, first a letter or digit");
            return Exit.BAD_INPUT;
        }
        String id = what.revoke;
        if (id != null) {
            return with(tokens -> revoke(tokens, user.get(), id));
        }
        return with(what.list ? tokens -> list(tokens, user.get()) : tokens -> issue(tokens, user.get()));
    }

    private int with(ToIntFunction<Tokens> work) {
        return door.with(storage -> work.applyAsInt(tokens(storage)));
    }

    private static Tokens tokens(CassandraStorage storage) {
        return new Tokens(storage.accounts(), storage.tokens(), Clock.systemUTC(), new SecureRandom());
    }

    private int issue(Tokens tokens, UserName user) {
        Optional<Tokens.Issued> issued;
        try {
            issued = tokens.issue(user, what.label).toCompletableFuture().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw failed;
        }
        if (issued.isEmpty()) {
            System.err.println("there is no user " + user);
            return Exit.UNKNOWN;
        }
        System.out.println("token " + issued.get().token().id() + " of " + user + " made; it is not shown again");
        System.out.println("token: " + issued.get().secret());
        return Exit.OK;
    }

    private static int list(Tokens tokens, UserName user) {
        List<Token> present = tokens.ofUser(user).toCompletableFuture().join();
        present.forEach(token -> System.out.println(token.id() + "  made " + time(token.createdAt()) + "  "
                + (token.lastUsed() == 0 ? "never used" : "used about " + time(token.lastUsed())) + "  "
                + token.label()));
        if (present.isEmpty()) {
            System.err.println(user + " has no token");
        }
        return Exit.OK;
    }

    private static int revoke(Tokens tokens, UserName user, String id) {
        if (!tokens.revoke(user, id).toCompletableFuture().join()) {
            System.err.println(user + " has no token " + id);
            return Exit.UNKNOWN;
        }
        System.out.println("token " + id + " of " + user + " revoked; it ends within 10 seconds");
        return Exit.OK;
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }
}
