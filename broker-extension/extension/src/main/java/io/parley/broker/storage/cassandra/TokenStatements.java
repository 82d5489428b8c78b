package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;

/** Of tokens, as {@link Statements}. */
final class TokenStatements {
    /** hash, user, label, created_at */
    final PreparedStatement create;
    /** user, hash */
    final PreparedStatement list;
    /** user, hash */
    final PreparedStatement unlist;
    /** user → hash */
    final PreparedStatement ofUser;
    /** hash → user, label, created_at, last_used, revoked_at */
    final PreparedStatement find;
    /** revoked_at, hash */
    final PreparedStatement revoke;
    /** last_used, hash */
    final PreparedStatement used;

    TokenStatements(Statements.Preparing preparing) {
        create = preparing.plain("INSERT INTO %s.access_token (hash, user, label, created_at) VALUES (?, ?, ?, ?)");
        list = preparing.plain("INSERT INTO %s.user_token (user, hash) VALUES (?, ?)");
        unlist = preparing.plain("DELETE FROM %s.user_token WHERE user = ? AND hash = ?");
        ofUser = preparing.plain("SELECT hash FROM %s.user_token WHERE user = ?");
        find = preparing.plain(
                "SELECT user, label, created_at, last_used, revoked_at FROM %s.access_token WHERE hash = ?");
        revoke = preparing.plain("UPDATE %s.access_token SET revoked_at = ? WHERE hash = ?");
        used = preparing.plain("UPDATE %s.access_token SET last_used = ? WHERE hash = ?");
    }
}
