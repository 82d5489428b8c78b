package io.parley.cli;

import io.parley.protocol.MessageId;
import io.parley.sdk.ConnectionState;
import io.parley.sdk.HistoryEntry;
import io.parley.sdk.MessageStatus;
import io.parley.sdk.ReceivedMessage;

/** Where a conversation is shown. One call at a time but for {@link #history}, which comes first. */
interface Screen {
    void history(HistoryEntry entry);

    void message(ReceivedMessage message);

    /** A message of another conversation. */
    void aside(ReceivedMessage message);

    void status(MessageId id, String text, MessageStatus status);

    void state(ConnectionState state);
}
