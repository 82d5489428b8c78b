package io.parley.cli.messenger;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A messenger without a server: says what its script says, and remembers what it was asked for. */
public final class ScriptedMessenger implements Messenger {
    private static final int PAGE = 50;

    public final List<String> asked = new ArrayList<>();
    public final Map<String, Answer> answers = new HashMap<>();
    public final Map<ConversationId, TreeMap<Long, Item>> logs = new HashMap<>();
    public final List<Summary> summaries = new ArrayList<>();
    public final List<Hit> hits = new ArrayList<>();

    private final UserName me;
    private final InstantSource clock;
    private Listener listener = null;
    private int ids;

    public ScriptedMessenger(String me, InstantSource clock) {
        this.me = new UserName(me);
        this.clock = clock;
    }

    public MessageId id() {
        return MessageId.parse("0190a000-0000-7000-8000-%012d".formatted(++ids));
    }

    public Item item(long seq, String from, String text) {
        return new Item(
                id(),
                seq,
                new UserName(from),
                clock.instant(),
                Item.Body.said(text),
                Delivery.NONE,
                Item.Amendments.NONE);
    }

    /** Puts a message into what the server holds. */
    public Item holds(ConversationId conversation, Item item) {
        logs.computeIfAbsent(conversation, it -> new TreeMap<>()).put(item.seq(), item);
        return item;
    }

    @Override
    public UserName me() {
        return me;
    }

    @Override
    public void begin(Listener it) {
        listener = it;
    }

    public void tell(Consumer<Listener> news) {
        news.accept(listener);
    }

    @Override
    public void list() {
        if (!summaries.isEmpty()) {
            listener.listed(summaries);
        }
    }

    @Override
    public void open(ConversationId conversation) {
        page(conversation, Long.MAX_VALUE);
    }

    @Override
    public void older(ConversationId conversation, long beforeSeq) {
        asked.add("older " + conversation.seenBy(me) + " " + beforeSeq);
        page(conversation, beforeSeq);
    }

    private void page(ConversationId conversation, long before) {
        TreeMap<Long, Item> log = logs.getOrDefault(conversation, new TreeMap<>());
        List<Item> page = new ArrayList<>(log.headMap(before).values());
        List<Item> newest = page.subList(Math.max(0, page.size() - PAGE), page.size());
        listener.paged(conversation, newest, page.size() > newest.size());
    }

    @Override
    public void send(ConversationId conversation, String text, long replyTo) {
        asked.add("send " + conversation.seenBy(me) + " " + text.replace("\n", "\\n")
                + (replyTo > 0 ? " re " + replyTo : ""));
        Item item = item(0, me.value(), text);
        listener.shown(
                conversation,
                List.of(item.with(new Item.Body(Item.Kind.SAID, text, replyTo))
                        .with(Delivery.at(Delivery.Stage.WAITING))));
    }

    @Override
    public void markRead(ConversationId conversation, long seq) {
        asked.add("read " + conversation.seenBy(me) + " " + seq);
    }

    @Override
    public void typing(ConversationId conversation, boolean typing) {
        asked.add("typing " + conversation.seenBy(me) + " " + typing);
    }

    @Override
    public void search(String words, Consumer<List<Hit>> then) {
        asked.add("search " + words);
        then.accept(hits);
    }

    @Override
    public void call(Call call, Consumer<Answer> then) {
        asked.add(call.name() + " " + call.fields());
        then.accept(answers.getOrDefault(call.name(), Answer.of(Fields.NONE)));
    }

    @Override
    public void close() {
        asked.add("close");
    }
}
