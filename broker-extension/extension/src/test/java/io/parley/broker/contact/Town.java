package io.parley.broker.contact;

import io.parley.broker.api.Answer;
import io.parley.broker.api.Api;
import io.parley.broker.api.ApiObserver;
import io.parley.broker.api.ApiSettings;
import io.parley.broker.api.Call;
import io.parley.broker.api.Caller;
import io.parley.broker.api.Calls;
import io.parley.broker.conversation.ConversationObserver;
import io.parley.broker.conversation.ConversationSettings;
import io.parley.broker.conversation.FaultyStore;
import io.parley.broker.conversation.Head;
import io.parley.broker.conversation.MessageIds;
import io.parley.broker.conversation.Owners;
import io.parley.broker.conversation.Proposals;
import io.parley.broker.conversation.Readers;
import io.parley.broker.conversation.Submission;
import io.parley.broker.conversation.VirtualOwner;
import io.parley.broker.conversation.VirtualTime;
import io.parley.broker.storage.Account;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.Contact;
import io.parley.broker.storage.Relation;
import io.parley.broker.storage.StorageException;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.Stores;
import io.parley.broker.storage.UserMarks;
import io.parley.broker.storage.memory.MemoryStorage;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** People with accounts, the owners of their chats in virtual time, and the calls of the room over both. */
final class Town implements Owners, VirtualOwner.Users {
    static final UserName ALICE = new UserName("alice");
    static final UserName BOB = new UserName("bob");
    static final UserName CAROL = new UserName("carol");
    static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);
    static final int REQUESTS_MAX = 3;

    final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    final FaultyStore log = new FaultyStore(time);
    final MemoryStorage people = new MemoryStorage(Runnable::run);
    final Map<UserName, List<StoredMessage>> told = new HashMap<>();
    final Set<UserName> touched = new LinkedHashSet<>();
    final List<String> events = new ArrayList<>();
    final Calls calls;
    boolean savesFail;

    private final Map<ConversationId, VirtualOwner> owners = new HashMap<>();
    private final Api api;
    private long ids;

    Town() {
        for (UserName user : List.of(ALICE, BOB, CAROL)) {
            Stores.await(people.accounts().create(new Account(user, "$argon2id$one", 1)));
        }
        Policies policies = new Policies(people.profiles(), people.contacts());
        Clock clock = clock();
        ContactLimits limits = new ContactLimits(
                REQUESTS_MAX,
                ContactLimits.DEFAULT.lifetimeMin(),
                ContactLimits.DEFAULT.lifetimeDefault(),
                ContactLimits.DEFAULT.lifetimeMax());
        calls = new Calls(Stream.of(
                        new ContactCalls(new Proposals(this, log), people.contacts(), limits, clock).calls(),
                        new BlockCalls(this, people.profiles(), people.contacts(), clock).calls(),
                        new ContactList(people.contacts(), people.profiles(), policies, clock).calls(),
                        new ProfileCalls(people.profiles(), policies, this::event).calls(),
                        new UserCalls(people.profiles(), policies).calls())
                .flatMap(List::stream)
                .toList());
        api = new Api(calls, ApiSettings.DEFAULT, () -> 0, ApiObserver.NONE);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(time.millis());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    /** The real thing, but that saving may fail without anybody knowing whether it happened. */
    private final class ShakyChats implements Chats {
        private final Chats chats = new StoredChats(people.profiles(), people.contacts());

        @Override
        public CompletionStage<Optional<ChatState>> read(ConversationId chat) {
            return chats.read(chat);
        }

        @Override
        public CompletionStage<Void> save(ConversationId chat, Relation relation) {
            return savesFail
                    ? CompletableFuture.failedFuture(new StorageException("timed out", true, null))
                    : chats.save(chat, relation);
        }
    }

    // ---- the owners

    VirtualOwner owner(ConversationId chat) {
        return owners.computeIfAbsent(
                chat,
                it -> new VirtualOwner(
                        it,
                        time,
                        log,
                        new ChatRules(it, new ShakyChats()),
                        this,
                        ConversationSettings.DEFAULT,
                        ConversationObserver.NONE));
    }

    /** All owners die; the next message to a chat makes another. */
    void restart() {
        owners.values().forEach(VirtualOwner::kill);
        owners.clear();
    }

    @Override
    public CompletionStage<Ack> propose(Submission submission) {
        CompletableFuture<Ack> answer = new CompletableFuture<>();
        owner(submission.conversation()).submit(submission, (connection, acks) -> answer.complete(acks.get(0)));
        return answer;
    }

    @Override
    public CompletionStage<Void> refresh(ConversationId conversation) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        owner(conversation).refresh(() -> done.complete(null));
        return done;
    }

    @Override
    public CompletionStage<Head> head(ConversationId conversation, UserName viewer) {
        CompletableFuture<Head> answer = new CompletableFuture<>();
        owner(conversation).askHead(viewer, 0, answer::complete);
        return answer;
    }

    @Override
    public CompletionStage<Readers> readers(ConversationId conversation, UserName viewer, long seq) {
        throw new UnsupportedOperationException("no test asks for readers");
    }

    @Override
    public CompletionStage<Void> clear(ConversationId conversation, UserName user) {
        throw new UnsupportedOperationException("no test clears");
    }

    @Override
    public void typing(ConversationId conversation, UserName from, boolean typing) {
        throw new UnsupportedOperationException("no test types through here");
    }

    @Override
    public void committed(UserName user, Block block) {
        told.computeIfAbsent(user, fresh -> new ArrayList<>()).addAll(block.messages());
    }

    @Override
    public void touched(UserName user) {
        touched.add(user);
    }

    @Override
    public void receipted(UserName user, UserName whose, UserMarks marks) {}

    @Override
    public void expired(UserName sender, long seq, MessageId id) {}

    private void event(UserName user, String kind, byte[] json) {
        events.add(user + " " + kind + " " + new String(json, StandardCharsets.UTF_8));
    }

    // ---- what a test does

    MessageId newId() {
        return MessageIds.v7(time.millis(), ++ids);
    }

    static EndpointId phone(UserName user) {
        return new EndpointId(user, user + "-phone");
    }

    Submission message(UserName from, UserName to, String text) {
        return new Submission(
                ConversationId.chat(from, to), phone(from), 1, newId(), null, 0, "text/plain", Content.ofText(text));
    }

    Ack say(UserName from, UserName to, String text) {
        return in(propose(message(from, to, text)));
    }

    /** Lets time pass until it is done. */
    <T> T in(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        for (int i = 0; i < 1_000 && !future.isDone(); i++) {
            time.pass(10);
        }
        if (!future.isDone()) {
            throw new AssertionError("no answer");
        }
        return future.join();
    }

    CompletionStage<Answer> ask(UserName user, MessageId id, String name, String json) {
        return ask(new Caller(user, phone(user), id), name, json);
    }

    CompletionStage<Answer> ask(Caller caller, String name, String json) {
        Call call = calls.named(name);
        return api.run(call, caller, json.getBytes(StandardCharsets.UTF_8));
    }

    /** The reply. */
    String call(UserName user, MessageId id, String name, String json) {
        return in(ask(user, id, name, json))
                .match(reply -> new String(reply.body(), StandardCharsets.UTF_8), refusal -> {
                    throw new AssertionError(name + " of " + user + ": " + refusal);
                });
    }

    String call(UserName user, String name, String json) {
        return call(user, newId(), name, json);
    }

    /** The refusal; one that comes before the call runs as well. */
    Refusal refused(UserName user, String name, String json) {
        return in(ask(user, newId(), name, json))
                .match(
                        reply -> {
                            throw new AssertionError(
                                    name + " of " + user + ": " + new String(reply.body(), StandardCharsets.UTF_8));
                        },
                        refusal -> refusal);
    }

    void befriend(UserName one, UserName other) {
        call(one, "contact/request", "{\"user\":\"" + other + "\"}");
        call(other, "contact/accept", "{\"user\":\"" + one + "\"}");
    }

    /** As the store has it: peer and state. */
    List<String> contactsOf(UserName user) {
        return Stores.await(people.contacts().list(user, Optional.empty(), 100, Optional.empty())).items().stream()
                .map(it -> it.peer() + " " + it.kind().code())
                .toList();
    }

    Optional<Contact> contact(UserName user, UserName peer) {
        return Stores.await(people.contacts().list(user, Optional.empty(), 100, Optional.empty())).items().stream()
                .filter(it -> it.peer().equals(peer))
                .findFirst();
    }

    List<String> textsToldTo(UserName user) {
        return told.getOrDefault(user, List.of()).stream()
                .map(it -> it.content().asText())
                .toList();
    }
}
