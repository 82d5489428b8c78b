package io.parley.broker.storage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/**
 * Every statement there is, prepared once. Values are bound by position, in the order written here. The driver prepares
 * them again on a node that restarted.
 */
final class Statements {
    private static final String GROUP = "title, announce_only, joining, history, history_count, retention_seconds,"
            + " created_by, created_at, dissolved, version";
    private static final String GROUP_MEMBER = "user, state, role, joined, visible, amendments, muted_until, version";

    /** name, kind, password_hash, created_at, prefixes */
    final PreparedStatement createAccount;
    /** password_hash, name */
    final PreparedStatement setPassword;
    /** name → kind, password_hash, created_at */
    final PreparedStatement account;

    final TokenStatements tokens;

    /** conversation → epoch */
    final PreparedStatement epoch;
    /** conversation, epoch */
    final PreparedStatement claimFirst;
    /** epoch, conversation, former epoch */
    final PreparedStatement claim;
    /** conversation, first_seq, created_at */
    final PreparedStatement openBucket;
    /** conversation, highest first_seq, limit → first_seq, created_at; newest first */
    final PreparedStatement buckets;
    /** conversation, first_seq before → first_seq of the next one */
    final PreparedStatement bucketAfter;

    /** conversation, bucket, first_seq, last_seq, epoch, future_until, body, time stamp */
    final PreparedStatement appendBlock;
    /** conversation, bucket, first_seq → as {@link BlockRows} reads */
    final PreparedStatement blockAt;
    /** conversation, bucket, highest first_seq, limit → as {@link BlockRows} reads; newest first */
    final PreparedStatement blocksDown;
    /** conversation, bucket, first_seq before, highest first_seq, limit → as {@link BlockRows} reads; oldest first */
    final PreparedStatement blocksUp;

    /** slice, shard, conversation, first_seq, epoch, ids */
    final PreparedStatement appendIds;
    /** slice, shard, conversation → first_seq, epoch, ids */
    final PreparedStatement idsOfConversation;
    /** slice, shard → conversation, epoch, ids, first_seq */
    final PreparedStatement idsOfShard;

    /** user, conversation, received, read, own, cleared, time stamp */
    final PreparedStatement saveUserMarks;
    /** user, conversation, received and read and own of the peer, own of the user, time stamp */
    final PreparedStatement tellUser;
    /** user → conversation, received, read, own, cleared, peer_received, peer_read, peer_own, sent */
    final PreparedStatement standingsOfUser;
    /** conversations → conversation, first_seq; the two newest of each */
    final PreparedStatement bucketsOfMany;
    /** conversations, bucket → conversation, last_seq; a few of the newest blocks of each */
    final PreparedStatement newestOfMany;
    /** user, conversation; says nothing of marks */
    final PreparedStatement addUserConversation;
    /** user → conversation, received, read, own, cleared */
    final PreparedStatement conversationsOfUser;
    /** user, conversation → received, read, own, cleared */
    final PreparedStatement userMarks;

    /** user, endpoint, conversation, received, at, time stamp */
    final PreparedStatement saveEndpointMark;
    /** user, endpoint → conversation, received */
    final PreparedStatement endpointMarks;
    /** user → endpoint, conversation, received, at */
    final PreparedStatement endpointMarksOfUser;

    /** name, title, announce_only, joining, history, history_count, retention_seconds, created_by, created_at, dissolved, version, time stamp */
    final PreparedStatement saveGroup;
    /** name → as in saveGroup, without name and time stamp */
    final PreparedStatement group;
    /** name, user, state, role, joined, visible, amendments, muted_until, version, time stamp */
    final PreparedStatement saveGroupMember;
    /** name → as in saveGroupMember, without name and time stamp */
    final PreparedStatement groupMembers;
    /** name, user → likewise */
    final PreparedStatement groupMember;
    /** name, user, received, read, own, cleared, time stamp */
    final PreparedStatement saveGroupMark;
    /** name → user, received, read, own, cleared */
    final PreparedStatement groupMarks;

    final ContactStatements contacts;

    /** no values */
    final PreparedStatement readProbe;
    /** at */
    final PreparedStatement writeProbe;

    Statements(CqlSession session, String keyspace) {
        Preparing preparing = new Preparing(session, keyspace);
        createAccount =
                preparing.transaction("INSERT INTO %s.user_account (name, kind, password_hash, created_at, prefixes)"
                        + " VALUES (?, ?, ?, ?, ?) IF NOT EXISTS");
        setPassword = preparing.transaction("UPDATE %s.user_account SET password_hash = ? WHERE name = ? IF EXISTS");
        account = preparing.plain("SELECT kind, password_hash, created_at FROM %s.user_account WHERE name = ?");
        tokens = new TokenStatements(preparing);

        epoch = preparing.plain("SELECT epoch FROM %s.conversation WHERE conversation = ?");
        claimFirst =
                preparing.transaction("INSERT INTO %s.conversation (conversation, epoch) VALUES (?, ?) IF NOT EXISTS");
        claim = preparing.transaction("UPDATE %s.conversation SET epoch = ? WHERE conversation = ? IF epoch = ?");
        openBucket = preparing.plain(
                "INSERT INTO %s.conversation_bucket (conversation, first_seq, created_at) VALUES (?, ?, ?)");
        buckets = preparing.plain("SELECT first_seq, created_at FROM %s.conversation_bucket"
                + " WHERE conversation = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT ?");
        bucketAfter = preparing.plain("SELECT first_seq FROM %s.conversation_bucket"
                + " WHERE conversation = ? AND first_seq > ? ORDER BY first_seq ASC LIMIT 1");

        appendBlock = preparing.plain("INSERT INTO %s.message_block (conversation, bucket, first_seq, last_seq, epoch,"
                + " future_until, body) VALUES (?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        String blocks = "SELECT " + BlockRows.COLUMNS + " FROM %s.message_block WHERE conversation = ? AND bucket = ?";
        blockAt = preparing.plain(blocks + " AND first_seq = ?");
        blocksDown = preparing.plain(blocks + " AND first_seq <= ? ORDER BY first_seq DESC LIMIT ?");
        blocksUp = preparing.plain(blocks + " AND first_seq > ? AND first_seq <= ? ORDER BY first_seq ASC LIMIT ?");

        appendIds = preparing.plain("INSERT INTO %s.message_id (slice, shard, conversation, first_seq, epoch, ids)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
        idsOfConversation = preparing.plain("SELECT first_seq, epoch, ids FROM %s.message_id"
                + " WHERE slice = ? AND shard = ? AND conversation = ?");
        idsOfShard = preparing.plain(
                "SELECT conversation, epoch, ids, first_seq FROM %s.message_id WHERE slice = ? AND shard = ?");

        saveUserMarks = preparing.plain("INSERT INTO %s.user_conversation"
                + " (user, conversation, received, read, own, cleared) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        tellUser = preparing.plain("INSERT INTO %s.user_conversation"
                + " (user, conversation, peer_received, peer_read, peer_own, sent) VALUES (?, ?, ?, ?, ?, ?)"
                + " USING TIMESTAMP ?");
        standingsOfUser = preparing.plain("SELECT conversation, received, read, own, cleared,"
                + " peer_received, peer_read, peer_own, sent FROM %s.user_conversation WHERE user = ?");
        bucketsOfMany = preparing.plain("SELECT conversation, first_seq FROM %s.conversation_bucket"
                + " WHERE conversation IN ? PER PARTITION LIMIT 2");
        newestOfMany = preparing.plain("SELECT conversation, last_seq FROM %s.message_block"
                + " WHERE conversation IN ? AND bucket = ? PER PARTITION LIMIT " + LogEnds.LATE_BLOCKS_MAX);
        addUserConversation = preparing.plain(
                "INSERT INTO %s.user_conversation (user, conversation) VALUES (?, ?) USING TIMESTAMP 0");
        conversationsOfUser = preparing.plain(
                "SELECT conversation, received, read, own, cleared FROM %s.user_conversation WHERE user = ?");
        userMarks = preparing.plain(
                "SELECT received, read, own, cleared FROM %s.user_conversation WHERE user = ? AND conversation = ?");

        saveEndpointMark = preparing.plain("INSERT INTO %s.endpoint_mark (user, endpoint, conversation, received, at)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
        endpointMarks =
                preparing.plain("SELECT conversation, received FROM %s.endpoint_mark WHERE user = ? AND endpoint = ?");
        endpointMarksOfUser =
                preparing.plain("SELECT endpoint, conversation, received, at FROM %s.endpoint_mark WHERE user = ?");

        saveGroup = preparing.plain("INSERT INTO %s.group_info (name, " + GROUP
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + " USING TIMESTAMP ?");
        group = preparing.plain("SELECT " + GROUP + " FROM %s.group_info WHERE name = ?");
        saveGroupMember = preparing.plain("INSERT INTO %s.group_member (name, " + GROUP_MEMBER
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        groupMembers = preparing.plain("SELECT " + GROUP_MEMBER + " FROM %s.group_member WHERE name = ?");
        groupMember = preparing.plain("SELECT " + GROUP_MEMBER + " FROM %s.group_member WHERE name = ? AND user = ?");
        saveGroupMark = preparing.plain("INSERT INTO %s.group_mark (name, user, received, read, own, cleared)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        groupMarks = preparing.plain("SELECT user, received, read, own, cleared FROM %s.group_mark WHERE name = ?");

        contacts = new ContactStatements(preparing);

        readProbe = preparing.plain("SELECT at FROM %s.probe WHERE id = 0");
        writeProbe = preparing.plain("INSERT INTO %s.probe (id, at) VALUES (0, ?)");
    }

    /** Makes them; each of %s is the keyspace. */
    record Preparing(CqlSession session, String keyspace) {
        /** Reads, and writes whose repetition changes nothing. */
        PreparedStatement plain(String cql) {
            return prepare(cql, true);
        }

        /** Lightweight transactions: a repetition may find itself already done, so only the caller may repeat them. */
        PreparedStatement transaction(String cql) {
            return prepare(cql, false);
        }

        private PreparedStatement prepare(String cql, boolean idempotent) {
            SimpleStatement statement =
                    SimpleStatement.newInstance(cql.replace("%s", keyspace)).setIdempotent(idempotent);
            return session.prepare(statement);
        }
    }
}
