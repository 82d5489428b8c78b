package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.Reason;
import io.parley.protocol.json.CountsEvent;
import io.parley.sdk.Counts;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.MessageStatus.Stage;
import io.parley.sdk.internal.store.Loaded;
import io.parley.sdk.internal.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Own messages from ACCEPTED to READ, settled by the marks of the other side; in groups by the marks of whoever is last
 * of all the others. A sync tells the marks of chats only, so nothing waits for those of groups or is concluded from them.
 */
final class Tracker {
    private static final class Sent {
        final MessageId id;
        final long expiresAt;
        boolean received;

        Sent(MessageId id, long expiresAt, boolean received) {
            this.id = id;
            this.expiresAt = expiresAt;
            this.received = received;
        }
    }

    private static final class Peer {
        final boolean tells;
        final TreeMap<Long, Sent> sent = new TreeMap<>();
        long received;
        long read;
        int notReceived;

        Peer(boolean tells) {
            this.tells = tells;
        }
    }

    private final SessionLimits limits;
    private final Store store;
    private final Consumer<Output> out;
    private final Map<ConversationId, Peer> peers = new HashMap<>();
    private int notReceived;

    Tracker(SessionLimits limits, Store store, Consumer<Output> out) {
        this.limits = limits;
        this.store = store;
        this.out = out;
    }

    void load(Loaded.Conversation conversation) {
        Peer peer = peer(conversation.id());
        peer.received = conversation.peerReceived();
        peer.read = conversation.peerRead();
    }

    void load(Loaded.Accepted message) {
        Peer peer = peer(message.conversation());
        if (message.seq() > peer.read && !message.failed()) {
            add(peer, message.seq(), new Sent(message.id(), message.expiresAt(), message.seq() <= peer.received));
        }
    }

    void accepted(ConversationId conversation, long seq, MessageId id, long expiresAt) {
        Peer peer = peer(conversation);
        out.accept(new Output.StatusChanged(id, conversation, MessageStatus.at(Stage.ACCEPTED, seq)));
        add(peer, seq, new Sent(id, expiresAt, false));
        settle(conversation, peer);
    }

    private void add(Peer peer, long seq, Sent sent) {
        if (peer.sent.put(seq, sent) == null && !sent.received) {
            peer.notReceived++;
            notReceived += peer.tells ? 1 : 0;
        }
        if (peer.sent.size() > limits.trackedMax()) {
            Sent oldest = peer.sent.pollFirstEntry().getValue();
            received(peer, oldest);
            out.accept(new Output.Forgotten(oldest.id));
        }
    }

    private void received(Peer peer, Sent sent) {
        if (!sent.received) {
            sent.received = true;
            peer.notReceived--;
            notReceived -= peer.tells ? 1 : 0;
        }
    }

    /** @return whether that is further than was known */
    boolean peerCame(ConversationId conversation, long received, long read) {
        Peer before = peer(conversation);
        long known = before.received + before.read;
        come(conversation, received, read);
        return before.received + before.read > known;
    }

    private void come(ConversationId conversation, long received, long read) {
        Peer peer = peer(conversation);
        long receivedNow = Math.max(peer.received, Math.max(received, read));
        long readNow = Math.max(peer.read, read);
        if (receivedNow == peer.received && readNow == peer.read) {
            return;
        }
        peer.received = receivedNow;
        peer.read = readNow;
        store.peer(conversation, receivedNow, readNow);
        settle(conversation, peer);
    }

    /** Whoever has a later message has the earlier ones. */
    void counted(Counts told) {
        long received = 0;
        long read = 0;
        for (CountsEvent.Count count : told.counts()) {
            if (told.of() > 0 && count.received() >= told.of()) {
                received = Math.max(received, count.seq());
            }
            if (told.of() > 0 && count.read() >= told.of()) {
                read = Math.max(read, count.seq());
            }
        }
        come(told.conversation(), received, read);
    }

    private void settle(ConversationId conversation, Peer peer) {
        if (peer.notReceived > 0) {
            for (Map.Entry<Long, Sent> entry :
                    peer.sent.headMap(peer.received, true).entrySet()) {
                if (!entry.getValue().received) {
                    received(peer, entry.getValue());
                    tell(conversation, entry.getKey(), entry.getValue(), Stage.RECEIVED);
                }
            }
        }
        while (!peer.sent.isEmpty() && peer.sent.firstKey() <= peer.read) {
            Map.Entry<Long, Sent> entry = peer.sent.pollFirstEntry();
            tell(conversation, entry.getKey(), entry.getValue(), Stage.READ);
            out.accept(new Output.Forgotten(entry.getValue().id));
        }
    }

    private void tell(ConversationId conversation, long seq, Sent sent, Stage stage) {
        out.accept(new Output.StatusChanged(sent.id, conversation, MessageStatus.at(stage, seq)));
    }

    /** The server says so. */
    void expired(ConversationId conversation, long seq) {
        Peer peer = peer(conversation);
        Sent sent = peer.sent.get(seq);
        if (sent != null && !sent.received) {
            expire(conversation, peer, seq, sent);
        }
    }

    private void expire(ConversationId conversation, Peer peer, long seq, Sent sent) {
        peer.sent.remove(seq);
        received(peer, sent);
        store.failed(sent.id, Reason.EXPIRED.code());
        out.accept(new Output.StatusChanged(sent.id, conversation, MessageStatus.failed(Reason.EXPIRED.code(), false)));
        out.accept(new Output.Forgotten(sent.id));
    }

    /** Concludes expiry where the event may have been missed: right after the server told how far the peers have come. */
    void concludeExpiry(long unixMillis) {
        for (Map.Entry<ConversationId, Peer> peer : peers.entrySet()) {
            if (peer.getValue().tells && peer.getValue().notReceived > 0) {
                List<Map.Entry<Long, Sent>> all =
                        new ArrayList<>(peer.getValue().sent.entrySet());
                for (Map.Entry<Long, Sent> entry : all) {
                    Sent sent = entry.getValue();
                    if (!sent.received && sent.expiresAt > 0 && sent.expiresAt + limits.expirySkew() <= unixMillis) {
                        expire(peer.getKey(), peer.getValue(), entry.getKey(), sent);
                    }
                }
            }
        }
    }

    boolean isWaitingForReceipts() {
        return notReceived > 0;
    }

    private Peer peer(ConversationId conversation) {
        return peers.computeIfAbsent(conversation, it -> new Peer(!it.isGroup()));
    }
}
