package io.parley.sdk.internal.session;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.EndpointId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Marks;
import io.parley.protocol.json.SyncReply;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.ReceiptMode;
import io.parley.sdk.internal.store.Incoming;
import io.parley.sdk.internal.store.MemoryStore;
import io.parley.sdk.internal.store.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A session of alice's phone with a clock moved by hand. */
final class Rig {
    static final UserName ALICE = new UserName("alice");
    static final ConversationId BOB = ConversationId.chat(ALICE, new UserName("bob"));

    final MemoryStore store;
    final Session session;
    final List<Output> outputs = new ArrayList<>();
    long now = 1_000_000;

    Rig() {
        this(ReceiptMode.AUTOMATIC, SessionLimits.DEFAULT);
    }

    Rig(ReceiptMode mode, SessionLimits limits) {
        this(new Session.Settings(mode, false, 0, limits));
    }

    Rig(Session.Settings settings) {
        this(new MemoryStore(new EndpointId(ALICE, "phone")), settings);
    }

    Rig(MemoryStore store, Session.Settings settings) {
        this.store = store;
        session = new Session(new EndpointId(ALICE, "phone"), store, settings, new SplittableRandom(1));
        store.begin();
        session.start(time(), store.load());
        store.commit();
        outputs.addAll(session.takeOutputs());
    }

    Rig tell(Input... inputs) {
        store.begin();
        for (Input input : inputs) {
            session.accept(time(), input);
        }
        session.advance(time());
        store.commit();
        outputs.addAll(session.takeOutputs());
        return this;
    }

    /** Moves the clock, stopping wherever the session is due. */
    Rig pass(long millis) {
        long until = now + millis;
        while (session.dueAt(time()) <= until) {
            now = Math.max(now, session.dueAt(time()));
            tell();
        }
        now = until;
        return tell();
    }

    Now time() {
        return new Now(now, now);
    }

    Rig online() {
        return tell(new Input.Connected(session.connection())).synced();
    }

    /** The sync under way is answered: there is nothing. */
    Rig synced() {
        Output.PublishSync sync = last(Output.PublishSync.class);
        return tell(new Input.SyncAnswered(sync.request(), reply(true, 0, Map.of())));
    }

    /** A lost connection is made again. */
    Rig reconnect() {
        while (session.state().phase() != ConnectionState.Phase.CONNECTING) {
            pass(100);
        }
        return tell(new Input.Connected(session.connection()));
    }

    static SyncReply reply(boolean complete, int sent, Map<String, Long> last) {
        return new SyncReply(complete, sent, last, Marks.NONE, Map.of(), Map.of());
    }

    Rig send(int number) {
        return tell(new Input.Send(message(number, 0)));
    }

    Outgoing message(int number, long expiresAt) {
        return new Outgoing(id(number), BOB, null, Content.ofText("m" + number), now, expiresAt, false);
    }

    static MessageId id(int number) {
        return new MessageId(1, number);
    }

    static Input arrived(long seq) {
        return new Input.Arrived(new Incoming(
                BOB, seq, new MessageId(2, seq), new UserName("bob"), 1, null, Content.ofText("b" + seq), false));
    }

    static Input done(long seq) {
        return new Input.HandlerDone(BOB, seq);
    }

    <T extends Output> List<T> all(Class<T> kind) {
        return outputs.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Own messages that came out since the last call, in order, however they were packed. */
    List<Output.PublishMessage> freshPublished() {
        List<Output.PublishMessage> published = outputs.stream()
                .flatMap(it -> it instanceof Output.PublishBatch batch
                        ? batch.messages().stream()
                        : it instanceof Output.PublishMessage message ? Stream.of(message) : Stream.empty())
                .toList();
        outputs.clear();
        return published;
    }

    <T extends Output> T last(Class<T> kind) {
        List<T> all = all(kind);
        return all.get(all.size() - 1);
    }

    /** What came out since the last call. */
    <T extends Output> List<T> fresh(Class<T> kind) {
        List<T> all = all(kind);
        outputs.clear();
        return all;
    }
}
