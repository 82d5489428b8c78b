package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;

/** The statements of {@link CassandraPointStore}. */
final class PointStatements {
    /** track, day, first_at, last_at, body, TTL seconds */
    final PreparedStatement append;
    /** track, day, lowest first_at, highest first_at → first_at, last_at, body, rest of its TTL; in order */
    final PreparedStatement batches;
    /** track, day, lowest first_at, highest first_at */
    final PreparedStatement deleteBatches;
    /** track, day, TTL seconds */
    final PreparedStatement addDay;
    /** track, first day, last day → day; in order */
    final PreparedStatement days;
    /** track, start_at, end_at, metres, points, error_metres, stops, line, TTL seconds */
    final PreparedStatement saveTrip;
    /** track, lowest start_at, highest start_at, limit → as saved, without track; in order */
    final PreparedStatement trips;
    /** track → likewise; the last */
    final PreparedStatement lastTrip;
    /** track, highest start_at → start_at, end_at */
    final PreparedStatement tripSpans;
    /** track, start_at */
    final PreparedStatement deleteTrip;
    /** track, id, by_user, from_at, to_at, at, points, trips, done */
    final PreparedStatement saveDeletion;
    /** track → as saved, without track */
    final PreparedStatement deletions;

    PointStatements(CqlSession session, String keyspace) {
        Statements.Preparing preparing = new Statements.Preparing(session, keyspace);
        append = preparing.plain("INSERT INTO %s.track_point (track, day, first_at, last_at, body)"
                + " VALUES (?, ?, ?, ?, ?) USING TTL ?");
        batches = preparing.plain("SELECT first_at, last_at, body, TTL(body) FROM %s.track_point"
                + " WHERE track = ? AND day = ? AND first_at >= ? AND first_at <= ?");
        deleteBatches = preparing.plain(
                "DELETE FROM %s.track_point" + " WHERE track = ? AND day = ? AND first_at >= ? AND first_at <= ?");
        addDay = preparing.plain("INSERT INTO %s.track_day (track, day) VALUES (?, ?) USING TTL ?");
        days = preparing.plain("SELECT day FROM %s.track_day WHERE track = ? AND day >= ? AND day <= ?");
        saveTrip = preparing.plain("INSERT INTO %s.trip (track, start_at, end_at, metres, points, error_metres, stops,"
                + " line) VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?");
        String trip = "SELECT start_at, end_at, metres, points, error_metres, stops, line FROM %s.trip WHERE track = ?";
        trips = preparing.plain(trip + " AND start_at >= ? AND start_at <= ? ORDER BY start_at ASC LIMIT ?");
        lastTrip = preparing.plain(trip + " LIMIT 1");
        tripSpans = preparing.plain("SELECT start_at, end_at FROM %s.trip WHERE track = ? AND start_at <= ?");
        deleteTrip = preparing.plain("DELETE FROM %s.trip WHERE track = ? AND start_at = ?");
        saveDeletion = preparing.plain("INSERT INTO %s.track_deletion (track, id, by_user, from_at, to_at, at, points,"
                + " trips, done) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        deletions = preparing.plain("SELECT id, by_user, from_at, to_at, at, points, trips, done"
                + " FROM %s.track_deletion WHERE track = ?");
    }
}
