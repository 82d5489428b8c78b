package io.parley.server;

import io.parley.broker.storage.Trace;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./parley where}: the life of one message, never its content. */
@Command(name = "where", description = "Print the life of one message, with times.", mixinStandardHelpOptions = true)
final class WhereCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MESSAGE_ID",
            description = "as its correlation data says: 32 hexadecimal digits, with or without hyphens")
    String id = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "somebody in its conversation; needed for a message of more than 8 days ago")
    @Nullable String user;

    @Mixin
    StorageDoor door = new StorageDoor();

    @Override
    public Integer call() {
        Optional<MessageId> message = parse(id);
        if (message.isEmpty()) {
            System.err.println("'" + id + "' is no message id: 32 hexadecimal digits are needed");
            return Exit.BAD_INPUT;
        }
        Optional<String> hint = Optional.ofNullable(user);
        if (hint.isPresent() && !UserName.isValid(hint.get())) {
            System.err.println("'" + hint.get() + "' is no user name");
            return Exit.BAD_INPUT;
        }
        return door.with(storage -> find(storage, message.get(), hint.map(UserName::new)));
    }

    private static int find(CassandraStorage storage, MessageId id, Optional<UserName> hint) {
        Optional<Trace> trace =
                storage.trace().find(id, hint).toCompletableFuture().join();
        if (trace.isEmpty()) {
            System.err.println("no accepted message has the id " + id
                    + (hint.isPresent() ? "" : "; one of more than 8 days ago is found only with --user"));
            return Exit.UNKNOWN;
        }
        LifeOfMessage.lines(trace.get(), ZoneId.systemDefault()).forEach(System.out::println);
        return Exit.OK;
    }

    /** Both ways people meet an id: hyphenated in logs, plain hexadecimal in what mosquitto_sub prints. */
    static Optional<MessageId> parse(String text) {
        String digits = text.replace("-", "");
        if (!digits.matches("[0-9a-fA-F]{32}")) {
            return Optional.empty();
        }
        return Optional.of(new MessageId(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16)));
    }
}
