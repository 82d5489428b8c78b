package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;

/** Of profiles and contacts, as {@link Statements}. */
final class ContactStatements {
    /** name → as {@link CassandraProfileStore} reads */
    final PreparedStatement profile;
    /** prefix → the same, and name */
    final PreparedStatement profilesByPrefix;
    /** display_name, picture, note, findable, writable, presence, addable, prefixes, name; each but the last may be unset */
    final PreparedStatement setProfile;

    /** conversation → state, requested_by, note, expires_at, since, version */
    final PreparedStatement relation;
    /** conversation, state, requested_by, note, expires_at, since, version, time stamp */
    final PreparedStatement saveRelation;
    /** user, peer, kind, note, expires_at, since, time stamp */
    final PreparedStatement saveContact;
    /** time stamp, user, peer */
    final PreparedStatement removeContact;
    /** user → peer, kind, note, since, expires_at */
    final PreparedStatement contacts;
    /** user, kind → the same */
    final PreparedStatement contactsOfKind;

    /** user, peer, since */
    final PreparedStatement block;
    /** user, peer */
    final PreparedStatement unblock;
    /** user, peer → since */
    final PreparedStatement blockOf;
    /** user → peer, since */
    final PreparedStatement blocks;

    /** user, day → ids, count */
    final PreparedStatement requestsOfDay;
    /** ids to add, new count, user, day, former count */
    final PreparedStatement countRequest;

    ContactStatements(Statements.Preparing preparing) {
        profile = preparing.plain("SELECT " + CassandraProfileStore.COLUMNS + " FROM %s.user_account WHERE name = ?");
        profilesByPrefix = preparing.plain(
                "SELECT " + CassandraProfileStore.COLUMNS + ", name FROM %s.user_account WHERE prefixes CONTAINS ?");
        setProfile = preparing.transaction("UPDATE %s.user_account SET display_name = ?, picture = ?, note = ?,"
                + " findable = ?, writable = ?, presence = ?, addable = ?, prefixes = ? WHERE name = ? IF EXISTS");

        relation = preparing.plain("SELECT state, requested_by, note, expires_at, since, version"
                + " FROM %s.contact_pair WHERE conversation = ?");
        saveRelation = preparing.plain("INSERT INTO %s.contact_pair (conversation, state, requested_by, note,"
                + " expires_at, since, version) VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        saveContact = preparing.plain("INSERT INTO %s.contact (user, peer, kind, note, expires_at, since)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        removeContact = preparing.plain("DELETE FROM %s.contact USING TIMESTAMP ? WHERE user = ? AND peer = ?");
        String list = "SELECT peer, kind, note, since, expires_at FROM %s.contact WHERE user = ?";
        contacts = preparing.plain(list);
        // within one partition, which a user's contacts are
        contactsOfKind = preparing.plain(list + " AND kind = ? ALLOW FILTERING");

        block = preparing.transaction(
                "INSERT INTO %s.contact_block (user, peer, since) VALUES (?, ?, ?) IF NOT EXISTS");
        unblock = preparing.transaction("DELETE FROM %s.contact_block WHERE user = ? AND peer = ? IF EXISTS");
        blockOf = preparing.plain("SELECT since FROM %s.contact_block WHERE user = ? AND peer = ?");
        blocks = preparing.plain("SELECT peer, since FROM %s.contact_block WHERE user = ?");

        requestsOfDay = preparing.plain("SELECT ids, count FROM %s.contact_request WHERE user = ? AND day = ?");
        countRequest = preparing.transaction(
                "UPDATE %s.contact_request SET ids = ids + ?, count = ?" + " WHERE user = ? AND day = ? IF count = ?");
    }
}
