package io.parley.sdk.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.Topics;
import io.parley.protocol.UserName;
import io.parley.protocol.batch.Batches;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.BadBodyException;
import io.parley.protocol.json.Bodies;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.Problem;
import io.parley.protocol.json.SyncRequest;
import io.parley.sdk.internal.session.Input;
import io.parley.sdk.internal.session.ServerModel;
import io.parley.sdk.internal.session.ServerPackets;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.Outgoing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** As much of MQTT 5 and of Parley's server as one endpoint needs, over a real socket. */
final class TestBroker implements Closeable {
    static final String PASSWORD = "correct horse";

    private static final int BATCH_MAX = 64;
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;
    private static final int PINGREQ = 12;

    final ServerModel model;
    final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    final Map<String, Long> received = new ConcurrentHashMap<>();
    final Set<MessageId> own = new HashSet<>();
    /** How many messages each packet to a user had, -1 if it was refused; and each packet of messages from here. */
    final List<Integer> submitted = new CopyOnWriteArrayList<>();

    final List<Integer> delivered = new CopyOnWriteArrayList<>();
    /** What the user took away meanwhile, as {@code message/removed} answers. */
    volatile String removed = "{\"removed\":[],\"until\":1}";

    /** Every request but syncs and those, and what is answered to it; null: nothing, for now. */
    final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What was published to and subscribed. */
    final List<String> topics = new CopyOnWriteArrayList<>();

    /** Bodies of what was published into tracks. */
    final List<String> points = new CopyOnWriteArrayList<>();

    final List<String> filters = new CopyOnWriteArrayList<>();

    volatile Function<Request, @Nullable Answer> api = request -> null;
    volatile @Nullable Reason batchRefusal;
    volatile int receiveMaximum = 100;
    volatile boolean silent;

    record Request(String call, MessageId id, String json) {}

    record Answer(byte[] body, @Nullable String contentType) {
        static Answer of(String json) {
            return new Answer(json.getBytes(StandardCharsets.UTF_8), null);
        }

        static Answer of(Problem problem) {
            return new Answer(Bodies.write(problem), Problem.CONTENT_TYPE);
        }
    }

    private final UserName user;
    private final ServerSocket socket;

    TestBroker(UserName user, ServerModel model) throws IOException {
        this.user = user;
        this.model = model;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String uri() {
        return "tcp://127.0.0.1:" + socket.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(socket.accept());
                connections.add(connection);
                start(connection::run);
            }
        } catch (IOException e) {
            connections.forEach(Connection::close);
        }
    }

    /** Something that is no message. */
    synchronized void event(String topic, String json) {
        connections.forEach(it -> it.publish(topic, json.getBytes(StandardCharsets.UTF_8), null, null, Map.of()));
    }

    /** A message of somebody else. */
    synchronized void peerSays(ConversationId conversation, ServerModel.Entry entry) {
        model.peerSays(conversation, entry);
        pushLive();
    }

    private void pushLive() {
        deliver(model.live(own));
    }

    /** Goes again to an endpoint that has not said it received it. */
    synchronized void resend() {
        deliver(model.resend(own));
    }

    private void deliver(List<Input.Arrived> messages) {
        connections.forEach(it -> it.deliver(messages));
    }

    /** Whatever that is, it claims to be a batch of bob's. */
    synchronized void sendBatch(byte[] payload) {
        connections.forEach(
                it -> it.publish("inbox/" + user + "/chat/bob", payload, null, Batches.CONTENT_TYPE, Map.of()));
    }

    synchronized void peerReceived(ConversationId conversation, long mark) {
        String body = "{\"conversation\":\"" + conversation.seenBy(user) + "\",\"user\":\"" + conversation.peerOf(user)
                + "\",\"received\":" + mark + ",\"read\":" + mark + "}";
        model.log(conversation).peerReceived = mark;
        connections.forEach(it ->
                it.publish(Topics.event(user, "receipt"), body.getBytes(StandardCharsets.UTF_8), null, null, Map.of()));
    }

    synchronized boolean isSynced() {
        return model.synced();
    }

    synchronized void forgetSync() {
        model.connectionChanged();
    }

    void cut() {
        connections.forEach(Connection::close);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        cut();
    }

    final class Connection {
        private final Socket peer;
        private boolean batches;

        Connection(Socket peer) throws IOException {
            peer.setTcpNoDelay(true);
            this.peer = peer;
        }

        void run() {
            try (DataInputStream in = new DataInputStream(peer.getInputStream())) {
                while (true) {
                    int header = in.readUnsignedByte();
                    byte[] body = in.readNBytes(varint(in));
                    packet(header, new DataInputStream(new ByteArrayInputStream(body)));
                }
            } catch (IOException e) {
                close();
            }
        }

        void close() {
            connections.remove(this);
            try {
                peer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void packet(int header, DataInputStream in) throws IOException {
            switch (header >> 4) {
                case CONNECT -> connect(in);
                case SUBSCRIBE -> subscribed(in, 0x90);
                case UNSUBSCRIBE -> subscribed(in, 0xB0);
                case PUBLISH -> published(in);
                case PINGREQ -> send(0xD0, out -> {});
                default -> {}
            }
        }

        private void subscribed(DataInputStream in, int answer) throws IOException {
            int packetId = in.readUnsignedShort();
            in.skipNBytes(varint(in));
            String filter = in.readUTF();
            if (answer == 0x90) {
                filters.add(filter);
            } else {
                filters.remove(filter);
            }
            send(answer, out -> {
                out.writeShort(packetId);
                out.write(new byte[] {0, 0});
            });
        }

        private void connect(DataInputStream in) throws IOException {
            in.readUTF();
            in.readUnsignedByte();
            in.readUnsignedByte();
            in.readUnsignedShort();
            Properties properties = new Properties(in);
            in.readUTF();
            in.readUTF();
            byte[] password = in.readNBytes(in.readUnsignedShort());
            boolean right = new String(password, StandardCharsets.UTF_8).equals(PASSWORD)
                    && "1".equals(properties.user.get("parley"));
            batches = "1".equals(properties.user.get("batch"));
            synchronized (TestBroker.this) {
                model.connectionChanged();
            }
            send(0x20, out -> {
                out.writeByte(0);
                out.writeByte(right ? 0 : 0x86);
                out.writeByte(3);
                out.writeByte(0x21);
                out.writeShort(receiveMaximum);
            });
            if (!right) {
                close();
            }
        }

        private void published(DataInputStream in) throws IOException {
            String topic = in.readUTF();
            int packetId = in.readUnsignedShort();
            Properties properties = new Properties(in);
            byte[] payload = in.readAllBytes();
            topics.add(topic);
            if (silent) {
                return;
            }
            Reason refusal = properties.isBatch() ? batchRefusal : null;
            if (refusal != null) {
                submitted.add(-1);
                refuse(packetId, refusal);
                return;
            }
            send(0x40, out -> out.writeShort(packetId));
            synchronized (TestBroker.this) {
                handle(topic, properties, payload);
            }
        }

        private void refuse(int packetId, Reason reason) throws IOException {
            byte[] text = (reason.code() + ": the whole batch").getBytes(StandardCharsets.UTF_8);
            send(0x40, out -> {
                out.writeShort(packetId);
                out.writeByte(reason.mqttCode());
                writeVarint(out, 3 + text.length);
                out.writeByte(0x1F);
                out.writeShort(text.length);
                out.write(text);
            });
        }

        private void handle(String topic, Properties properties, byte[] payload) throws IOException {
            try {
                if (topic.equals(Topics.RECEIPT)) {
                    Marks marks = Bodies.readMarks(payload, 1_000);
                    received.putAll(marks.received());
                    marks.received()
                            .forEach((seen, mark) -> model.receipt(
                                    ConversationId.parse(seen, user).orElseThrow(), mark));
                } else if (topic.equals(Topics.SYNC)) {
                    SyncRequest request = Bodies.readSyncRequest(payload, 1_000, 500);
                    ServerModel.Page page = model.sync(request);
                    deliver(page.messages());
                    publish(
                            properties.responseTopic,
                            Bodies.write(page.reply()),
                            properties.correlation,
                            null,
                            Map.of());
                } else if (topic.startsWith(Topics.TYPING)) {
                    assertThat(Bodies.readTyping(payload)).isTrue();
                } else if (topic.startsWith(Topics.TRACK)) {
                    points.add(new String(payload, StandardCharsets.UTF_8));
                } else if (topic.startsWith("api/")) {
                    call(topic.substring("api/".length()), properties, payload);
                } else {
                    submit(topic, properties, payload);
                }
            } catch (BadBodyException e) {
                throw new IOException(e);
            }
        }

        private void call(String call, Properties properties, byte[] payload) {
            MessageId id = MessageId.of(properties.correlation);
            Request request = new Request(call, id, new String(payload, StandardCharsets.UTF_8));
            boolean asksForRemoved = call.equals("message/removed");
            if (!asksForRemoved) {
                requests.add(request);
            }
            Answer answer = asksForRemoved ? Answer.of(removed) : api.apply(request);
            if (answer != null) {
                publish(properties.responseTopic, answer.body(), id.toBytes(), answer.contentType(), Map.of());
            }
        }

        private void submit(String topic, Properties properties, byte[] payload) throws BadBodyException {
            ConversationId conversation = ConversationId.parse(topic, user).orElseThrow();
            String named = properties.user.get("after");
            MessageId after = named == null ? null : MessageId.parse(named);
            List<Ack> acks = properties.isBatch()
                    ? model.submit(conversation, payload, after).acks()
                    : List.of(model.submit(single(conversation, properties, payload), after));
            acks.forEach(ack -> own.add(ack.id()));
            submitted.add(acks.size());
            publish(properties.responseTopic, Bodies.writeAcks(acks), null, null, Map.of());
            pushLive();
        }

        private static Outgoing single(ConversationId conversation, Properties properties, byte[] payload) {
            MessageId id = MessageId.of(properties.correlation);
            return new Outgoing(id, conversation, null, Content.wrap(payload), 0, 0, false);
        }

        void deliver(List<Input.Arrived> messages) {
            for (List<Input.Arrived> packet : ServerPackets.of(messages, batches ? BATCH_MAX : 1)) {
                delivered.add(packet.size());
                Incoming first = packet.get(0).message();
                String topic = "inbox/" + user + "/" + first.conversation().seenBy(user);
                if (packet.size() > 1) {
                    publish(topic, ServerPackets.batch(packet), null, Batches.CONTENT_TYPE, Map.of());
                } else {
                    publish(
                            topic,
                            first.content().toBytes(),
                            first.id().toBytes(),
                            first.contentType(),
                            headers(packet.get(0)));
                }
            }
        }

        private static Map<String, String> headers(Input.Arrived it) {
            Map<String, String> headers = new HashMap<>();
            headers.put("seq", "" + it.message().seq());
            headers.put("from", it.message().from().value());
            headers.put("at", "1");
            if (it.floor() > 0) {
                headers.put("floor", "" + it.floor());
            }
            return headers;
        }

        void publish(
                String topic,
                byte[] payload,
                byte @Nullable [] correlation,
                @Nullable String contentType,
                Map<String, String> user) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream properties = new DataOutputStream(bytes);
                if (correlation != null) {
                    properties.writeByte(0x09);
                    properties.writeShort(correlation.length);
                    properties.write(correlation);
                }
                if (contentType != null) {
                    properties.writeByte(0x03);
                    properties.writeUTF(contentType);
                }
                for (Map.Entry<String, String> entry : user.entrySet()) {
                    properties.writeByte(0x26);
                    properties.writeUTF(entry.getKey());
                    properties.writeUTF(entry.getValue());
                }
                send(0x30, out -> {
                    out.writeUTF(topic);
                    writeVarint(out, bytes.size());
                    out.write(bytes.toByteArray());
                    out.write(payload);
                });
            } catch (IOException e) {
                connections.remove(this);
            }
        }

        private synchronized void send(int header, Writer writer) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            writer.write(new DataOutputStream(body));
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(packet);
            out.writeByte(header);
            writeVarint(out, body.size());
            out.write(body.toByteArray());
            peer.getOutputStream().write(packet.toByteArray());
        }
    }

    @FunctionalInterface
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static int varint(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            value |= (part & 0x7F) << shift;
            if (part < 0x80) {
                return value;
            }
        }
    }

    private static void writeVarint(DataOutputStream out, int value) throws IOException {
        int rest = value;
        while (rest > 0x7F) {
            out.writeByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** The properties of one packet, those that matter here. */
    private static final class Properties {
        final Map<String, String> user = new HashMap<>();
        byte @Nullable [] correlation;
        String responseTopic = "";
        String contentType = "";

        boolean isBatch() {
            return contentType.equals(Batches.CONTENT_TYPE);
        }

        Properties(DataInputStream packet) throws IOException {
            byte[] bytes = packet.readNBytes(varint(packet));
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            while (in.available() > 0) {
                int property = in.readUnsignedByte();
                switch (property) {
                    case 0x26 -> user.put(in.readUTF(), in.readUTF());
                    case 0x09 -> correlation = in.readNBytes(in.readUnsignedShort());
                    case 0x08 -> responseTopic = in.readUTF();
                    case 0x03 -> contentType = in.readUTF();
                    case 0x02, 0x11, 0x27 -> in.readInt();
                    case 0x21, 0x22, 0x23 -> in.readShort();
                    case 0x01, 0x17, 0x19 -> in.readByte();
                    default -> throw new EOFException("property " + property);
                }
            }
        }
    }
}
