package io.parley.server;

import io.parley.broker.identity.Accounts;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./parley user}: makes accounts and changes passwords, in the Cassandra of a running server. */
@Command(
        name = "user",
        description = "Add a user, or change a password.",
        mixinStandardHelpOptions = true,
        subcommands = {UserCommand.Add.class, UserCommand.Passwd.class})
final class UserCommand implements Callable<Integer> {
    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().usage(System.err);
        return Exit.BAD_INPUT;
    }

    /** What both have in common: a name, a password, and the storage. */
    abstract static class Change implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "1 to 64 of a-z 0-9 . _ -")
        String name = "";

        @Mixin
        NewPassword newPassword = new NewPassword();

        @Mixin
        StorageDoor door = new StorageDoor();

        abstract CompletionStage<Boolean> apply(Accounts accounts, UserName user, String password);

        abstract int refused(UserName user);

        abstract String done(UserName user);

        @Override
        public Integer call() {
            Optional<UserName> user = UserName.parse(name);
            if (user.isEmpty()) {
                System.err.println("'" + name + "' is no user name: 1 to " + UserName.LENGTH_MAX
                        + " of a-z 0-9 . _ -, first a letter or digit");
                return Exit.BAD_INPUT;
            }
            Optional<NewPassword.Chosen> chosen = newPassword.choose();
            if (chosen.isEmpty()) {
                return Exit.BAD_INPUT;
            }
            return door.with(storage -> change(storage, user.get(), chosen.get()));
        }

        private int change(CassandraStorage storage, UserName user, NewPassword.Chosen chosen) {
            Accounts accounts = new Accounts(storage.accounts(), Clock.systemUTC());
            if (!apply(accounts, user, chosen.password()).toCompletableFuture().join()) {
                return refused(user);
            }
            System.out.println(done(user));
            if (chosen.isGenerated()) {
                System.out.println("password: " + chosen.password());
            }
            return Exit.OK;
        }
    }

    @Command(name = "add", description = "Add a user.", mixinStandardHelpOptions = true)
    static final class Add extends Change {
        @Override
        CompletionStage<Boolean> apply(Accounts accounts, UserName user, String password) {
            return accounts.create(user, password);
        }

        @Override
        int refused(UserName user) {
            System.err.println("user " + user + " exists already");
            return Exit.EXISTS;
        }

        @Override
        String done(UserName user) {
            return "user " + user + " added";
        }
    }

    @Command(name = "passwd", description = "Change a user's password.", mixinStandardHelpOptions = true)
    static final class Passwd extends Change {
        @Override
        CompletionStage<Boolean> apply(Accounts accounts, UserName user, String password) {
            return accounts.setPassword(user, password);
        }

        @Override
        int refused(UserName user) {
            System.err.println("there is no user " + user);
            return Exit.UNKNOWN;
        }

        @Override
        String done(UserName user) {
            return "password of " + user + " changed; it counts from the next login";
        }
    }
}
