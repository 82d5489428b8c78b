package io.parley.cli.client;

import io.parley.cli.messenger.Answer;
import io.parley.cli.messenger.Call;
import io.parley.cli.messenger.Delivery;
import io.parley.cli.messenger.Fields;
import io.parley.cli.messenger.Hit;
import io.parley.cli.messenger.Item;
import io.parley.cli.messenger.Listener;
import io.parley.cli.messenger.Messenger;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.ConversationId;
import io.parley.protocol.GroupName;
import io.parley.protocol.UserName;
import io.parley.protocol.json.CountsEvent;
import io.parley.sdk.Amended;
import io.parley.sdk.ClientBuilder;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.ParleyClient;
import io.parley.sdk.Receipt;
import io.parley.sdk.ReceivedMessage;
import io.parley.sdk.SentMessage;
import io.parley.sdk.StatusChange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messenger on the SDK. What the SDK tells on its threads is handed over to the screen's; the store is read on one
 * thread of its own, so that the screen never waits for the disk and what is read reaches it in the order it was read.
 */
public final class SdkMessenger implements Messenger {
    private static final int PAGE = 50;
    /** With fewer messages than this to begin with, older ones are fetched without being asked for. */
    private static final int FEW = 20;

    private static final int HITS_MAX = 100;

    private final Executor screen;
    private final InstantSource clock;
    private final Items items;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "parley-reader");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean listing = new AtomicBoolean();
    private final Set<UserName> watched = new HashSet<>();
    private final ParleyClient client;
    private @Nullable Listener listener;

    private SdkMessenger(ClientBuilder builder, UserName me, Executor screen, InstantSource clock, ZoneId zone) {
        this.screen = screen;
        this.clock = clock;
        this.items = new Items(me, zone);
        this.client = listen(builder).open();
    }

    /**
     * Opens the store and begins to connect.
     *
     * @param builder with all but the listeners
     * @param screen runs tasks one at a time in order, and none before {@link #begin}
     */
    public static SdkMessenger open(
            ClientBuilder builder, UserName me, Executor screen, InstantSource clock, ZoneId zone) {
        return new SdkMessenger(builder, me, screen, clock, zone);
    }

    private ClientBuilder listen(ClientBuilder builder) {
        return builder.onMessage(this::came)
                .onState(this::connected)
                .onStatus(this::became)
                .onReceipt(this::marked)
                .onCounts(counts -> tell(it -> it.counted(counts.conversation(), counts.of(), counts.counts())))
                .onAmended(this::amended)
                .onHidden(hidden -> tell(it -> it.gone(hidden.conversation(), hidden.seqs())))
                .onCleared(cleared -> tell(it -> it.cleared(cleared.conversation(), cleared.upTo())))
                .onUnread(unread -> tell(it -> it.unread(unread.total(), unread.changed())))
                .onTyping(typing -> tell(it -> it.typing(typing.conversation(), typing.user(), typing.typing())))
                .onPresence(presence -> tell(it -> it.present(presence.user(), presence.online(), presence.seen())))
                .onMembership(membership -> {
                    askForInvitations();
                    list();
                })
                .onConversation(conversation -> readList());
    }

    private void tell(Consumer<Listener> news) {
        screen.execute(() -> {
            if (listener != null) {
                news.accept(listener);
            }
        });
    }

    /** Reads the store, in order with all else that is read. */
    private void read(Runnable task) {
        try {
            reader.execute(task);
        } catch (RejectedExecutionException closed) {
            // the user has left
        }
    }

    // --- what the SDK tells ------------------------------------------------------------------------------------------
    /** Told before the store has it, so that nothing read afterwards is older. */
    private void came(ReceivedMessage message) {
        Item item = items.of(message);
        tell(it -> it.shown(message.conversation(), List.of(item)));
    }

    private void connected(ConnectionState state) {
        tell(it -> it.connected(state));
        if (state.phase() == ConnectionState.Phase.ONLINE) {
            askForInvitations();
        }
    }

    /** They are in no conversation yet. */
    private void askForInvitations() {
        call(Call.of("group/list"), answer -> {
            for (Fields group : answer.body().objects("groups")) {
                Listener told = listener;
                if (group.text("state").equals("invited") && told != null) {
                    GroupName.parse(group.text("group"))
                            .ifPresent(it -> told.invited(ConversationId.group(it), group.text("title")));
                }
            }
        });
    }

    private void became(StatusChange change) {
        Delivery delivery = Items.delivery(change.status());
        tell(it ->
                it.delivered(change.conversation(), change.id(), change.status().seq(), delivery));
    }

    private void marked(Receipt receipt) {
        if (!receipt.conversation().isGroup() && !receipt.user().equals(me())) {
            tell(it -> it.marked(receipt.conversation(), receipt.received(), receipt.read()));
        }
    }

    private void amended(Amended amended) {
        ConversationId conversation = amended.conversation();
        long seq = amended.amendment().seq();
        read(() -> {
            List<Item> changed = client.history(conversation, seq, 1).stream()
                    .filter(it -> it.seq() == seq)
                    .map(items::of)
                    .toList();
            if (!changed.isEmpty()) {
                tell(it -> it.shown(conversation, changed));
            }
        });
    }

    // --- what the screen asks for ------------------------------------------------------------------------------------
    @Override
    public UserName me() {
        return items.me();
    }

    @Override
    public void begin(Listener told) {
        listener = told;
        told.connected(client.state());
    }

    @Override
    public void list() {
        readList();
        if (client.state().phase() == ConnectionState.Phase.ONLINE) {
            client.refreshConversations().whenComplete((done, error) -> readList());
        }
    }

    /** Many changes at once make one list. */
    private void readList() {
        if (listing.compareAndSet(false, true)) {
            read(() -> {
                listing.set(false);
                Instant now = clock.instant();
                List<Summary> lines = client.conversations().stream()
                        .map(it -> items.of(it, now, this::newest))
                        .toList();
                tell(it -> it.listed(lines));
            });
        }
    }

    private Optional<HistoryEntry> newest(ConversationId conversation) {
        return client.history(conversation, -1, 1).stream().findFirst();
    }

    @Override
    public void open(ConversationId conversation) {
        if (!conversation.isGroup() && watched.add(conversation.peerOf(me()))) {
            client.watch(conversation.peerOf(me()), true);
        }
        read(() -> {
            List<HistoryEntry> page = client.history(conversation, -PAGE, PAGE);
            boolean more = !page.isEmpty() && page.get(0).seq() > 1;
            tell(it -> it.paged(conversation, shown(page), more));
            if (page.size() < FEW && (more || page.isEmpty())) {
                fetchOlder(conversation, error -> {});
            }
            askHowFar(conversation, page);
        });
    }

    /** How far the newest own message has come, if the store does not know that it has come all the way. */
    private void askHowFar(ConversationId conversation, List<HistoryEntry> page) {
        long newest = 0;
        Delivery known = Delivery.NONE;
        for (HistoryEntry entry : page) {
            Item item = items.of(entry);
            if (item.delivery().stage() != Delivery.Stage.NONE && item.seq() > 0) {
                newest = item.seq();
                known = item.delivery();
            }
        }
        if (newest > 0 && known.stage().compareTo(Delivery.Stage.READ) < 0) {
            long seq = newest;
            Call call = Call.of("message/receipts").with("conversation", conversation.seenBy(me()));
            call(call.with("seq", seq), answer -> told(conversation, seq, answer));
        }
    }

    private void told(ConversationId conversation, long seq, Answer answer) {
        Listener it = listener;
        if (!answer.isOk() || it == null) {
            return;
        }
        int received = (int) answer.body().number("received");
        int read = (int) answer.body().number("read");
        if (conversation.isGroup()) {
            int of = (int) answer.body().number("of");
            it.counted(conversation, of, List.of(new CountsEvent.Count(seq, received, read)));
        } else {
            it.marked(conversation, received > 0 ? seq : 0, read > 0 ? seq : 0);
        }
    }

    @Override
    public void older(ConversationId conversation, long beforeSeq) {
        read(() -> {
            List<HistoryEntry> known = client.history(conversation, Math.max(1, beforeSeq - PAGE), PAGE).stream()
                    .filter(it -> it.seq() > 0 && it.seq() < beforeSeq)
                    .toList();
            if (known.isEmpty()) {
                fetchOlder(
                        conversation,
                        error -> tell(it -> {
                            it.paged(conversation, List.of(), true);
                            it.noted("older messages could not be fetched: " + error);
                        }));
            } else {
                tell(it -> it.paged(conversation, shown(known), known.get(0).seq() > 1));
            }
        });
    }

    private void fetchOlder(ConversationId conversation, Consumer<String> failed) {
        client.older(conversation, PAGE).whenComplete((page, error) -> {
            if (error != null) {
                failed.accept(Calling.refused(error).why());
            } else {
                boolean more = !page.isEmpty() && page.get(0).seq() > 1;
                tell(it -> it.paged(conversation, shown(page), more));
            }
        });
    }

    private List<Item> shown(List<HistoryEntry> entries) {
        return entries.stream().map(items::of).toList();
    }

    @Override
    public void send(ConversationId conversation, String text, long replyTo) {
        try {
            SentMessage sent = replyTo > 0
                    ? client.send(conversation, Items.answering(text, replyTo), Items.RICH)
                    : client.send(conversation, text);
            Item item = new Item(
                    sent.id(),
                    0,
                    me(),
                    clock.instant(),
                    new Item.Body(Item.Kind.SAID, text, replyTo),
                    Delivery.at(Delivery.Stage.WAITING),
                    Item.Amendments.NONE);
            if (listener != null) {
                listener.shown(conversation, List.of(item));
            }
        } catch (IllegalArgumentException e) {
            tell(it -> it.noted(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void markRead(ConversationId conversation, long seq) {
        client.markRead(conversation, seq);
    }

    @Override
    public void typing(ConversationId conversation, boolean typing) {
        client.typing(conversation, typing);
    }

    @Override
    public void search(String words, Consumer<List<Hit>> then) {
        read(() -> {
            List<Hit> hits = client.search(words, HITS_MAX).stream()
                    .map(it -> new Hit(it.conversation(), items.of(it)))
                    .toList();
            screen.execute(() -> then.accept(hits));
        });
    }

    @Override
    public void call(Call call, Consumer<Answer> then) {
        Calling.call(client, call, ParleyClient.CALL_TIMEOUT_DEFAULT)
                .thenAccept(answer -> screen.execute(() -> then.accept(answer)));
    }

    @Override
    public void close() {
        reader.shutdown();
        client.close();
    }
}
