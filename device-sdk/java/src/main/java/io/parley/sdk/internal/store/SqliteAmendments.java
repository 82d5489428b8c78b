package io.parley.sdk.internal.store;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.UserName;
import io.parley.protocol.json.Amendment;
import io.parley.sdk.Amendments;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Side log entries, and what the server said was done to messages whose entries never came. Part of {@link
 * SqliteHistory}. Entries are kept as they came: which of them a snapshot contains is decided when reading.
 */
final class SqliteAmendments {
    private static final String USERS_END = "\n";
    private static final String EMOJI_END = "\t";

    private final Sql sql;

    SqliteAmendments(Sql sql) {
        this.sql = sql;
    }

    void add(SideEntry entry) {
        sql.update(
                "insert into parley_amendment (conversation, seq, place, sender, at, kind, emoji, content_type, content)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                entry.conversation().value(),
                entry.seq(),
                entry.place(),
                entry.by().value(),
                entry.at(),
                entry.kind().code(),
                entry.emoji(),
                entry.contentType(),
                entry.content().toBytes());
    }

    /** A snapshot of an earlier moment changes nothing. */
    void put(ConversationId conversation, long seq, Snapshot snapshot) {
        boolean edited = snapshot.amendments().edited();
        sql.update(
                "insert into parley_snapshot (conversation, seq, as_of, edited, recalled, reactions, content_type, content)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set as_of = excluded.as_of,"
                        + " edited = excluded.edited, recalled = excluded.recalled, reactions = excluded.reactions,"
                        + " content_type = excluded.content_type, content = excluded.content"
                        + " where excluded.as_of >= as_of",
                conversation.value(),
                seq,
                snapshot.asOf(),
                edited,
                snapshot.amendments().recalled(),
                write(snapshot.amendments().reactions()),
                edited ? snapshot.contentType() : null,
                edited ? snapshot.content().toBytes() : new byte[0]);
    }

    private static String write(Map<String, List<UserName>> reactions) {
        StringBuilder text = new StringBuilder();
        reactions.forEach((emoji, users) -> text.append(emoji)
                .append(EMOJI_END)
                .append(users.stream().map(UserName::value).collect(Collectors.joining(" ")))
                .append(USERS_END));
        return text.toString();
    }

    private static Map<String, List<UserName>> reactions(String text) {
        Map<String, List<UserName>> reactions = new LinkedHashMap<>();
        for (String line : text.split(USERS_END, 0)) {
            int end = line.lastIndexOf(EMOJI_END);
            if (end > 0) {
                List<UserName> users = new ArrayList<>();
                for (String user : line.substring(end + 1).split(" ", 0)) {
                    UserName.parse(user).ifPresent(users::add);
                }
                reactions.put(line.substring(0, end), users);
            }
        }
        return reactions;
    }

    /** The same messages with what was done to them; they are of one conversation, in order. */
    List<HistoryEntry> applied(ConversationId conversation, List<HistoryEntry> messages) {
        long first = messages.stream()
                .mapToLong(HistoryEntry::seq)
                .filter(it -> it > 0)
                .min()
                .orElse(0);
        long last = messages.stream().mapToLong(HistoryEntry::seq).max().orElse(0);
        if (last == 0) {
            return messages;
        }
        Map<Long, Snapshot> snapshots = snapshots(conversation, first, last);
        Map<Long, List<SideEntry>> entries = entries(conversation, first, last);
        return messages.stream()
                .map(it -> Amending.apply(it, snapshots.get(it.seq()), entries.getOrDefault(it.seq(), List.of())))
                .toList();
    }

    List<Version> versions(ConversationId conversation, HistoryEntry message) {
        long seq = message.seq();
        return Amending.versions(
                message,
                snapshots(conversation, seq, seq).get(seq),
                entries(conversation, seq, seq).getOrDefault(seq, List.of()));
    }

    private Map<Long, Snapshot> snapshots(ConversationId conversation, long first, long last) {
        Map<Long, Snapshot> found = new HashMap<>();
        sql.all(
                        "select seq, as_of, edited, recalled, reactions, content_type, content from parley_snapshot"
                                + " where conversation = ? and seq between ? and ?",
                        row -> Map.entry(row.getLong(1), snapshot(row)),
                        conversation.value(),
                        first,
                        last)
                .forEach(it -> found.put(it.getKey(), it.getValue()));
        return found;
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(
                row.getLong(2),
                new Amendments(row.getBoolean(3), row.getBoolean(4), reactions(row.getString(5))),
                row.getString(6),
                Content.wrap(row.getBytes(7)));
    }

    private Map<Long, List<SideEntry>> entries(ConversationId conversation, long first, long last) {
        Map<Long, List<SideEntry>> found = new HashMap<>();
        sql.all(
                        "select seq, place, sender, at, kind, emoji, content_type, content from parley_amendment"
                                + " where conversation = ? and seq between ? and ? order by seq, place",
                        row -> entry(conversation, row),
                        conversation.value(),
                        first,
                        last)
                .forEach(it -> found.computeIfAbsent(it.seq(), seq -> new ArrayList<>())
                        .add(it));
        return found;
    }

    private static SideEntry entry(ConversationId conversation, ResultSet row) throws SQLException {
        return new SideEntry(
                conversation,
                row.getLong(1),
                row.getLong(2),
                new UserName(row.getString(3)),
                row.getLong(4),
                Amendment.Kind.ofCode(row.getString(5)).orElse(Amendment.Kind.EDIT),
                row.getString(6),
                row.getString(7),
                Content.wrap(row.getBytes(8)));
    }

    /** That it was edited or recalled stays known; what it said does not. */
    void eraseContent(ConversationId conversation, long seq) {
        String id = conversation.value();
        sql.update("update parley_amendment set content = x'', emoji = '' where conversation = ? and seq = ?", id, seq);
        sql.update(
                "update parley_snapshot set content = x'', reactions = '' where conversation = ? and seq = ?", id, seq);
    }

    void forgetUpTo(ConversationId conversation, long seq) {
        String id = conversation.value();
        sql.update("delete from parley_amendment where conversation = ? and seq <= ?", id, seq);
        sql.update("delete from parley_snapshot where conversation = ? and seq <= ?", id, seq);
    }

    /** Of messages that expire by then; asked while these still say so. */
    void expire(long unixMillis) {
        for (String table : List.of("parley_amendment", "parley_snapshot")) {
            sql.update(
                    "delete from " + table + " where (conversation, seq) in ("
                            + "select conversation, seq from parley_inbox where expires_at > 0 and expires_at <= ?1"
                            + " union all select conversation, seq from parley_outbox"
                            + " where expires_at > 0 and seq > 0 and erased = 0 and expires_at <= ?1)",
                    unixMillis);
        }
    }
}
