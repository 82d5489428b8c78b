package io.parley.server;

import io.parley.broker.identity.Accounts;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.UserName;
import java.time.Clock;
import java.util.List;
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

/** {@code ./parley user}: makes accounts and tokens and changes passwords, in the Cassandra of a running server. */
@Command(
        name = "user",
        description = "Add a user, change a password, or give a program a token.",
        mixinStandardHelpOptions = true,
        subcommands = {UserCommand.Add.class, UserCommand.Passwd.class, TokenCommand.class})
final class UserCommand implements Callable<Integer> {
    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().usage(System.err);
        return Exit.BAD_INPUT;
    }

    /** What both have in common: names, a password for each of them, and the storage. */
    abstract static class Change implements Callable<Integer> {
        @Parameters(
                paramLabel = "NAME",
                arity = "1..*",
                description = "1 to 64 of a-z 0-9 . _ -; several share the password")
        List<String> names = List.of();

        @Mixin
        NewPassword newPassword = new NewPassword();

        @Mixin
        StorageDoor door = new StorageDoor();

        abstract CompletionStage<Boolean> apply(Accounts accounts, UserName user, String password);

        abstract int refused(UserName user);

        abstract String done(UserName user);

        @Override
        public Integer call() {
            List<String> invalid =
                    names.stream().filter(name -> !UserName.isValid(name)).toList();
            if (!invalid.isEmpty()) {
                invalid.forEach(name -> System.err.println("'" + name + "' is no user name: 1 to " + UserName.LENGTH_MAX
                        + " of a-z 0-9 . _ -, first a letter or digit"));
                return Exit.BAD_INPUT;
            }
            Optional<NewPassword.Chosen> chosen = newPassword.choose();
            if (chosen.isEmpty()) {
                return Exit.BAD_INPUT;
            }
            return door.with(storage -> changeAll(storage, chosen.get()));
        }

        /** In parallel, since hashing a password is slow on purpose; the worst exit code of them counts. */
        private int changeAll(CassandraStorage storage, NewPassword.Chosen chosen) {
            Accounts accounts = new Accounts(storage.accounts(), storage.directory(), Clock.systemUTC());
            int exit = names.parallelStream()
                    .map(UserName::new)
                    .mapToInt(user -> change(accounts, user, chosen.password()))
                    .max()
                    .orElse(Exit.OK);
            if (chosen.isGenerated() && exit == Exit.OK) {
                System.out.println("password: " + chosen.password());
            }
            return exit;
        }

        private int change(Accounts accounts, UserName user, String password) {
            if (!apply(accounts, user, password).toCompletableFuture().join()) {
                return refused(user);
            }
            System.out.println(done(user));
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
