package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.sdk.HistoryEntry;
import java.time.Instant;
import java.util.List;

/**
 * The index of words. Part of {@link SqliteHistory}, which says what there is to find. The index has no copy of the
 * texts: {@code parley_found} says which message a row of it is.
 */
final class SqliteSearch {
    record Hit(ConversationId conversation, long seq) {}

    private final Sql sql;

    SqliteSearch(Sql sql) {
        this.sql = sql;
    }

    /** Nothing of the message must be in the index. */
    void index(HistoryEntry message) {
        String text = Words.of(message.contentType(), message.content());
        if (text.isBlank()) {
            return;
        }
        Instant expiresAt = message.expiresAt();
        int added = sql.update(
                "insert into parley_found (conversation, seq, at, expires_at) values (?, ?, ?, ?) on conflict do nothing",
                message.conversation().value(),
                message.seq(),
                message.at().toEpochMilli(),
                expiresAt == null ? 0 : expiresAt.toEpochMilli());
        if (added > 0) {
            sql.update(
                    "insert into parley_text (rowid, text)"
                            + " select id, ?3 from parley_found where conversation = ?1 and seq = ?2",
                    message.conversation().value(),
                    message.seq(),
                    text);
        }
    }

    void forget(ConversationId conversation, long seq) {
        forget("conversation = ?1 and seq = ?2", conversation.value(), seq);
    }

    void forgetUpTo(ConversationId conversation, long seq) {
        forget("conversation = ?1 and seq <= ?2", conversation.value(), seq);
    }

    void expire(long unixMillis) {
        forget("expires_at > 0 and expires_at <= ?1", unixMillis);
    }

    private void forget(String which, Object... values) {
        sql.update("delete from parley_text where rowid in (select id from parley_found where " + which + ")", values);
        sql.update("delete from parley_found where " + which, values);
    }

    /** The newest first. */
    List<Hit> find(List<String> words, int limit, long unixMillis) {
        return sql.all(
                "select f.conversation, f.seq from parley_text t join parley_found f on f.id = t.rowid"
                        + " left join parley_conversation c on c.id = f.conversation"
                        + " where parley_text match ?1 and (f.expires_at = 0 or f.expires_at > ?2)"
                        + " and (f.seq <= c.mark or exists (select 1 from parley_outbox o"
                        + "   where o.conversation = f.conversation and o.seq = f.seq))"
                        + " order by f.at desc, f.seq desc limit ?3",
                row -> new Hit(new ConversationId(row.getString(1)), row.getLong(2)),
                Words.query(words),
                unixMillis,
                limit);
    }
}
