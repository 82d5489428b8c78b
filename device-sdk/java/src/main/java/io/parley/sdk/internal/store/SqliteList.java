package io.parley.sdk.internal.store;

import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.sdk.ConversationSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of the list of conversations. Part of {@link SqliteStore}, whose lock is held. */
final class SqliteList {
    private final Sql sql;

    SqliteList(Sql sql) {
        this.sql = sql;
    }

    void unread(ConversationId conversation, long count) {
        sql.update(
                "insert into parley_list (conversation, unread) values (?, ?)"
                        + " on conflict do update set unread = excluded.unread",
                conversation.value(),
                count);
    }

    void arrange(ConversationId conversation, Arrangement change) {
        sql.update("insert into parley_list (conversation) values (?) on conflict do nothing", conversation.value());
        sql.update(
                "update parley_list set title = coalesce(?2, title), pinned = coalesce(?3, pinned),"
                        + " muted_until = coalesce(?4, muted_until), archived = coalesce(?5, archived),"
                        + " marked_unread = coalesce(?6, marked_unread), draft = coalesce(?7, draft)"
                        + " where conversation = ?1",
                conversation.value(),
                change.title(),
                change.pinned(),
                change.mutedUntil(),
                change.archived(),
                change.markedUnread(),
                change.draft());
    }

    void put(Listed line) {
        unread(line.conversation(), line.unread());
        arrange(line.conversation(), line.arrangement());
        ConversationSummary.Preview preview = line.preview();
        sql.update(
                "update parley_list set last = ?2, at = ?3, preview_seq = ?4, preview_from = ?5, preview_at = ?6,"
                        + " preview_type = ?7, preview_text = ?8 where conversation = ?1",
                line.conversation().value(),
                line.last(),
                line.at(),
                preview == null ? 0 : preview.seq(),
                preview == null ? null : preview.from().value(),
                preview == null ? 0 : preview.at().toEpochMilli(),
                preview == null ? null : preview.contentType(),
                preview == null ? null : preview.text());
    }

    /** As far as this table knows them; {@link Summaries} joins that with what is stored of the messages. */
    List<ConversationSummary> all() {
        return sql.all("""
                select k.id, coalesce(l.title, ''), coalesce(l.last, 0), coalesce(l.at, 0), coalesce(l.unread, 0),
                       coalesce(c.read, 0), coalesce(l.preview_seq, 0), l.preview_from, l.preview_at, l.preview_type,
                       l.preview_text, coalesce(l.pinned, 0), coalesce(l.muted_until, 0), coalesce(l.archived, 0),
                       coalesce(l.marked_unread, 0), coalesce(l.draft, ''), coalesce(c.cleared, 0)
                from (select id from parley_conversation union select conversation from parley_list
                      union select conversation from parley_outbox) k
                left join parley_conversation c on c.id = k.id left join parley_list l on l.conversation = k.id
                where k.id not like 'amend/%' order by k.id""", SqliteList::line);
    }

    private static ConversationSummary line(ResultSet row) throws SQLException {
        long mutedUntil = row.getLong(13);
        return new ConversationSummary(
                new ConversationId(row.getString(1)),
                row.getString(2),
                row.getLong(3),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getLong(5),
                row.getLong(6),
                preview(row),
                new ConversationSummary.Settings(
                        row.getBoolean(12),
                        mutedUntil == 0 ? null : Instant.ofEpochMilli(mutedUntil),
                        row.getBoolean(14),
                        row.getBoolean(15),
                        row.getString(16)));
    }

    private static ConversationSummary.@Nullable Preview preview(ResultSet row) throws SQLException {
        long seq = row.getLong(7);
        String from = row.getString(8);
        String text = row.getString(11);
        return from == null || seq <= row.getLong(17)
                ? null
                : new ConversationSummary.Preview(
                        seq,
                        new UserName(from),
                        Instant.ofEpochMilli(row.getLong(9)),
                        row.getString(10),
                        text == null ? "" : text);
    }
}
