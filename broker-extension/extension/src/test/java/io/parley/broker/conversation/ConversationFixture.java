package io.parley.broker.conversation;

import io.parley.broker.contact.ChatRules;
import io.parley.broker.contact.Chats;
import io.parley.broker.contact.OpenChats;
import io.parley.broker.storage.Block;
import io.parley.broker.storage.StoredMessage;
import io.parley.broker.storage.UserMarks;
import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Refusal;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Ack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Alice and bob, one conversation, one owner at a time, and everything it said. */
final class ConversationFixture implements VirtualOwner.Users {
    static final UserName ALICE = new UserName("alice");
    static final UserName BOB = new UserName("bob");
    static final ConversationId CHAT = ConversationId.chat(ALICE, BOB);
    static final EndpointId PHONE = new EndpointId(ALICE, "phone");
    static final EndpointId LAPTOP = new EndpointId(ALICE, "laptop");
    static final EndpointId BOBS = new EndpointId(BOB, "bobs");

    record Expired(UserName sender, long seq) {}

    record Receipted(UserName user, UserName whose, UserMarks marks) {}

    final VirtualTime time = new VirtualTime(1_700_000_000_000L);
    final FaultyStore store = new FaultyStore(time);
    final Map<MessageId, List<Ack>> acks = new LinkedHashMap<>();
    final Map<UserName, List<Block>> delivered = new LinkedHashMap<>();
    final List<Receipted> receipted = new ArrayList<>();
    final List<Expired> expired = new ArrayList<>();
    final List<Refusal> refused = new ArrayList<>();
    final Set<UserName> accounts = new LinkedHashSet<>(List.of(ALICE, BOB));
    final Chats chats = new OpenChats(accounts::contains);
    ConversationSettings settings = ConversationSettings.DEFAULT;
    VirtualOwner owner;
    private long ids;

    ConversationFixture() {
        this(ConversationSettings.DEFAULT);
    }

    ConversationFixture(ConversationSettings settings) {
        this.settings = settings;
        this.owner = newOwner();
    }

    private VirtualOwner newOwner() {
        return new VirtualOwner(
                CHAT, time, store, new ChatRules(CHAT, chats), this, settings, ConversationObserver.NONE);
    }

    /** The owner dies; another takes its place. */
    void restart() {
        owner.kill();
        owner = newOwner();
    }

    MessageId newId() {
        return MessageIds.v7(time.millis(), ++ids);
    }

    Submission message(EndpointId from, MessageId id, String text) {
        return new Submission(CHAT, from, 1, id, null, 0, "text/plain", Content.ofText(text));
    }

    Submission following(EndpointId from, MessageId id, MessageId after) {
        return new Submission(CHAT, from, 1, id, after, 0, "text/plain", Content.ofText("after"));
    }

    Submission expiring(EndpointId from, MessageId id, long millis) {
        return new Submission(CHAT, from, 1, id, null, millis, "text/plain", Content.ofText("soon gone"));
    }

    /** Sends and returns without waiting. */
    MessageId send(Submission submission) {
        owner.submit(
                submission,
                (connection, answers) ->
                        answers.forEach(ack -> acks.computeIfAbsent(ack.id(), fresh -> new ArrayList<>())
                                .add(ack)));
        return submission.id();
    }

    MessageId send(EndpointId from, String text) {
        return send(message(from, newId(), text));
    }

    /** Sends and waits for the answer. */
    Ack ask(Submission submission) {
        int before = acks.getOrDefault(submission.id(), List.of()).size();
        send(submission);
        for (int i = 0; i < 1_000; i++) {
            List<Ack> answers = acks.getOrDefault(submission.id(), List.of());
            if (answers.size() > before) {
                return answers.get(answers.size() - 1);
            }
            time.pass(10);
        }
        throw new AssertionError("no answer to " + submission.id());
    }

    Ack ask(EndpointId from, String text) {
        return ask(message(from, newId(), text));
    }

    void sendMany(EndpointId from, int count) {
        for (int i = 0; i < count; i++) {
            ask(from, "filler " + i);
        }
    }

    List<Ack> answersTo(MessageId id) {
        return acks.getOrDefault(id, List.of());
    }

    Ack onlyAnswerTo(MessageId id) {
        List<Ack> answers = answersTo(id);
        if (answers.size() != 1) {
            throw new AssertionError(answers.size() + " answers to " + id + ": " + answers);
        }
        return answers.get(0);
    }

    void receipt(EndpointId from, long received, long read) {
        owner.receipt(from, received, read, refused::add);
    }

    List<StoredMessage> log() {
        return store.log(CHAT);
    }

    List<String> texts() {
        return log().stream().map(message -> message.content().asText()).toList();
    }

    List<Long> deliveredTo(UserName user) {
        return delivered.getOrDefault(user, List.of()).stream()
                .flatMap(block -> block.messages().stream())
                .map(StoredMessage::seq)
                .toList();
    }

    @Override
    public void committed(UserName user, Block block) {
        delivered.computeIfAbsent(user, fresh -> new ArrayList<>()).add(block);
    }

    @Override
    public void receipted(UserName user, UserName whose, UserMarks marks) {
        receipted.add(new Receipted(user, whose, marks));
    }

    @Override
    public void expired(UserName sender, long seq, MessageId id) {
        expired.add(new Expired(sender, seq));
    }
}
