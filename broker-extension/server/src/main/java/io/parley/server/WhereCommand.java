package io.parley.server;

import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Trace;
import io.parley.broker.storage.cassandra.CassandraStorage;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./parley where}: the life of one message, never its content. */
@Command(
        name = "where",
        customSynopsis = {"parley where MESSAGE_ID [--user NAME]", "parley where chat/PEER SEQ --user NAME"},
        description = "Print the life of one message, with times.",
        mixinStandardHelpOptions = true)
final class WhereCommand implements Callable<Integer> {
    private static final String CHAT = "chat/";

    @Parameters(
            index = "0",
            paramLabel = "MESSAGE_ID",
            description = "32 hexadecimal digits, with or without hyphens; or chat/PEER, as NAME sees the conversation")
    String which = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SEQ", description = "the message's number in chat/PEER")
    @Nullable Long seq;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description =
                    "somebody in its conversation; needed with chat/PEER, and for a message of more than 8 days ago")
    @Nullable String user;

    @Mixin
    StorageDoor door = new StorageDoor();

    @Override
    public Integer call() {
        Optional<UserName> someone = Optional.ofNullable(user).flatMap(UserName::parse);
        if (user != null && someone.isEmpty()) {
            return refuse("'" + user + "' is no user name");
        }
        return which.startsWith(CHAT) ? bySeq(which.substring(CHAT.length()), someone) : byId(someone);
    }

    private int byId(Optional<UserName> hint) {
        Optional<MessageId> id = parse(which);
        if (id.isEmpty() || seq != null) {
            return refuse("'" + which + "' is no message id: 32 hexadecimal digits are needed");
        }
        return door.with(storage -> print(storage, id.get(), hint));
    }

    private int bySeq(String peer, Optional<UserName> someone) {
        Long number = seq;
        if (number == null || number < 1 || someone.isEmpty() || !UserName.isValid(peer)) {
            return refuse("chat/PEER needs a SEQ of 1 or more after it, and --user");
        }
        ConversationId conversation = ConversationId.chat(someone.get(), new UserName(peer));
        return door.with(storage -> {
            List<StoredMessage> found = storage.conversations()
                    .read(conversation, number, number, 1, Long.MAX_VALUE)
                    .toCompletableFuture()
                    .join();
            if (found.isEmpty()) {
                System.err.println("there is no message " + number + " in " + conversation);
                return Exit.UNKNOWN;
            }
            return print(storage, found.get(0).id(), someone);
        });
    }

    private static int refuse(String why) {
        System.err.println(why);
        return Exit.BAD_INPUT;
    }

    private static int print(CassandraStorage storage, MessageId id, Optional<UserName> hint) {
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

    /** Both ways people meet an id: hyphenated in text, plain hexadecimal in dumps of packets. */
    static Optional<MessageId> parse(String text) {
        String digits = text.replace("-", "");
        if (!digits.matches("[0-9a-fA-F]{32}")) {
            return Optional.empty();
        }
        return Optional.of(new MessageId(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16)));
    }
}
