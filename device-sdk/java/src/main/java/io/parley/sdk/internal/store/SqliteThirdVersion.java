package io.parley.sdk.internal.store;

/** What brings a file from version 2 to 3: history with amendments, search, and the list of conversations. */
final class SqliteThirdVersion {
    private static final String TEXTS = "content_type is null or content_type like 'text/%'";

    static final String[] CHANGES = {
        "alter table parley_conversation add column oldest integer not null default 0",
        "alter table parley_conversation add column cleared integer not null default 0",
        "alter table parley_conversation add column repair integer not null default 0",
        "alter table parley_inbox add column expires_at integer not null default 0",
        "alter table parley_outbox add column erased integer not null default 0",
        "create index parley_inbox_expiry on parley_inbox (expires_at) where expires_at > 0",
        """
        create index parley_outbox_expiry on parley_outbox (expires_at)
          where expires_at > 0 and seq > 0 and erased = 0""",
        """
        create table parley_amendment (
          conversation text not null,
          seq integer not null,
          place integer not null,
          sender text not null,
          at integer not null,
          kind text not null,
          emoji text not null,
          content_type text,
          content blob not null,
          primary key (conversation, seq, place)) without rowid""",
        """
        create table parley_snapshot (
          conversation text not null,
          seq integer not null,
          as_of integer not null,
          edited integer not null,
          recalled integer not null,
          reactions text not null,
          content_type text,
          content blob not null,
          primary key (conversation, seq)) without rowid""",
        """
        create table parley_hidden (
          conversation text not null,
          seq integer not null,
          primary key (conversation, seq)) without rowid""",
        """
        create table parley_list (
          conversation text primary key,
          title text not null default '',
          last integer not null default 0,
          at integer not null default 0,
          unread integer not null default 0,
          pinned integer not null default 0,
          muted_until integer not null default 0,
          archived integer not null default 0,
          marked_unread integer not null default 0,
          draft text not null default '',
          preview_seq integer not null default 0,
          preview_from text,
          preview_at integer not null default 0,
          preview_type text,
          preview_text text) without rowid""",
        """
        create table parley_found (
          id integer primary key,
          conversation text not null,
          seq integer not null,
          at integer not null,
          expires_at integer not null,
          unique (conversation, seq))""",
        "create index parley_found_expiry on parley_found (expires_at) where expires_at > 0",
        """
        create virtual table parley_text using fts5 (
          text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2')""",
        "insert into parley_found (conversation, seq, at, expires_at)"
                + " select conversation, seq, at, 0 from parley_inbox where " + TEXTS,
        "insert into parley_found (conversation, seq, at, expires_at)"
                + " select conversation, seq, at, expires_at from parley_outbox where seq > 0 and (" + TEXTS + ")"
                + " on conflict do nothing",
        "insert into parley_text (rowid, text) select f.id, coalesce("
                + "(select cast(i.content as text) from parley_inbox i where i.conversation = f.conversation and i.seq = f.seq),"
                + "(select cast(o.content as text) from parley_outbox o where o.conversation = f.conversation and o.seq = f.seq))"
                + " from parley_found f"
    };

    private SqliteThirdVersion() {}
}
