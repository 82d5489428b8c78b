package io.parley.cli.screen;

import io.parley.cli.messenger.Item;
import io.parley.cli.messenger.Summary;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All conversations: pinned ones first, then by what came last; archived ones apart. */
final class ConversationList {
    private static final Comparator<Summary> ORDER = Comparator.comparing(
                    (Summary it) -> !it.flags().pinned())
            .thenComparing(Summary::at, Comparator.reverseOrder())
            .thenComparing(Summary::conversation);

    private final UserName me;
    private final Map<ConversationId, Summary> all = new LinkedHashMap<>();
    private boolean archive;
    private @Nullable ConversationId cursor;
    private long total;

    ConversationList(UserName me) {
        this.me = me;
    }

    /** Takes the server's list; what only this screen knows (a chat just begun, a message just come) is kept. */
    void replace(List<Summary> summaries) {
        Map<ConversationId, Summary> before = new LinkedHashMap<>(all);
        all.clear();
        for (Summary summary : summaries) {
            Summary known = before.remove(summary.conversation());
            all.put(
                    summary.conversation(),
                    known == null || known.last() <= summary.last()
                            ? summary
                            : summary.newest(known.last(), known.at(), known.preview()));
        }
        all.putAll(before);
        cursor = cursor(); // stays where it is when others move up
    }

    void unread(long now, Map<ConversationId, Long> changed, Instant at) {
        total = now;
        changed.forEach((conversation, count) -> {
            begin(conversation, at);
            change(conversation, it -> it.unread(count));
        });
    }

    void came(ConversationId conversation, Item item) {
        begin(conversation, item.at());
        boolean named = conversation.isGroup() && !item.isChange();
        String who = item.from().equals(me) ? "you: " : named ? item.from() + ": " : "";
        String text = item.amendments().recalled() ? "message recalled" : who + Widths.oneLine(item.text());
        change(
                conversation,
                it -> it.newest(
                        item.seq() == 0 ? it.last() : item.seq(),
                        item.at(),
                        item.isChange() ? Widths.oneLine(item.text()) : text));
    }

    /** Makes sure that it is in the list. */
    void begin(ConversationId conversation, Instant at) {
        all.computeIfAbsent(conversation, it -> Summary.fresh(it, title(it), at));
    }

    void remove(ConversationId conversation) {
        all.remove(conversation);
    }

    void change(ConversationId conversation, UnaryOperator<Summary> change) {
        all.computeIfPresent(conversation, (id, it) -> change.apply(it));
    }

    Optional<Summary> find(@Nullable ConversationId conversation) {
        return Optional.ofNullable(conversation).map(all::get);
    }

    String title(ConversationId conversation) {
        Summary known = all.get(conversation);
        return known != null && !known.title().isEmpty()
                ? known.title()
                : conversation.match(me, UserName::value, group -> group.value());
    }

    /** What is to be seen, in order. */
    List<Summary> visible() {
        List<Summary> visible = new ArrayList<>();
        for (Summary summary : all.values()) {
            if (summary.flags().archived() == archive) {
                visible.add(summary);
            }
        }
        visible.sort(ORDER);
        return visible;
    }

    long total() {
        return total;
    }

    boolean showsArchive() {
        return archive;
    }

    void showArchive(boolean show) {
        archive = show;
    }

    /** The one that Enter would open; the first if the chosen one is no longer to be seen. */
    @Nullable ConversationId cursor() {
        List<Summary> visible = visible();
        if (visible.isEmpty()) {
            return null;
        }
        return indexOf(cursor, visible) >= 0 ? cursor : visible.get(0).conversation();
    }

    void cursor(@Nullable ConversationId conversation) {
        cursor = conversation;
    }

    void move(int by) {
        cursor = beside(cursor(), by);
    }

    /** The one so many places further, round the ends. */
    @Nullable ConversationId beside(@Nullable ConversationId from, int by) {
        List<Summary> visible = visible();
        if (visible.isEmpty()) {
            return null;
        }
        int index = indexOf(from, visible);
        int next = index < 0 ? (by > 0 ? 0 : visible.size() - 1) : Math.floorMod(index + by, visible.size());
        return visible.get(next).conversation();
    }

    private static int indexOf(@Nullable ConversationId conversation, List<Summary> among) {
        for (int index = 0; index < among.size(); index++) {
            if (among.get(index).conversation().equals(conversation)) {
                return index;
            }
        }
        return -1;
    }
}
