package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.sdk.ConversationSummary;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The lines of the list of conversations. Part of {@link MemoryStore}, whose lock is held and which undoes. */
final class MemoryList {
    private final Consumer<Runnable> undo;
    private final Map<ConversationId, ConversationSummary> lines = new HashMap<>();

    MemoryList(Consumer<Runnable> undo) {
        this.undo = undo;
    }

    Set<ConversationId> conversations() {
        return lines.keySet();
    }

    /** @param read how far the own user has read it */
    ConversationSummary line(ConversationId conversation, long read) {
        ConversationSummary it = known(conversation);
        return new ConversationSummary(
                conversation, it.title(), it.last(), it.at(), it.unread(), read, it.preview(), it.settings());
    }

    private ConversationSummary known(ConversationId conversation) {
        ConversationSummary it = lines.get(conversation);
        return it != null
                ? it
                : new ConversationSummary(
                        conversation, "", 0, Instant.EPOCH, 0, 0, null, ConversationSummary.Settings.NONE);
    }

    private void change(ConversationId conversation, UnaryOperator<ConversationSummary> change) {
        ConversationSummary before = lines.put(conversation, change.apply(known(conversation)));
        undo.accept(() -> {
            if (before == null) {
                lines.remove(conversation);
            } else {
                lines.put(conversation, before);
            }
        });
    }

    Map<ConversationId, Long> unread() {
        Map<ConversationId, Long> unread = new HashMap<>();
        lines.forEach((id, it) -> {
            if (it.unread() > 0) {
                unread.put(id, it.unread());
            }
        });
        return unread;
    }

    void unread(ConversationId conversation, long count) {
        change(
                conversation,
                it -> new ConversationSummary(
                        conversation, it.title(), it.last(), it.at(), count, 0, it.preview(), it.settings()));
    }

    void arrange(ConversationId conversation, Arrangement change) {
        change(conversation, it -> {
            ConversationSummary.Settings old = it.settings();
            Long muted = change.mutedUntil();
            ConversationSummary.Settings settings = new ConversationSummary.Settings(
                    or(change.pinned(), old.pinned()),
                    muted == null ? old.mutedUntil() : muted == 0 ? null : Instant.ofEpochMilli(muted),
                    or(change.archived(), old.archived()),
                    or(change.markedUnread(), old.markedUnread()),
                    or(change.draft(), old.draft()));
            return new ConversationSummary(
                    conversation,
                    or(change.title(), it.title()),
                    it.last(),
                    it.at(),
                    it.unread(),
                    0,
                    it.preview(),
                    settings);
        });
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return Optional.ofNullable(value).orElse(otherwise);
    }

    void put(Listed line) {
        arrange(line.conversation(), line.arrangement());
        change(
                line.conversation(),
                it -> new ConversationSummary(
                        line.conversation(),
                        it.title(),
                        line.last(),
                        Instant.ofEpochMilli(line.at()),
                        line.unread(),
                        0,
                        line.preview(),
                        it.settings()));
    }

    void cleared(ConversationId conversation, long upTo) {
        change(conversation, it -> {
            ConversationSummary.Preview preview = it.preview();
            return new ConversationSummary(
                    conversation,
                    it.title(),
                    it.last(),
                    it.at(),
                    it.unread(),
                    0,
                    preview != null && preview.seq() <= upTo ? null : preview,
                    it.settings());
        });
    }
}
