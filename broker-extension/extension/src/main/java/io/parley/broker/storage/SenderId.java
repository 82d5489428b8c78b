package io.parley.broker.storage;

import io.parley.protocol.MessageId;
import io.parley.protocol.UserName;

/** The key of dedup: ids are a sender's own, so nobody can spend another's. */
public record SenderId(UserName from, MessageId id) {}
