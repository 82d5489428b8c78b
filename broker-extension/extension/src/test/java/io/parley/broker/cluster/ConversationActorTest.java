package io.parley.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.broker.KindsOfRules;
import io.parley.broker.contact.OpenChats;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.Submission;
import io.parley.broker.conversation.TestSettings;
import io.parley.broker.group.GroupLimits;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.Content;
import io.parley.protocol.ContentTypes;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import io.parley.protocol.json.Amendment;
import io.parley.protocol.json.Contents;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shell around the core: messages in, answers out, rest and end. What is decided is tested at the core. */
class ConversationActorTest {
    private static final UserName ALICE = new UserName("alice");
    private static final UserName BOB = new UserName("bob");
    private static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);
    private static final EndpointId PHONE = new EndpointId(ALICE, "phone");

    private final ActorSystem<SpawnProtocol.Command> system =
            ActorSystem.create(Behaviors.setup(context -> SpawnProtocol.create()), "test");
    private final ExecutorService storeThread = Executors.newSingleThreadExecutor();
    private final MemoryStorage storage = new MemoryStorage(storeThread);
    private final Queue<GatewayMessage> answers = new ConcurrentLinkedQueue<>();
    private final Queue<EndpointMessage> toSession = new ConcurrentLinkedQueue<>();
    private final Queue<UserMessage> toUsers = new ConcurrentLinkedQueue<>();
    private final Queue<ClusterSharding.ShardCommand> toShard = new ConcurrentLinkedQueue<>();
    private final ActorRef<GatewayMessage> gateway = spawn(collecting(answers));
    private final ActorRef<EndpointMessage> session = spawn(collecting(toSession));
    private final TestSettings settings = new TestSettings();
    private long ids;

    @AfterEach
    void end() {
        system.terminate();
        storeThread.shutdown();
    }

    private static <T> Behavior<T> collecting(Queue<T> queue) {
        return Behaviors.receiveMessage(message -> {
            queue.add(message);
            return Behaviors.same();
        });
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior) {
        return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(behavior, "", Props.empty(), replyTo),
                        Duration.ofSeconds(5),
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    private ActorRef<ConversationMessage> owner() {
        return spawn(ConversationActor.create(
                CHAT,
                storage.conversations(),
                new KindsOfRules(
                        new OpenChats(user -> !user.value().equals("nobody")),
                        storage.groups(),
                        GroupLimits.DEFAULT,
                        storage.amendments()),
                toUsers::add,
                Clock.systemUTC(),
                settings.build(),
                spawn(collecting(toShard)),
                ConversationObserver.NONE));
    }

    private Submission message(String text) {
        MessageId id = new MessageId(System.currentTimeMillis() << 16 | 0x7000, 0x8000000000000000L | ++ids);
        return new Submission(CHAT, PHONE, 7, id, null, 0, "text/plain", Content.ofText(text));
    }

    private List<Ack> acks() {
        return answers.stream()
                .flatMap(answer -> ((GatewayMessage.Acks) answer).acks().stream())
                .toList();
    }

    @Test
    void should_answer_deliver_and_tell_receipts() {
        ActorRef<ConversationMessage> owner = owner();
        for (int i = 0; i < 500; i++) {
            owner.tell(new ConversationMessage.Submit(List.of(message("text " + i)), gateway));
        }
        await().until(() -> acks().size() == 500);
        assertThat(acks()).extracting(Ack::seq).isSorted().doesNotHaveDuplicates();
        owner.tell(new ConversationMessage.Receipt(CHAT, new EndpointId(BOB, "phone"), 500, 0, session));
        await().until(() -> toUsers.stream().anyMatch(UserMessage.Receipted.class::isInstance));
        owner.tell(new ConversationMessage.AskHead(CHAT, BOB, 0, session));
        owner.tell(new ConversationMessage.Receipt(CHAT, PHONE, 501, 0, session));
        await().until(() -> toSession.size() == 2);
        assertThat(((EndpointMessage.HeadOf) toSession.remove()).head().last()).isEqualTo(500);
        assertThat(((EndpointMessage.ReceiptRefused) toSession.remove())
                        .refusal()
                        .reason())
                .isEqualTo(Reason.BEYOND_LAST);
    }

    @Test
    void should_finish_what_is_in_flight_before_it_stops() {
        ActorRef<ConversationMessage> owner = owner();
        owner.tell(new ConversationMessage.Submit(List.of(message("last words")), gateway));
        owner.tell(new ConversationMessage.Stop());
        await().until(() -> acks().size() == 1);
        assertThat(acks().get(0).status()).isEqualTo(Ack.Status.ACCEPTED);
        ActorRef<ConversationMessage> next = owner();
        next.tell(new ConversationMessage.Submit(List.of(message("goes on")), gateway));
        await().until(() -> acks().size() == 2);
        assertThat(acks().get(1).seq()).isEqualTo(2);
    }

    @Test
    void should_ask_for_rest_when_idle() {
        settings.idleMillis = 100;
        ActorRef<ConversationMessage> owner = owner();
        owner.tell(new ConversationMessage.Submit(List.of(message("once")), gateway));
        await().until(() -> acks().size() == 1);
        await().until(() -> !toShard.isEmpty());
    }

    @Test
    void should_try_a_store_that_throws_again() {
        storeThread.shutdown();
        settings.pendingPatienceMillis = 300;
        ActorRef<ConversationMessage> owner = owner();
        owner.tell(new ConversationMessage.Submit(List.of(message("no store")), gateway));
        await().until(() -> acks().size() == 1);
        assertThat(acks().get(0).reason()).isEqualTo(Reason.BUSY);
    }

    private Submission amendment(long seq) {
        MessageId id = new MessageId(System.currentTimeMillis() << 16 | 0x7000, 0x8000000000000000L | ++ids);
        byte[] content = Contents.write(new Amendment(Amendment.Kind.REACT, seq, "+1", "", ""));
        return new Submission(CHAT.amendments(), PHONE, 7, id, null, 0, ContentTypes.AMENDMENT, Content.wrap(content));
    }

    /** Nobody has been there: neither rules nor side log are known. */
    @Test
    void should_take_an_amendment_as_the_first_thing_it_hears() {
        owner().tell(new ConversationMessage.Submit(List.of(message("hello")), gateway));
        await().until(() -> acks().size() == 1);
        owner().tell(new ConversationMessage.Submit(List.of(amendment(1)), gateway));
        await().until(() -> acks().size() == 2);
        assertThat(acks().get(1).status()).isEqualTo(Ack.Status.ACCEPTED);
    }

    @Test
    void should_know_of_the_side_log_in_the_first_head_it_tells() {
        ActorRef<ConversationMessage> first = owner();
        first.tell(new ConversationMessage.Submit(List.of(message("hello")), gateway));
        first.tell(new ConversationMessage.Submit(List.of(amendment(1)), gateway));
        await().until(() -> acks().size() == 2);
        for (int i = 0; i < 20; i++) {
            owner().tell(new ConversationMessage.AskHead(CHAT, BOB, 0, session));
        }
        await().until(() -> toSession.size() == 20);
        assertThat(toSession)
                .allSatisfy(it -> assertThat(((EndpointMessage.HeadOf) it).amendmentsLast())
                        .isEqualTo(1));
        toSession.clear();
        // of the side log both, the conversation's first
        owner().tell(new ConversationMessage.AskHead(CHAT.amendments(), BOB, 0, session));
        await().until(() -> toSession.size() == 2);
        assertThat(toSession)
                .extracting(it -> ((EndpointMessage.HeadOf) it).conversation())
                .containsExactly(CHAT, CHAT.amendments());
    }

    @Test
    void should_clear_and_count_readers_when_it_is_woken_for_that() {
        owner().tell(new ConversationMessage.Submit(List.of(message("hello")), gateway));
        await().until(() -> acks().size() == 1);
        owner().tell(new ConversationMessage.AskReaders(CHAT, ALICE, 1, session));
        owner().tell(new ConversationMessage.Clear(CHAT, BOB, session));
        await().until(() -> toSession.size() == 2);
        assertThat(toSession).anySatisfy(it -> assertThat(it).isInstanceOf(EndpointMessage.Done.class));
        assertThat(toSession)
                .filteredOn(EndpointMessage.ReadersOf.class::isInstance)
                .singleElement()
                .satisfies(it -> assertThat(
                                ((EndpointMessage.ReadersOf) it).readers().of())
                        .isEqualTo(1));
    }
}
