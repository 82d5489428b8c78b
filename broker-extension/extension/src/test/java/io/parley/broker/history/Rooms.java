package io.parley.broker.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.broker.amend.AmendmentCalls;
import io.parley.broker.api.Asking;
import io.parley.broker.api.Call;
import io.parley.broker.api.Calls;
import io.parley.broker.cluster.ClusterNode;
import io.parley.broker.cluster.Nodes;
import io.parley.broker.contact.ChatStandings;
import io.parley.broker.contact.Policies;
import io.parley.broker.conversation.Proposals;
import io.parley.broker.conversation.Submission;
import io.parley.broker.delivery.EndpointKind;
import io.parley.broker.group.GroupCalls;
import io.parley.broker.group.GroupReads;
import io.parley.broker.group.GroupStandings;
import io.parley.broker.list.ConversationList;
import io.parley.broker.list.ListCalls;
import io.parley.broker.list.Standing;
import io.parley.broker.schedule.ScheduleCalls;
import io.parley.broker.schedule.SchedulerSettings;
import io.parley.broker.schedule.Sending;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.EndpointId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One node over memory with the calls of users: started once for the tests of a class, each of which has names of its own. */
public final class Rooms implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Nodes nodes = new Nodes();
    private final ClusterNode node;
    private final Clock now = Clock.systemUTC();
    private final Asking today;
    private final Asking tomorrow;
    private final Map<String, Nodes.Client> online = new ConcurrentHashMap<>();

    public Rooms() throws Exception {
        node = nodes.start();
        today = new Asking(new Calls(calls(now)));
        tomorrow = new Asking(new Calls(calls(Clock.offset(now, Duration.ofDays(1)))));
        node.runScheduler(
                nodes.storage().schedules(),
                new Sending(
                        nodes.storage().schedules(),
                        message -> node.propose(new Submission(
                                message.conversation(),
                                new EndpointId(message.user(), "$schedule"),
                                0,
                                message.id(),
                                null,
                                0,
                                message.contentType(),
                                message.content())),
                        over -> node.tell(over.message().user(), "scheduled", ScheduleCalls.event(over)),
                        now),
                SchedulerSettings.DEFAULT);
    }

    private List<Call> calls(Clock clock) {
        MemoryStorage storage = nodes.storage();
        History history = new History(node, storage.conversations(), storage.hidden());
        Standing.Source groups = new GroupStandings(storage.groups());
        Standing.Source chats = new ChatStandings(
                storage.contacts(), storage.profiles(), new Policies(storage.profiles(), storage.contacts()), clock);
        ConversationList list = new ConversationList(
                storage.endpoints(),
                storage.lists(),
                node,
                history,
                storage.conversations(),
                storage.amendments(),
                (conversation, viewer) -> (conversation.isGroup() ? groups : chats).of(conversation, viewer));
        GroupCalls.Consent anybody = (by, user) -> CompletableFuture.completedStage(true);
        List<Call> calls = new ArrayList<>();
        calls.addAll(new AmendmentCalls(node, history, storage.groups(), storage.amendments(), clock).calls());
        calls.addAll(new MessageCalls(node, history, storage.hidden(), storage.amendments(), node, clock).calls());
        calls.addAll(new RemovedCalls(storage.hidden(), clock).calls());
        calls.addAll(new ListCalls(list, storage.lists(), storage.hidden(), node, node, clock).calls());
        calls.addAll(new ScheduleCalls(storage.schedules(), clock).calls());
        calls.addAll(new GroupCalls(new Proposals(node, storage.conversations()), anybody, anybody, clock).calls());
        calls.addAll(new GroupReads(storage.groups(), storage.endpoints()).calls());
        return calls;
    }

    Calls calls() {
        return new Calls(calls(now));
    }

    /** A name nobody else has. */
    public String name(String stem) {
        return stem + NUMBERS.incrementAndGet();
    }

    public Asking asking() {
        return today;
    }

    /** The same calls as they are answered a day from now. */
    public Asking tomorrow() {
        return tomorrow;
    }

    public MemoryStorage storage() {
        return nodes.storage();
    }

    public JsonNode ask(String user, String call, String body) {
        return today.ask(user, call, body);
    }

    /** @return its seq */
    public long say(String user, String conversation, String text) {
        return ask(user, "message/send", "{'conversation':'" + conversation + "','text':'" + text + "'}")
                .path("seq")
                .asLong();
    }

    /** What the user's laptop is told by events while this test lasts. */
    public List<String> eventsOf(String user) {
        Nodes.Client client = online.computeIfAbsent(user, fresh -> {
            Nodes.Client laptop = nodes.connect(node, user, "laptop", EndpointKind.PARLEY);
            laptop.sync();
            // told what is unread, it is online
            Awaitility.await().until(() -> !laptop.events.isEmpty());
            return laptop;
        });
        return client.events;
    }

    @Override
    public void close() {
        nodes.close();
    }

    /** Hands the one instance of a class to the constructors of its tests. */
    public static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Rooms.class;
        }

        @Override
        public Rooms resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext testClass = context;
            while (testClass.getTestMethod().isPresent()) {
                testClass = testClass.getParent().orElseThrow();
            }
            return testClass
                    .getStore(ExtensionContext.Namespace.create(Rooms.class))
                    .getOrComputeIfAbsent(Rooms.class, first -> started(), Rooms.class);
        }

        private static Rooms started() {
            try {
                return new Rooms();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }
    }
}
