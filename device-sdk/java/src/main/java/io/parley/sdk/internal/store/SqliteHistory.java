package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;
import io.parley.sdk.Amendments;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Messages as one looks back on them: with what was done to them, without what is hidden, cleared, recalled or expired.
 * Part of {@link SqliteStore}, whose lock is held. Content that must not be seen any more is overwritten, not only left
 * out.
 */
final class SqliteHistory {
    private static final String COLUMNS = "id, seq, sender, at, content_type, content, failure, expires_at, ordinal";
    private static final String RECEIVED = "select conversation, id, seq, sender, at, content_type, content,"
            + " null as failure, expires_at, 0 as ordinal from parley_inbox";
    private static final String SENT = "select conversation, id, seq, null as sender, at, content_type, content,"
            + " failure, expires_at, ordinal from parley_outbox";

    private final UserName me;
    private final Sql sql;
    private final SqliteAmendments amendments;
    private final SqliteSearch search;

    SqliteHistory(UserName me, Sql sql) {
        this.me = me;
        this.sql = sql;
        this.amendments = new SqliteAmendments(sql);
        this.search = new SqliteSearch(sql);
    }

    List<HistoryEntry> read(ConversationId conversation, long fromSeq, int limit, long unixMillis) {
        boolean fromEnd = fromSeq < 0;
        String order = fromEnd ? "desc" : "asc";
        long[] peer = peerMarks(conversation);
        List<HistoryEntry> found = sql.all(
                "select " + COLUMNS + " from ("
                        + RECEIVED + " where conversation = ?1 and seq >= ?2"
                        + "   and seq <= (select mark from parley_conversation where id = ?1)"
                        + " union all "
                        + SENT
                        + " where conversation = ?1 and ((seq > 0 and seq >= ?2) or (seq = 0 and failure is null))"
                        + ") m where (seq = 0 or seq > coalesce((select cleared from parley_conversation where id = ?1), 0))"
                        + " and (expires_at = 0 or expires_at > ?4)"
                        + " and not exists (select 1 from parley_hidden h where h.conversation = ?1 and h.seq = m.seq)"
                        + " order by case seq when 0 then 9223372036854775807 else seq end " + order
                        + ", ordinal " + order + " limit ?3",
                row -> entry(conversation, row, peer),
                conversation.value(),
                fromEnd ? 0 : fromSeq,
                fromEnd ? Math.min(-fromSeq, Store.HISTORY_LIMIT_MAX) : limit,
                unixMillis);
        if (fromEnd) {
            Collections.reverse(found);
        }
        List<HistoryEntry> window = Window.of(found, fromEnd ? -found.size() - 1 : 0, limit);
        return amendments.applied(conversation, window);
    }

    /** The stored message as it was sent, whether or not it is for the history yet. */
    private Optional<HistoryEntry> stored(ConversationId conversation, long seq) {
        long[] peer = peerMarks(conversation);
        return sql
                .all(
                        "select " + COLUMNS + " from (" + RECEIVED + " where conversation = ?1 and seq = ?2 union all "
                                + SENT + " where conversation = ?1 and seq = ?2)",
                        row -> entry(conversation, row, peer),
                        conversation.value(),
                        seq)
                .stream()
                .findFirst();
    }

    private HistoryEntry entry(ConversationId conversation, ResultSet row, long[] peer) throws SQLException {
        String sender = row.getString(3);
        long seq = row.getLong(2);
        long expiresAt = row.getLong(8);
        return new HistoryEntry(
                MessageId.of(row.getBytes(1)),
                conversation,
                seq,
                sender == null ? me : new UserName(sender),
                Instant.ofEpochMilli(row.getLong(4)),
                expiresAt == 0 ? null : Instant.ofEpochMilli(expiresAt),
                row.getString(5),
                Content.wrap(row.getBytes(6)),
                sender != null
                        ? null
                        : seq == 0 ? MessageStatus.QUEUED : Window.status(seq, row.getString(7), peer[0], peer[1]),
                Amendments.NONE);
    }

    private long[] peerMarks(ConversationId conversation) {
        List<long[]> marks = sql.all(
                "select peer_received, peer_read from parley_conversation where id = ?",
                row -> new long[] {row.getLong(1), row.getLong(2)},
                conversation.value());
        return marks.isEmpty() ? new long[] {0, 0} : marks.get(0);
    }

    List<Version> versions(ConversationId conversation, long seq, long unixMillis) {
        return read(conversation, seq, 1, unixMillis).stream()
                .filter(it -> it.seq() == seq)
                .findFirst()
                .flatMap(it -> stored(conversation, seq))
                .map(it -> amendments.versions(conversation, it))
                .orElse(List.of());
    }

    List<HistoryEntry> search(List<String> words, int limit, long unixMillis) {
        List<HistoryEntry> found = new ArrayList<>();
        for (SqliteSearch.Hit hit : search.find(words, limit, unixMillis)) {
            read(hit.conversation(), hit.seq(), 1, unixMillis).stream()
                    .filter(it -> it.seq() == hit.seq())
                    .forEach(found::add);
        }
        return found;
    }

    /** A message has its place in the conversation now; what was done to it may have been known before. */
    void placed(ConversationId conversation, long seq) {
        boolean known = sql.number(
                        "select exists (select 1 from parley_amendment where conversation = ?1 and seq = ?2)"
                                + " or exists (select 1 from parley_snapshot where conversation = ?1 and seq = ?2)"
                                + " or exists (select 1 from parley_hidden where conversation = ?1 and seq = ?2)",
                        conversation.value(),
                        seq)
                != 0;
        if (known) {
            refresh(conversation, seq);
        } else {
            stored(conversation, seq).ifPresent(search::index);
        }
    }

    void amend(SideEntry entry) {
        amendments.add(entry);
        refresh(entry.conversation(), entry.seq());
    }

    /** Search and content follow what is known of the message. */
    private void refresh(ConversationId conversation, long seq) {
        search.forget(conversation, seq);
        boolean hidden = sql.number(
                        "select exists (select 1 from parley_hidden where conversation = ? and seq = ?)",
                        conversation.value(),
                        seq)
                != 0;
        Optional<HistoryEntry> message = stored(conversation, seq);
        if (hidden) {
            erase(conversation, seq);
        } else if (message.isPresent()) {
            HistoryEntry now =
                    amendments.applied(conversation, List.of(message.get())).get(0);
            if (now.recalled() || isOver(now)) {
                erase(conversation, seq);
            } else {
                search.index(now);
            }
        }
    }

    private static boolean isOver(HistoryEntry message) {
        Instant expiresAt = message.expiresAt();
        return expiresAt != null && expiresAt.toEpochMilli() < 0;
    }

    private void erase(ConversationId conversation, long seq) {
        sql.update(
                "update parley_inbox set content = x'' where conversation = ? and seq = ?", conversation.value(), seq);
        sql.update(
                "update parley_outbox set content = x'', erased = 1 where conversation = ? and seq = ?",
                conversation.value(),
                seq);
        amendments.eraseContent(conversation, seq);
    }

    void hide(ConversationId conversation, List<Long> seqs) {
        for (long seq : seqs) {
            sql.update(
                    "insert into parley_hidden (conversation, seq) values (?, ?) on conflict do nothing",
                    conversation.value(),
                    seq);
            refresh(conversation, seq);
        }
    }

    void clear(ConversationId conversation, long upTo) {
        sql.update(
                "insert into parley_conversation (id, cleared) values (?, ?)"
                        + " on conflict do update set cleared = excluded.cleared where excluded.cleared > cleared",
                conversation.value(),
                upTo);
        search.forgetUpTo(conversation, upTo);
        amendments.forgetUpTo(conversation, upTo);
        String id = conversation.value();
        sql.update(
                "update parley_outbox set content = x'', erased = 1 where conversation = ? and seq > 0 and seq <= ?",
                id,
                upTo);
        sql.update("update parley_inbox set content = x'' where conversation = ? and seq <= ?", id, upTo);
    }

    boolean isRemoved(ConversationId conversation, long seq) {
        return isCleared(conversation, seq)
                || sql.number(
                                "select exists (select 1 from parley_hidden where conversation = ? and seq = ?)",
                                conversation.value(),
                                seq)
                        != 0;
    }

    boolean isCleared(ConversationId conversation, long seq) {
        return seq <= sql.number("select cleared from parley_conversation where id = ?", conversation.value());
    }

    void addPage(HistoryPage page) {
        ConversationId conversation = page.conversation();
        String id = conversation.value();
        long mark = sql.number("select mark from parley_conversation where id = ?", id);
        for (HistoryPage.Line line : page.lines()) {
            Incoming message = line.message();
            if (!line.amendments().equals(Amendments.NONE)) {
                amendments.put(
                        conversation,
                        message.seq(),
                        new Snapshot(page.asOf(), line.amendments(), message.contentType(), message.content()));
            }
            if (message.seq() <= mark && !message.gone() && !isSent(message.id())) {
                insert(message);
            }
            refresh(conversation, message.seq());
        }
        if (!page.lines().isEmpty()) {
            sql.update(
                    "update parley_conversation set oldest = ?2"
                            + " where id = ?1 and (oldest = 0 or oldest > ?2) and mark >= ?2",
                    id,
                    page.lines().get(0).message().seq());
        }
        sql.update("update parley_conversation set repair = 0 where id = ? and repair <> 0", id);
    }

    private boolean isSent(MessageId id) {
        return sql.number("select 1 from parley_outbox where id = ?", (Object) id.toBytes()) != 0;
    }

    /** @return whether it was new */
    boolean insert(Incoming message) {
        return sql.update(
                        "insert into parley_inbox (conversation, seq, id, sender, at, content_type, content, expires_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                        message.conversation().value(),
                        message.seq(),
                        message.id().toBytes(),
                        message.from().value(),
                        message.at(),
                        message.contentType(),
                        message.content().toBytes(),
                        message.expiresAt())
                > 0;
    }

    HistoryPage.Edge edge(ConversationId conversation) {
        String id = conversation.value();
        long asOf = sql.number(
                "select mark from parley_conversation where id = ?",
                conversation.amendments().value());
        long oldest = sql.number("select oldest from parley_conversation where id = ?", id);
        long mark = sql.number("select mark from parley_conversation where id = ?", id);
        if (oldest > 0) {
            return new HistoryPage.Edge(oldest, mark, asOf);
        }
        long first = sql.number(
                "select coalesce(min(seq), 0) from (select seq from parley_inbox where conversation = ?1 and seq <= ?2"
                        + " union all select seq from parley_outbox where conversation = ?1 and seq > 0)",
                id,
                mark);
        return new HistoryPage.Edge(first > 0 ? first : mark > 0 ? mark + 1 : 0, mark, asOf);
    }

    /** Unix milliseconds, {@link Long#MAX_VALUE}: nothing expires. */
    long nextExpiry() {
        return sql.number(
                "select min(coalesce((select min(expires_at) from parley_inbox where expires_at > 0), ?1),"
                        + " coalesce((select min(expires_at) from parley_outbox"
                        + " where expires_at > 0 and seq > 0 and erased = 0), ?1))",
                Long.MAX_VALUE);
    }

    /** What has expired keeps its place; -1 says that it is over. */
    void expire(long unixMillis) {
        search.expire(unixMillis);
        amendments.expire(unixMillis);
        sql.update(
                "update parley_inbox set content = x'', expires_at = -1 where expires_at > 0 and expires_at <= ?",
                unixMillis);
        sql.update(
                "update parley_outbox set content = x'', erased = 1"
                        + " where expires_at > 0 and seq > 0 and erased = 0 and expires_at <= ?",
                unixMillis);
    }
}
