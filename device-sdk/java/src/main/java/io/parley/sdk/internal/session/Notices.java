package io.parley.sdk.internal.session;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.Cleared;
import io.parley.sdk.Hidden;
import io.parley.sdk.Unread;
import io.parley.sdk.internal.store.Store;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
    private boolean caughtUp;
    private long removedUntil;

    Notices(Store store, Consumer<Output> out) {
        this.store = store;
        this.out = out;
    }

    void load(ConversationId conversation, long count) {
        if (count > 0) {
            unread.put(conversation, count);
        }
    }

    /** @param until what was taken away before, Unix milliseconds, is known */
    void loadRemoved(long until) {
        removedUntil = until;
    }

    void connected() {
        connected = true;
        caughtUp = false;
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

    /** Everything that waited has been told on this connection; what was taken away meanwhile has not. */
    void complete() {
        if (!caughtUp) {
            caughtUp = true;
            out.accept(new Output.WantRemoved(removedUntil));
        }
    }

    void removed(Input.Removed told) {
        told.cleared().forEach(this::cleared);
        told.hidden().forEach(this::hidden);
        removedUntil = Math.max(removedUntil, told.until());
        store.removedUntil(removedUntil);
    }

    /** What is told of twice, when it happens and after a sign-in, is news once. */
    void hidden(Hidden told) {
        List<Long> news = told.seqs().stream()
                .filter(seq -> !store.isRemoved(told.conversation(), seq))
                .toList();
        if (!news.isEmpty()) {
            store.hide(told.conversation(), news);
            out.accept(new Output.Happened(new Hidden(told.conversation(), news)));
        }
    }

    void cleared(Cleared told) {
        if (!store.isCleared(told.conversation(), told.upTo())) {
            store.clear(told.conversation(), told.upTo());
            out.accept(new Output.Relisted(told.conversation()));
            out.accept(new Output.Happened(told));
        }
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
