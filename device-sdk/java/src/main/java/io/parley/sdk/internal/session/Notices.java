package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.Hidden;
import io.parley.sdk.Unread;
import io.parley.sdk.internal.store.Store;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is told in passing, both ways: unread counts, what was hidden or arranged on another endpoint, who types, who is
 * there. What the store has a place for is kept; nothing here is repeated or waited for.
 */
final class Notices {
    private static final long TYPING_REPEAT_MILLIS = 3_000;

    private final Store store;
    private final Consumer<Output> out;
    private final Map<ConversationId, Long> unread = new HashMap<>();
    private final Map<ConversationId, Long> typedAt = new HashMap<>();
    private final Set<UserName> watched = new LinkedHashSet<>();
    private boolean connected;

    Notices(Store store, Consumer<Output> out) {
        this.store = store;
        this.out = out;
    }

    void load(ConversationId conversation, long count) {
        if (count > 0) {
            unread.put(conversation, count);
        }
    }

    void connected() {
        connected = true;
        typedAt.clear();
        watched.forEach(it -> out.accept(new Output.Watch(it, true)));
    }

    void disconnected() {
        connected = false;
    }

    /** If what is named is all there is, of all others nothing is unread: so after a sign-in nothing stale stays. */
    void unread(Unread told) {
        long named = told.changed().values().stream().mapToLong(Long::longValue).sum();
        Map<ConversationId, Long> changed = new HashMap<>();
        if (named == told.total()) {
            unread.keySet().stream()
                    .filter(it -> !told.changed().containsKey(it))
                    .forEach(it -> changed.put(it, 0L));
        }
        changed.putAll(told.changed());
        changed.forEach(this::keep);
        out.accept(new Output.Happened(new Unread(told.total(), changed)));
    }

    private void keep(ConversationId conversation, long count) {
        store.unread(conversation, count);
        if (count > 0) {
            unread.put(conversation, count);
        } else {
            unread.remove(conversation);
        }
    }

    void hidden(Hidden told) {
        store.hide(told.conversation(), told.seqs());
        out.accept(new Output.Happened(told));
    }

    /** The same is said again only after a while, so that an application may tell of each key. */
    void type(ConversationId conversation, boolean typing, Now now) {
        Long before = typedAt.get(conversation);
        boolean told = before != null && before + TYPING_REPEAT_MILLIS > now.millis();
        if (!connected || (typing ? told : before == null)) {
            return;
        }
        if (typing) {
            typedAt.put(conversation, now.millis());
        } else {
            typedAt.remove(conversation);
        }
        out.accept(new Output.PublishTyping(conversation, typing));
    }

    void watch(UserName user, boolean on) {
        boolean news = on ? watched.add(user) : watched.remove(user);
        if (news && connected) {
            out.accept(new Output.Watch(user, on));
        }
    }
}
