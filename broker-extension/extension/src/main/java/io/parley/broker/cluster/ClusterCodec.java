package io.parley.broker.cluster;

import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Readers;
import io.parley.broker.conversation.Submission;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of one kind of message between nodes: its fields in the order of the record. A changed form gets a new
 * manifest, and the former one stays readable for as long as nodes of both versions may meet.
 *
 * @param manifest names the kind on the wire; never given to another
 */
record ClusterCodec<T>(
        Class<T> type, String manifest, BiConsumer<T, WireWriter> writer, Function<WireReader, T> reader) {
    private static final List<ClusterCodec<?>> MESSAGES = List.of(
            new ClusterCodec<>(
                    ConversationMessage.Submit.class,
                    "cs",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putNumber(it.submissions().size());
                        it.submissions().forEach(submission -> putSubmission(submission, out));
                        out.putRef(it.replyTo());
                    },
                    in -> {
                        ConversationId conversation = in.getConversation();
                        return new ConversationMessage.Submit(
                                conversation, getSubmissions(conversation, in), in.getRef());
                    }),
            new ClusterCodec<>(
                    ConversationMessage.Receipt.class,
                    "cr",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putEndpoint(it.from());
                        out.putNumber(it.received());
                        out.putNumber(it.read());
                        out.putRef(it.session());
                    },
                    in -> new ConversationMessage.Receipt(
                            in.getConversation(), in.getEndpoint(), in.getNumber(), in.getNumber(), in.getRef())),
            new ClusterCodec<>(
                    ConversationMessage.AskHead.class,
                    "ca",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putUser(it.viewer());
                        out.putNumber(it.period());
                        out.putRef(it.replyTo());
                    },
                    in -> new ConversationMessage.AskHead(
                            in.getConversation(), in.getUser(), in.getNumber(), in.getRef())),
            new ClusterCodec<>(
                    ConversationMessage.Away.class,
                    "cw",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putUser(it.user());
                        out.putNumber(it.period());
                    },
                    in -> new ConversationMessage.Away(in.getConversation(), in.getUser(), in.getNumber())),
            new ClusterCodec<>(
                    ConversationMessage.Clear.class,
                    "cl",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putUser(it.user());
                        out.putRef(it.replyTo());
                    },
                    in -> new ConversationMessage.Clear(in.getConversation(), in.getUser(), in.getRef())),
            new ClusterCodec<>(
                    ConversationMessage.Refresh.class,
                    "cf",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putRef(it.replyTo());
                    },
                    in -> new ConversationMessage.Refresh(in.getConversation(), in.getRef())),
            new ClusterCodec<>(
                    ConversationMessage.Typing.class,
                    "cg",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putUser(it.from());
                        out.putBoolean(it.typing());
                    },
                    in -> new ConversationMessage.Typing(in.getConversation(), in.getUser(), in.getBoolean())),
            new ClusterCodec<>(
                    ConversationMessage.AskReaders.class,
                    "cq",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putUser(it.viewer());
                        out.putNumber(it.seq());
                        out.putRef(it.replyTo());
                    },
                    in -> new ConversationMessage.AskReaders(
                            in.getConversation(), in.getUser(), in.getNumber(), in.getRef())),
            new ClusterCodec<>(
                    UserMessage.Committed.class,
                    "uc",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putNumber(it.period());
                        out.putBlock(it.block());
                    },
                    in -> new UserMessage.Committed(in.getUser(), in.getNumber(), in.getBlock())),
            new ClusterCodec<>(
                    UserMessage.Touched.class,
                    "ut",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putConversation(it.conversation());
                    },
                    in -> new UserMessage.Touched(in.getUser(), in.getConversation())),
            new ClusterCodec<>(
                    UserMessage.Event.class,
                    "uv",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putText(it.kind());
                        out.putContent(it.body());
                    },
                    in -> new UserMessage.Event(in.getUser(), in.getText(), in.getContent())),
            new ClusterCodec<>(
                    UserMessage.Receipted.class,
                    "ur",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putConversation(it.conversation());
                        out.putUser(it.whose());
                        out.putMarks(it.marks());
                    },
                    in -> new UserMessage.Receipted(in.getUser(), in.getConversation(), in.getUser(), in.getMarks())),
            new ClusterCodec<>(
                    UserMessage.Expired.class,
                    "ue",
                    (it, out) -> {
                        out.putUser(it.user());
                        out.putConversation(it.conversation());
                        out.putNumber(it.seq());
                        out.putId(it.id());
                    },
                    in -> new UserMessage.Expired(in.getUser(), in.getConversation(), in.getNumber(), in.getId())),
            new ClusterCodec<>(
                    UserMessage.Online.class,
                    "uo",
                    (it, out) -> {
                        out.putEndpoint(it.endpoint());
                        out.putRef(it.session());
                    },
                    in -> new UserMessage.Online(in.getEndpoint(), in.getRef())),
            new ClusterCodec<>(
                    UserMessage.Offline.class,
                    "uf",
                    (it, out) -> {
                        out.putEndpoint(it.endpoint());
                        out.putRef(it.session());
                    },
                    in -> new UserMessage.Offline(in.getEndpoint(), in.getRef())),
            new ClusterCodec<>(
                    EndpointMessage.Registered.class,
                    "eg",
                    (it, out) -> {
                        out.putBoolean(it.fresh());
                        out.putNumber(it.period());
                    },
                    in -> new EndpointMessage.Registered(in.getBoolean(), in.getNumber())),
            new ClusterCodec<>(
                    EndpointMessage.Touched.class,
                    "eo",
                    (it, out) -> out.putConversation(it.conversation()),
                    in -> new EndpointMessage.Touched(in.getConversation())),
            new ClusterCodec<>(
                    EndpointMessage.Event.class,
                    "ev",
                    (it, out) -> {
                        out.putText(it.kind());
                        out.putContent(it.body());
                    },
                    in -> new EndpointMessage.Event(in.getText(), in.getContent())),
            new ClusterCodec<>(
                    EndpointMessage.Done.class,
                    "ed",
                    (it, out) -> out.putConversation(it.conversation()),
                    in -> new EndpointMessage.Done(in.getConversation())),
            new ClusterCodec<>(
                    EndpointMessage.ReadersOf.class,
                    "eq",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putNumber(it.readers().of());
                        out.putNumber(it.readers().received());
                        out.putNumber(it.readers().read());
                        putUsers(it.readers().receivedBy(), out);
                        putUsers(it.readers().readBy(), out);
                    },
                    in -> new EndpointMessage.ReadersOf(
                            in.getConversation(),
                            new Readers(
                                    (int) in.getNumber(),
                                    (int) in.getNumber(),
                                    (int) in.getNumber(),
                                    getUsers(in),
                                    getUsers(in)))),
            new ClusterCodec<>(
                    EndpointMessage.Committed.class,
                    "ec",
                    (it, out) -> out.putBlock(it.block()),
                    in -> new EndpointMessage.Committed(in.getBlock())),
            new ClusterCodec<>(
                    EndpointMessage.Receipted.class,
                    "er",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putUser(it.whose());
                        out.putMarks(it.marks());
                    },
                    in -> new EndpointMessage.Receipted(in.getConversation(), in.getUser(), in.getMarks())),
            new ClusterCodec<>(
                    EndpointMessage.Expired.class,
                    "ee",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putNumber(it.seq());
                        out.putId(it.id());
                    },
                    in -> new EndpointMessage.Expired(in.getConversation(), in.getNumber(), in.getId())),
            new ClusterCodec<>(
                    EndpointMessage.HeadOf.class,
                    "eh",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        putHead(it.head(), out);
                        out.putNumber(it.amendmentsLast());
                    },
                    in -> new EndpointMessage.HeadOf(in.getConversation(), getHead(in), in.getNumber())),
            new ClusterCodec<>(
                    EndpointMessage.ReceiptRefused.class,
                    "ex",
                    (it, out) -> {
                        out.putConversation(it.conversation());
                        out.putReason(it.refusal().reason());
                        out.putText(it.refusal().detail());
                    },
                    in -> new EndpointMessage.ReceiptRefused(
                            in.getConversation(), new Refusal(in.getReason(), in.getText()))),
            new ClusterCodec<>(
                    EndpointMessage.TakenOver.class, "et", (it, out) -> {}, in -> new EndpointMessage.TakenOver()),
            new ClusterCodec<>(
                    GatewayMessage.Acks.class,
                    "ga",
                    (it, out) -> {
                        out.putNumber(it.connection());
                        out.putNumber(it.acks().size());
                        it.acks().forEach(ack -> putAck(ack, out));
                    },
                    in -> new GatewayMessage.Acks(in.getNumber(), getAcks(in))));

    private static final List<ClusterCodec<?>> ALL = Stream.of(
                    MESSAGES, WhereaboutsCodecs.ALL, TrackCodecs.ALL, CellCodecs.ALL)
            .<ClusterCodec<?>>flatMap(List::stream)
            .toList();

    private static final Map<Class<?>, ClusterCodec<?>> BY_TYPE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ClusterCodec::type, Function.identity()));
    private static final Map<String, ClusterCodec<?>> BY_MANIFEST =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ClusterCodec::manifest, Function.identity()));

    static Stream<Class<?>> types() {
        return ALL.stream().map(ClusterCodec::type);
    }

    /** @throws IllegalArgumentException if messages of this type do not travel */
    static ClusterCodec<?> of(Class<?> type) {
        ClusterCodec<?> codec = BY_TYPE.get(type);
        if (codec == null) {
            throw new IllegalArgumentException(type.getName() + " does not travel between nodes");
        }
        return codec;
    }

    /** @throws IllegalArgumentException if it names nothing */
    static ClusterCodec<?> of(String manifest) {
        ClusterCodec<?> codec = BY_MANIFEST.get(manifest);
        if (codec == null) {
            throw new IllegalArgumentException("unknown manifest");
        }
        return codec;
    }

    void write(Object message, WireWriter out) {
        writer.accept(type.cast(message), out);
    }

    T read(WireReader in) {
        return reader.apply(in);
    }

    private static void putSubmission(Submission it, WireWriter out) {
        out.putEndpoint(it.from());
        out.putNumber(it.connection());
        out.putId(it.id());
        MessageId after = it.after();
        out.putBoolean(after != null);
        if (after != null) {
            out.putId(after);
        }
        out.putNumber(it.expiryMillis());
        out.putText(it.contentType());
        out.putContent(it.content());
    }

    private static List<Submission> getSubmissions(ConversationId conversation, WireReader in) {
        int count = in.getCount();
        List<Submission> submissions = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            submissions.add(getSubmission(conversation, in));
        }
        return submissions;
    }

    private static Submission getSubmission(ConversationId conversation, WireReader in) {
        return new Submission(
                conversation,
                in.getEndpoint(),
                in.getNumber(),
                in.getId(),
                in.getBoolean() ? in.getId() : null,
                in.getNumber(),
                in.getText(),
                in.getContent());
    }

    private static void putUsers(List<UserName> users, WireWriter out) {
        out.putNumber(users.size());
        users.forEach(out::putUser);
    }

    private static List<UserName> getUsers(WireReader in) {
        int count = in.getCount();
        List<UserName> users = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            users.add(in.getUser());
        }
        return users;
    }

    private static void putHead(Head head, WireWriter out) {
        out.putNumber(head.last());
        putMarks(head.marks(), out);
        out.putText(head.visible().toText());
        out.putNumber(head.joined());
    }

    private static Head getHead(WireReader in) {
        return new Head(in.getNumber(), getMarks(in), Spans.ofText(in.getText()), in.getNumber());
    }

    private static void putMarks(Map<UserName, UserMarks> marks, WireWriter out) {
        out.putNumber(marks.size());
        marks.forEach((user, userMarks) -> {
            out.putUser(user);
            out.putMarks(userMarks);
        });
    }

    private static Map<UserName, UserMarks> getMarks(WireReader in) {
        Map<UserName, UserMarks> marks = new HashMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            marks.put(in.getUser(), in.getMarks());
        }
        return Map.copyOf(marks);
    }

    private static void putAck(Ack ack, WireWriter out) {
        out.putId(ack.id());
        out.putByte(ack.status().ordinal());
        out.putNumber(ack.seq());
        out.putNumber(ack.at());
        Reason reason = ack.reason();
        if (reason != null) {
            out.putReason(reason);
        }
        out.putNumber(ack.retryAfterMillis());
    }

    private static List<Ack> getAcks(WireReader in) {
        int count = in.getCount();
        List<Ack> acks = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            acks.add(getAck(in));
        }
        return List.copyOf(acks);
    }

    private static Ack getAck(WireReader in) {
        MessageId id = in.getId();
        int ordinal = in.getByte();
        if (ordinal < 0 || ordinal >= Ack.Status.values().length) {
            throw new IllegalArgumentException("unknown status " + ordinal);
        }
        Ack.Status status = Ack.Status.values()[ordinal];
        long seq = in.getNumber();
        long at = in.getNumber();
        @Nullable Reason reason = status == Ack.Status.REJECTED ? in.getReason() : null;
        return new Ack(id, status, seq, at, reason, in.getNumber());
    }
}
