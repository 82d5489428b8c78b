package io.parley.broker.edge;

import io.parley.protocol.Content;
import io.parley.protocol.ConversationId;
import io.parley.protocol.MessageId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The message of an MQTT will, read and found permissible at login. */
record Will(
        ConversationId conversation,
        MessageId id,
        @Nullable MessageId after,
        long expiryMillis,
        String contentType,
        Content content,
        Duration delay) {}
