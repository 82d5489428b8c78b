package io.parley.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.Readers;
import io.parley.broker.conversation.Submission;
import io.parley.broker.endpoint.Arrival;
import io.parley.broker.location.Grant;
import io.parley.broker.location.Granted;
import io.parley.broker.location.Need;
import io.parley.broker.location.TrackPoint;
import io.parley.broker.location.TrackStatus;
import io.parley.broker.location.nearest.Free;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Position;
import io.parley.broker.storage.Presence;
import io.parley.broker.storage.SignInPolicy;
import io.parley.broker.storage.Spans;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.GroupName;
import io.parley.protocol.MessageId;
import io.parley.protocol.Precision;
import io.parley.protocol.Reason;
import io.parley.protocol.Refusal;
import io.parley.protocol.TrackName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.LocationPoint;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterSerializerTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);
    private static final EndpointId PHONE = new EndpointId(ALICE, "phone-☎");
    private static final MessageId ID = new MessageId(0x0198_0000_0000_7000L, 0x8000_0000_0000_0001L);

    private static final TrackName WALK = new TrackName("walk");
    private static final TrackPoint POINT = point();

    private static TrackPoint point() {
        LocationPoint point = LocationPoint.of(47.14, 9.52, 1_700_000_000_000L, 5);
        return new TrackPoint(ALICE, point, Content.wrap(point.toJson()));
    }

    private ActorSystem<Void> system;
    private ClusterSerializer serializer;
    private ActorRef<EndpointMessage> session;
    private ActorRef<GatewayMessage> gateway;
    private ActorRef<WatcherMessage> watcher;
    private ActorRef<HubMessage> hub;
    private ActorRef<TrackMessage> track;
    private ActorRef<CellMessage.Answer> asker;

    @BeforeAll
    void start() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "test",
                ConfigFactory.parseString("pekko.actor.provider = local, pekko.loglevel = WARNING")
                        .withFallback(ConfigFactory.defaultReference()));
        serializer = new ClusterSerializer((ExtendedActorSystem) Adapter.toClassic(system));
        session = system.systemActorOf(Behaviors.empty(), "session", Props.empty());
        watcher = system.systemActorOf(Behaviors.empty(), "watcher", Props.empty());
        hub = system.systemActorOf(Behaviors.empty(), "hub", Props.empty());
        track = system.systemActorOf(Behaviors.empty(), "track", Props.empty());
        asker = system.systemActorOf(Behaviors.empty(), "asker", Props.empty());
        gateway = system.systemActorOf(Behaviors.empty(), "gateway", Props.empty());
    }

    @AfterAll
    void stop() {
        system.terminate();
    }

    Stream<Object> messages() {
        Block block = new Block(
                CHAT,
                1,
                7,
                99,
                List.of(
                        new StoredMessage(41, ID, ALICE, "phone", 1_000, 0, "text/plain", Content.ofText("hi")),
                        new StoredMessage(42, ID, BOB, "laptop", 1_001, 2_000, "", Content.EMPTY)));
        Submission plain = new Submission(CHAT, PHONE, 5, ID, null, 0, "", Content.EMPTY);
        Submission full = new Submission(
                CHAT, PHONE, Long.MAX_VALUE, ID, new MessageId(1, 2), 60_000, "text/plain", Content.ofText("hello"));
        return Stream.of(
                new ConversationMessage.Submit(List.of(plain), gateway),
                new ConversationMessage.Submit(List.of(full, plain), gateway),
                new ConversationMessage.Receipt(CHAT, PHONE, 42, 0, session),
                new ConversationMessage.AskHead(CHAT, BOB, 77, session),
                new ConversationMessage.Away(CHAT, BOB, 77),
                new ConversationMessage.Clear(CHAT, BOB, session),
                new ConversationMessage.Refresh(CHAT, session),
                new ConversationMessage.Typing(CHAT, BOB, true),
                new ConversationMessage.AskReaders(CHAT, BOB, 42, session),
                new UserMessage.Committed(BOB, 77, block),
                new UserMessage.Touched(BOB, CHAT),
                new UserMessage.Event(BOB, "typing", Content.ofText("{}")),
                new UserMessage.Receipted(BOB, CHAT, ALICE, new UserMarks(42, 7)),
                new UserMessage.Expired(ALICE, CHAT, 42, ID),
                new UserMessage.Online(PHONE, session),
                new UserMessage.Offline(PHONE, session),
                new EndpointMessage.Registered(true, 77),
                new EndpointMessage.Registered(false, 1),
                new EndpointMessage.Committed(block),
                new EndpointMessage.Receipted(CHAT, ALICE, new UserMarks(42, 7)),
                new EndpointMessage.Expired(CHAT, 42, ID),
                new EndpointMessage.HeadOf(
                        CHAT,
                        new Head(42, Map.of(ALICE, UserMarks.NONE, BOB, new UserMarks(3, 2, 1, 2)), Spans.ALL, 1),
                        7),
                new EndpointMessage.HeadOf(
                        CHAT,
                        new Head(0, Map.of(), Spans.NONE.opened(7).closed(9).opened(20), 7),
                        0),
                new EndpointMessage.Touched(CHAT),
                new EndpointMessage.Event("typing", Content.ofText("{}")),
                new EndpointMessage.Done(CHAT),
                new EndpointMessage.ReadersOf(CHAT, new Readers(3, 2, 1, List.of(ALICE, BOB), List.of(BOB))),
                new EndpointMessage.ReceiptRefused(CHAT, new Refusal(Reason.BEYOND_LAST, "received 50, last is 42")),
                new EndpointMessage.TakenOver(),
                new UserMessage.Watch(BOB, watcher),
                new UserMessage.Unwatch(BOB, watcher),
                new UserMessage.AskPresence(BOB, watcher),
                new WatcherMessage.Told(BOB, new Presence(true, 1_000)),
                new WatcherMessage.Forgotten(BOB),
                new GatewayMessage.SignOut(PHONE),
                new GatewayMessage.Arrived(new Arrival(PHONE, "phone", 1_000, SignInPolicy.ONE_PER_KIND)),
                new CellMessage.Put(
                        0x851f_8dbf_ffff_fffL,
                        new Free(new GroupName("taxi"), ALICE, new Position(-47.1234567, 179.9999999), 7, 9)),
                new CellMessage.Gone(5, new GroupName("taxi"), ALICE, 7),
                new CellMessage.Ask(5, new GroupName("taxi"), new Position(47.1, 9.5), 3, 5_000.5, asker),
                new CellMessage.Answer(List.of(
                        new Free.Found(ALICE, new Position(47.1, 9.5), 7, 123.456),
                        new Free.Found(BOB, new Position(-90, -180), 8, 0))),
                new CellMessage.Answer(List.of()),
                new TrackMessage.Join(WALK, hub, 7, ALICE),
                new TrackMessage.Leave(WALK, hub, 7),
                new TrackMessage.Point(WALK, hub, 7, ALICE, POINT.point(), POINT.body()),
                new TrackMessage.Watch(WALK, hub, Map.of(ALICE, Need.CLOSE, BOB, Need.LIST)),
                new TrackMessage.Watch(WALK, hub, Map.of()),
                new TrackMessage.Refresh(WALK, hub),
                new TrackMessage.Forget(WALK, 77, hub),
                new TrackMessage.AskStatus(WALK, hub),
                new HubMessage.Joined(WALK, 7, 1_000, track),
                new HubMessage.Refused(WALK, 7, new Refusal(Reason.ENDED, "the track walk has ended")),
                new HubMessage.Period(WALK, 7, 15_000),
                new HubMessage.Granted(new Granted(
                        WALK,
                        9,
                        15_000,
                        Map.of(BOB, new Grant(Precision.CITY, Long.MAX_VALUE), ALICE, new Grant(Precision.EXACT, 5)),
                        POINT)),
                new HubMessage.Granted(new Granted(WALK, 9, 15_000, Map.of(), null)),
                new HubMessage.Point(WALK, 9, POINT),
                new HubMessage.Ended(WALK),
                new HubMessage.Moved(WALK),
                new HubMessage.Done(WALK),
                new HubMessage.Status(new TrackStatus(1_000, 1, 2, 3, 40, Map.of("jump", 2L), POINT)),
                new HubMessage.Status(new TrackStatus(300_000, 0, 0, 0, 0, Map.of(), null)),
                new GatewayMessage.TracksOf(Set.of(ALICE, BOB)),
                new GatewayMessage.AskConnected(ALICE, gateway),
                new GatewayMessage.Connected(Set.of()),
                new GatewayMessage.Connected(Set.of("phone-☎")),
                new GatewayMessage.Acks(
                        9,
                        List.of(
                                Ack.accepted(ID, 41, 1_000),
                                Ack.duplicate(ID, 41, 1_000),
                                Ack.rejected(ID, Reason.BUSY, 500))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void should_read_back_what_it_wrote(Object message) throws Exception {
        byte[] bytes = serializer.toBinary(message);
        assertThat(bytes[0]).isEqualTo(ClusterSerializer.VERSION);
        assertThat(serializer.fromBinary(bytes, serializer.manifest(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void should_refuse_every_cut_and_what_follows(Object message) {
        byte[] bytes = serializer.toBinary(message);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serializer.fromBinary(cut, serializer.manifest(message)))
                    .isInstanceOf(NotSerializableException.class);
        }
        assertThatThrownBy(() ->
                        serializer.fromBinary(Arrays.copyOf(bytes, bytes.length + 1), serializer.manifest(message)))
                .isInstanceOf(NotSerializableException.class);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void should_answer_damage_with_a_message_or_a_refusal_and_nothing_else(Object message) {
        byte[] bytes = serializer.toBinary(message);
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                assertThat(serializer.fromBinary(damaged, serializer.manifest(message)))
                        .isInstanceOf(ClusterMessage.class);
            } catch (NotSerializableException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void should_have_a_round_trip_for_every_type() {
        assertThat(ClusterCodec.types())
                .containsExactlyInAnyOrderElementsOf(
                        messages().<Class<?>>map(Object::getClass).distinct().toList());
        assertThat(ClusterCodec.types()).allMatch(ClusterMessage.class::isAssignableFrom);
    }

    @Test
    void should_refuse_other_versions_and_unknown_kinds() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[] {2}, "et"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("this reads 1");
        assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1}, "zz"))
                .isInstanceOf(NotSerializableException.class);
    }
}
